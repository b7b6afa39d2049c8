import type { TranscriptItem } from '../../facts/transcript.ts'
import { dollars, record, text, timeOf, word } from '../common/parse-values.ts'
import { blocksIn, isPicture, message, note, thinking, tool, withResult, wordsIn } from '../common/transcript/items.ts'
import { type Part, type PartsOf, partsOfJson } from '../common/transcript/part.ts'
import type { Line } from './entry.ts'
import { isInterruption, splitWrapping } from './first-prompt.ts'
import { stopReasonOf } from './parser-state.ts'

/**
 * The parts of a line as Claude Code writes it: an answer has a line for each of its blocks, a result is a line of the
 * user. A line of another kind is a note that names the kind. In the file of a session, what a sub-agent says is a note
 * as well: it belongs to another conversation.
 */
export const partsFor =
  (isSubagent: boolean): PartsOf =>
  (entry) =>
    partsOfJson(entry, (line) => {
      const at = timeOf(line.timestamp)
      if (line.isSidechain === true && !isSubagent) return [other(at, `sub-agent ${kindOf(line)}`, wordsOf(line))]
      if (line.type === 'assistant') return partsOfAnswer(line, at)
      if (line.type === 'user') return partsOfUser(line, at)
      if (line.subtype === 'compact_boundary') return [one(note(at, 'compaction', wordsOf(line) || 'Compacted.'))]
      return [other(at, kindOf(line), wordsOf(line))]
    })

function partsOfAnswer(line: Line, at: number | null): Part[] {
  const answer = record(line.message) ?? {}
  if (line.isApiErrorMessage === true)
    return [one(note(at, 'error', wordsIn(answer.content) || 'The model gave an error.'))]
  const costUsd = dollars(line.costUSD)
  return blocksIn(answer.content).flatMap((block): Part[] => {
    switch (block.type) {
      case 'text': {
        const words = text(block.text)
        if (words === null) return []
        const item = {
          ...message(at, 'assistant', words),
          model: word(answer.model),
          costUsd: typeof costUsd === 'number' && costUsd > 0 ? costUsd : null,
          stopReason: stopReasonOf(answer),
        }
        return [one(item)]
      }
      case 'thinking': {
        const thought = text(block.thinking)
        return [thought === null ? other(at, 'thinking', '') : one(thinking(at, thought))]
      }
      case 'tool_use':
      case 'server_tool_use': {
        const item = tool(at, text(block.id) ?? '', text(block.name) ?? 'tool', block.input ?? {})
        return [{ kind: 'call', item }]
      }
      default:
        return [resultIn(block, at) ?? other(at, blockKind(block), wordsIn([block]))]
    }
  })
}

function partsOfUser(line: Line, at: number | null): Part[] {
  const content = record(line.message)?.content
  const words = wordsIn(
    typeof content === 'string' ? content : blocksIn(content).filter((block) => block.type === 'text'),
  )
  if (line.isCompactSummary === true) return [one(note(at, 'compaction', words))]
  if (line.isMeta === true) return [other(at, 'meta', words)]
  if (isInterruption(line)) return [one(note(at, 'error', words))]
  return blocksIn(content).flatMap((block): Part[] => {
    if (block.type === 'text') return partsOfWords(text(block.text) ?? '', at)
    if (isPicture(block)) return [one(message(at, 'user', wordsIn([block])))]
    return [resultIn(block, at) ?? other(at, blockKind(block), wordsIn([block]))]
  })
}

/** The words of a person, and as a note what the program put around them. */
function partsOfWords(words: string, at: number | null): Part[] {
  const { typed, context } = splitWrapping(words)
  return [
    ...(typed === '' ? [] : [one(message(at, 'user', typed))]),
    ...(context === '' ? [] : [other(at, 'context', context)]),
  ]
}

/** The result of a tool, which the program sends as a user, and the model's own service as a part of the answer. */
function resultIn(block: Line, at: number | null): Part | undefined {
  const callId = text(block.tool_use_id)
  if (callId === null) return undefined
  const item = withResult(tool(at, callId, 'tool'), block.content, block.is_error === true, at)
  return { kind: 'result', item }
}

const blockKind = ({ type }: Line) => word(type, 60) ?? 'block without a type'

const one = (item: TranscriptItem): Part => ({ kind: 'item', item })

const other = (at: number | null, kind: string, words: string): Part =>
  one(note(at, 'other', words === '' ? kind : `${kind}: ${words}`))

/** The kind of a line, such as `system turn_duration` or `attachment skill_listing`. */
function kindOf(line: Line): string {
  const detail =
    word(line.subtype, 60) ??
    word(line.operation, 60) ??
    word(record(line.attachment)?.type, 60) ??
    word(record(line.data)?.type, 60)
  return [word(line.type, 60) ?? 'line without a type', detail].filter(Boolean).join(' ')
}

/** The words of a line that is no message, wherever its kind puts them. */
function wordsOf(line: Line): string {
  const content = record(line.message)?.content ?? line.content
  if (content !== undefined) return wordsIn(content)
  return [line.summary, line.customTitle, line.aiTitle, line.lastPrompt, line.mode].map(text).find(Boolean) ?? ''
}
