import { statSync } from 'node:fs'
import { readForeignFile } from '../../../lib/foreign-file.ts'
import { record, timeOf } from '../../common/parse-values.ts'
import type { Entries, StoredEntry } from '../../common/transcript/entries.ts'
import { entriesOfFile } from '../../common/transcript/line-entries.ts'
import { type Part, partsOfJson } from '../../common/transcript/part.ts'
import type { CloseLater, TranscriptStore } from '../../common/transcript/store.ts'
import { callsIn, createFold, isEnded, objectsIn, type Said } from './fold.ts'
import { partsOfSaid } from './parts.ts'

/** Of a larger chat each line is told by itself, so that what was written again is told again. None is known to be. */
const maxFoldedBytes = 64 << 20
const maxWholeBytes = 128 << 20

/** A chat in lines. What a line says depends on those before it, so that all are read when one is asked for. */
export function linesStore(path: string, sessionId: string, closeLater: CloseLater): TranscriptStore {
  let lines: ReturnType<typeof entriesOfFile> | undefined
  const said = new Map<number, Said[]>()
  function open() {
    if (!lines) {
      lines = entriesOfFile(path)
      closeLater(lines)
      if (lines.end <= maxFoldedBytes) fold(lines)
    }
    return lines
  }
  function fold(lines: Entries) {
    const { take } = createFold()
    for (const entry of lines.forwards(0)) {
      const line = objectIn(entry)
      if (line) said.set(entry.start, take(line))
    }
  }
  return {
    key: `file:${statSync(path).ino}`,
    bytes: () => statSync(path).size,
    open,
    checkAt: (position) => open().checkAt(position),
    partsOf: (entry) => {
      const known = said.get(entry.start)
      return known
        ? partsOfAll(known, sessionId)
        : partsOfJson(entry, (line) => partsOfAll(createFold().take(line), sessionId))
    },
  }
}

const partsOfAll = (said: Said[], sessionId: string): Part[] => said.flatMap((one) => partsOfSaid(one, sessionId))

function objectIn(entry: StoredEntry): Record<string, unknown> | undefined {
  if ('reason' in entry || entry.text === '') return undefined
  try {
    return record(JSON.parse(entry.text))
  } catch {
    // The line is told as one that cannot be read.
    return undefined
  }
}

/**
 * A chat that is one object, as it was before 2026, rewritten as a whole with each message. A position is the number of a
 * message; the calls of tools that were added to a message later stand behind it, in the order of their results.
 */
export function wholeStore(path: string, sessionId: string): TranscriptStore {
  let all: Said[] | undefined
  const told = () => {
    all ??= saidIn(path)
    return all
  }
  return {
    key: `whole:${path}`,
    bytes: () => statSync(path).size,
    open(): Entries {
      const entries = told().map(
        (said, number): StoredEntry => ({ start: number, end: number + 1, text: JSON.stringify(said) }),
      )
      return {
        end: entries.length,
        startOf: (position) => Math.min(position, entries.length),
        *backwards(before) {
          for (let number = Math.min(before, entries.length) - 1; number >= 0; number--) yield entries[number]!
        },
        *forwards(from) {
          for (let number = from; number < entries.length; number++) yield entries[number]!
        },
        close() {},
      }
    },
    partsOf: (entry) => partsOfAll(told().slice(entry.start, entry.end), sessionId),
  }
}

function saidIn(path: string): Said[] {
  const chat = record(JSON.parse(readForeignFile(path, maxWholeBytes).toString('utf8'))) ?? {}
  const { messages, ...about } = chat
  const { take } = createFold()
  const timed: { at: number; said: Said }[] = [
    { at: Number.NEGATIVE_INFINITY, said: { says: 'record', record: 'chat', fields: about } },
  ]
  let at = Number.NEGATIVE_INFINITY
  for (const message of objectsIn(messages)) {
    at = Math.max(at, timeOf(message.timestamp) ?? at)
    const { toolCalls: _, ...rest } = message
    for (const said of take({ type: 'without a type', ...message }))
      timed.push({ at, said: said.says === 'message' ? { ...said, message: rest } : said })
    for (const call of callsIn(message)) {
      const ended = isEnded(call) ? (timeOf(call.timestamp) ?? at) : at
      timed.push({ at: Math.max(at, ended), said: { says: 'tools', message, calls: [call], results: [] } })
    }
  }
  return timed.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ said }) => said)
}
