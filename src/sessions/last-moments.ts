import type { TranscriptItem } from '../facts/transcript.ts'

type Tool = Extract<TranscriptItem, { kind: 'tool' }>

/** How a session ended so far: the call that has no result, and the last words of its agent. Times in ms. */
export type LastMoments = {
  /** The tool that runs or waits, with the whole of its command where it has one. */
  call: { tool: string; words: string | null; isCommand: boolean; at: number | null } | null
  words: { text: string; at: number | null } | null
}

const maxCommandLength = 2_000
const maxWordsLength = 400

/** What of the end of a transcript helps to decide, out of its last items. */
export function lastMomentsOf(items: readonly TranscriptItem[]): LastMoments {
  const spoken = items.findLast(
    (item) => item.kind === 'message' && item.role === 'assistant' && item.text.trim() !== '',
  )
  const asked = items.findLastIndex((item) => item.kind === 'message' && item.role === 'user')
  // Whatever was called before a person spoke again is over, also where its result was never written.
  const call = items.slice(asked + 1).findLast((item): item is Tool => item.kind === 'tool' && !item.result)
  return {
    call: call ? { tool: call.tool, ...wordsOf(call), at: call.at } : null,
    words: spoken?.kind === 'message' ? { text: shortened(spoken.text.trim(), maxWordsLength), at: spoken.at } : null,
  }
}

/** The whole command of a call; else the half line that says what it does. */
function wordsOf({ argument, input, action }: Tool): { words: string | null; isCommand: boolean } {
  const command = (action?.kind === 'command' ? action.command.trim() : '') || commandIn(input?.text ?? null)
  return command === null
    ? { words: argument, isCommand: false }
    : { words: shortened(command, maxCommandLength), isCommand: true }
}

function commandIn(input: string | null): string | null {
  if (input === null) return null
  const fields = parsed(input)
  if (fields === undefined) return quotedCommandIn(input)
  if (typeof fields !== 'object' || fields === null) return null
  const { command, cmd } = fields as Record<string, unknown>
  const found = command ?? cmd
  if (Array.isArray(found)) return found.filter((word) => typeof word === 'string').join(' ') || null
  return typeof found === 'string' ? found.trim() || null : null
}

/** A long input is cut, and where a secret was hidden a quote may be missing: the beginning of its command is there. */
function quotedCommandIn(input: string): string | null {
  const quoted = /"(?:command|cmd)":\s*"((?:[^"\\]|\\.)+)/s.exec(input)?.[1]
  const command = quoted === undefined ? undefined : parsed(`"${quoted}"`)
  return typeof command === 'string' && command.trim() !== '' ? `${command.trim()}…` : null
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // What is no JSON has no fields to look at.
    return undefined
  }
}

const shortened = (text: string, max: number) =>
  text.length > max ? `${text.slice(0, max - 1).toWellFormed()}…` : text
