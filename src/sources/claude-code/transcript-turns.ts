import type { NoteKind } from '../../facts/transcript.ts'
import { record, text } from '../common/parse-values.ts'
import type { StoredEntry } from '../common/transcript/entries.ts'
import { type Earlier, maxPassedOver, notKnownWhence, tooFarBack } from '../common/transcript/part.ts'
import type { Line } from './entry.ts'

/**
 * What the words of a person say of the way the conversation takes: each line names the one before it, so that words
 * which follow an earlier line leave out what stands between, and those that follow none begin anew. Undefined where the
 * conversation just goes on.
 */
export function turnOf(line: Line, earlier: Earlier): { note: NoteKind; words: string } | undefined {
  const parent = text(line.parentUuid)
  if (parent === null) {
    const from = text(record(line.forkedFrom)?.sessionId)
    if (from !== null) return { note: 'branch', words: `Goes on from a copy of the session ${from.slice(0, 80)}.` }
    if (line.parentUuid === undefined) return undefined
  }
  for (const entry of earlier(maxPassedOver)) {
    if (entry === tooFarBack) return { note: 'other', words: notKnownWhence }
    const before = lineIn(entry)
    if (!before || text(before.uuid) === null || before.isSidechain !== line.isSidechain) continue
    if (before.uuid === parent) return undefined
    if (before.type !== 'user' && before.type !== 'assistant') continue
    return parent === null
      ? { note: 'reset', words: 'The conversation begins anew.' }
      : { note: 'branch', words: 'The conversation went back, and took another way from there.' }
  }
  return undefined
}

function lineIn(entry: StoredEntry): Line | undefined {
  if ('reason' in entry) return undefined
  try {
    return record(JSON.parse(entry.text))
  } catch {
    // A damaged line is named where it stands.
    return undefined
  }
}
