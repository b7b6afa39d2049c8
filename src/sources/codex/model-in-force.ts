import { record, word } from '../common/parse-values.ts'
import type { StoredEntry } from '../common/transcript/entries.ts'
import { type Earlier, tooFarBack } from '../common/transcript/part.ts'
import { parsed } from './tool-actions.ts'

/** A turn of more lines than these before an answer does not say its model. */
const maxLookedBack = 20_000
/** So many stretches of lines are remembered; they are few where a transcript is read in order, either way. */
const maxStretches = 64

/** Lines that follow one `turn_context`, from its start to the furthest line for which it was looked up. */
type Stretch = { from: number; to: number; model: string | null }

/**
 * The model that was asked at a line: that of the last `turn_context` before it. An answer does not name it. What was
 * looked up is remembered, so that neither way of reading looks at a line again and again.
 */
export function createModelInForce() {
  const stretches: Stretch[] = []

  return (entry: StoredEntry, earlier: Earlier): string | null => {
    const around = (at: number) => stretches.find(({ from, to }) => from <= at && at <= to)
    const known = around(entry.start)
    if (known) return known.model
    for (const before of earlier(maxLookedBack)) {
      if (before === tooFarBack) return null
      const stretch = around(before.start)
      if (stretch) {
        stretch.to = Math.max(stretch.to, entry.start)
        return stretch.model
      }
      const model = modelIn(before)
      if (model === undefined) continue
      stretches.unshift({ from: before.start, to: entry.start, model })
      stretches.length = Math.min(stretches.length, maxStretches)
      return model
    }
    return null
  }
}

/** The model that a line puts in force; undefined for any other line. */
function modelIn(entry: StoredEntry): string | null | undefined {
  if ('reason' in entry || !entry.text.includes('"turn_context"')) return undefined
  const line = record(parsed(entry.text))
  return line?.type === 'turn_context' ? word(record(line.payload)?.model) : undefined
}
