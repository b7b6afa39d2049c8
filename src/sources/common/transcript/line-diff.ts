import { structuredPatch } from 'diff'
import type { DiffHunk, FileChange } from '../../../facts/tool-action.ts'

/** What a change came to in lines; `hunks` are bounded, and `truncated` says when they are only the beginning. */
export type LineDiff = Pick<FileChange, 'added' | 'removed' | 'hunks' | 'truncated'>

/** So many lines of one change are kept; nobody reads more of them at once. */
const maxLines = 2_000
/** So many lines are compared, and so many differences are looked for: the work grows with their square. */
const maxCompared = 20_000
const maxEdits = 300
const context = 3

/** A change of which nothing is known. */
export const noLines: LineDiff = { added: null, removed: null, hunks: [], truncated: false }

/**
 * The lines in which two texts differ. The work is bounded: where there is too much of it, the lines between the common
 * beginning and the common end are shown as taken out and put in, `truncated`, and how many really changed is unknown.
 * The first line is number 1 where the texts are whole files; the numbers of parts of one nobody knows.
 */
export function diffOfTexts(before: string, after: string, isWhole = false): LineDiff {
  const [old, now] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let same = 0
  while (same < Math.min(old.length, now.length) - start && old.at(-1 - same) === now.at(-1 - same)) same++
  const from = Math.max(0, start - context)
  const to = (lines: string[]) => Math.min(lines.length, lines.length - same + context)
  const [removed, added] = [old.slice(start, old.length - same), now.slice(start, now.length - same)]
  const patch =
    added.length + removed.length > maxCompared || haveNothingInCommon(removed, added)
      ? undefined
      : structuredPatch('', '', textOf(old.slice(from, to(old))), textOf(now.slice(from, to(now))), '', '', {
          context,
          maxEditLength: maxEdits,
        })
  const hunks = patch?.hunks.map(({ oldStart, newStart, lines }) => ({
    oldStart: oldStart + from,
    newStart: newStart + from,
    lines,
  })) ?? [
    {
      oldStart: from + 1,
      newStart: from + 1,
      lines: [
        ...old.slice(from, start).map((line) => ` ${line}`),
        ...removed.slice(0, maxLines).map((line) => `-${line}`),
        ...added.slice(0, maxLines).map((line) => `+${line}`),
        ...old.slice(old.length - same, to(old)).map((line) => ` ${line}`),
      ],
    },
  ]
  const isExact = patch !== undefined || haveNothingInCommon(removed, added)
  const diff = bounded(added.length + removed.length === 0 ? [] : hunks)
  return {
    added: patch ? diff.added : isExact ? added.length : null,
    removed: patch ? diff.removed : isExact ? removed.length : null,
    hunks: isWhole ? diff.hunks : diff.hunks.map(({ lines }) => ({ oldStart: null, newStart: null, lines })),
    truncated: diff.truncated || !isExact || added.length > maxLines || removed.length > maxLines,
  }
}

const textOf = (lines: string[]) => lines.join('\n') + (lines.length > 0 ? '\n' : '')

/** Then all of the one went and all of the other came, and nothing has to be compared. */
function haveNothingInCommon(one: string[], other: string[]) {
  if (one.length === 0 || other.length === 0) return true
  const lines = new Set(one)
  return !other.some((line) => lines.has(line))
}

/** A text that is written where nothing was known to be: every line of it came, and how many went is not known. */
export function writtenLines(content: string, removed: number | null): LineDiff {
  const count = countLines(content)
  if (count === 0) return { ...noLines, added: 0, removed }
  const shown = firstLines(content, Math.min(count, maxLines)).map((line) => `+${line}`)
  return {
    added: count,
    removed,
    hunks: [{ oldStart: null, newStart: 1, lines: shown }],
    truncated: count > maxLines,
  }
}

/** The hunks of a diff in the unified format, whatever stands around them. */
export function hunksOfDiff(diff: string): LineDiff {
  const hunks: DiffHunk[] = []
  let hunk: DiffHunk | undefined
  let [oldLeft, newLeft] = [0, 0]
  for (const line of linesOf(diff)) {
    const [, oldStart, oldLines = '1', newStart, newLines = '1'] =
      line.startsWith('@@') && oldLeft <= 0 && newLeft <= 0
        ? (/^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/.exec(line) ?? [])
        : []
    if (oldStart !== undefined) {
      hunk = { oldStart: Number(oldStart), newStart: Number(newStart), lines: [] }
      hunks.push(hunk)
      oldLeft = Number(oldLines)
      newLeft = Number(newLines)
      continue
    }
    if (!hunk || (oldLeft <= 0 && newLeft <= 0)) continue
    const sign = line[0] ?? ' '
    if (sign !== '+' && sign !== '-' && sign !== ' ') continue
    if (sign !== '+') oldLeft--
    if (sign !== '-') newLeft--
    hunk.lines.push(line === '' ? ' ' : line)
  }
  return bounded(hunks)
}

/** Hunks as they were given, counted and bounded. */
export function bounded(hunks: DiffHunk[]): LineDiff {
  const kept: DiffHunk[] = []
  let [added, removed, count] = [0, 0, 0]
  for (const { oldStart, newStart, lines } of hunks) {
    // What says that a file has no line break at its end is no line.
    const own = lines.filter((line) => !line.startsWith('\\'))
    for (const line of own) {
      if (line.startsWith('+')) added++
      else if (line.startsWith('-')) removed++
    }
    if (count < maxLines && own.length > 0) kept.push({ oldStart, newStart, lines: own.slice(0, maxLines - count) })
    count += own.length
  }
  return { added, removed, hunks: kept, truncated: count > maxLines }
}

/** The lines of a text; the end of the last one begins no other. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** How many lines a text has, without taking it apart. */
function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return text === '' || text.endsWith('\n') ? count : count + 1
}

function firstLines(text: string, count: number): string[] {
  const lines: string[] = []
  for (let at = 0; lines.length < count; ) {
    const end = text.indexOf('\n', at)
    lines.push(text.slice(at, end === -1 ? undefined : end))
    if (end === -1) break
    at = end + 1
  }
  return lines
}
