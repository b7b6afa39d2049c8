import { diffWordsWithSpace } from 'diff'

/** A line of a diff as it is shown: its numbers before and after, and its text with what changed within the line. */
export type DiffRow = {
  kind: 'same' | 'removed' | 'added'
  oldLine: number | null
  newLine: number | null
  runs: { text: string; isChanged: boolean }[]
}

type Hunk = { oldStart: number | null; newStart: number | null; lines: string[] }

/** Longer lines, and longer runs of changed lines, are compared as whole lines. */
const maxComparedLength = 400
const maxComparedLines = 24
/** Two lines are the same line changed where they share at least this part of their letters. */
const leastShared = 0.4

/** The rows of a hunk, of whose lines each begins with ` `, `-` or `+`. Each line that went is compared with the line that came for it. */
export function diffRowsOf({ oldStart, newStart, lines }: Hunk): DiffRow[] {
  let [oldLine, newLine] = [oldStart, newStart]
  const next = (line: number | null) => (line === null ? null : line + 1)
  const rows: DiffRow[] = []
  let removed: DiffRow[] = []
  let added: DiffRow[] = []
  const compare = () => {
    markChanges(removed, added)
    removed = []
    added = []
  }
  for (const line of lines) {
    const [sign, text] = [line[0], line.slice(1)]
    const runs = [{ text, isChanged: false }]
    if (sign === '-') {
      if (added.length > 0) compare()
      const row: DiffRow = { kind: 'removed', oldLine, newLine: null, runs }
      removed.push(row)
      rows.push(row)
      oldLine = next(oldLine)
    } else if (sign === '+') {
      const row: DiffRow = { kind: 'added', oldLine: null, newLine, runs }
      added.push(row)
      rows.push(row)
      newLine = next(newLine)
    } else {
      compare()
      rows.push({ kind: 'same', oldLine, newLine, runs })
      oldLine = next(oldLine)
      newLine = next(newLine)
    }
  }
  compare()
  return rows
}

function markChanges(removed: DiffRow[], added: DiffRow[]) {
  if (removed.length * added.length === 0 || removed.length + added.length > maxComparedLines) return
  const left = [...added]
  for (const before of removed) {
    const text = textOf(before)
    if (text.length > maxComparedLength) continue
    const best = left
      .filter((after) => textOf(after).length <= maxComparedLength)
      .map((after) => ({ after, ...compared(text, textOf(after)) }))
      .toSorted((a, b) => b.shared - a.shared)[0]
    if (!best || best.shared < leastShared) continue
    left.splice(left.indexOf(best.after), 1)
    before.runs = best.before
    best.after.runs = best.now
  }
}

const textOf = ({ runs }: DiffRow) => runs.map(({ text }) => text).join('')

function compared(before: string, after: string) {
  const parts = diffWordsWithSpace(before, after)
  const same = parts.filter((part) => !part.added && !part.removed && part.value.trim() !== '')
  const shared = same.reduce((sum, { value }) => sum + value.trim().length, 0)
  const runs = (kind: 'added' | 'removed') =>
    parts
      .filter((part) => part[kind] || (!part.added && !part.removed))
      .map((part) => ({ text: part.value, isChanged: part[kind] }))
  return {
    shared: shared / Math.max(1, before.trim().length, after.trim().length),
    before: runs('removed'),
    now: runs('added'),
  }
}
