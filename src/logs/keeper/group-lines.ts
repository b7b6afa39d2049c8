import type { ReadLine } from './read-line.ts'

/** A line with those that belong to it. `at` is that of the line before it where it does not say. */
export type Entry = Omit<ReadLine, 'at'> & { at: number; isDated: boolean }

/** An entry to which more lines may come. */
export type OpenEntry = Entry & { lines: number; bytes: number }

const maxLines = 1_000
const maxChars = 64_000

const indented = /^(?:\s+\S|[}\])]|\.\.\. \d+)/
const stackLine = /^(?:at \S|Caused by: |Suppressed: |During handling of|The above exception|--- End of|\s*\^+$)/
const pythonEnd = /^[\w.]+(?:Error|Exception|Warning|Interrupt|Exit|Group)?(?::|$)/

/** Whether a line goes on with what an entry began. */
export function continues(open: OpenEntry, line: ReadLine, raw: string): boolean {
  if (line.json !== null || open.lines >= maxLines || open.bytes >= maxChars) return false
  if (line.at !== null) return false
  if (indented.test(raw) || stackLine.test(raw)) return true
  if (open.text.includes('Traceback (most recent call last)') && /\n\s+\S.*$/.test(open.text) && pythonEnd.test(raw))
    return true
  // A log that dates its lines says with a line that has no date that it is no line of its own.
  return open.isDated && open.json === null
}

/**
 * Puts lines together into entries, however they arrive. What is still open can be kept and handed in again, so that
 * where a reading ends makes no difference.
 */
export function createGrouper(begun: OpenEntry | null, lastAt: number | null) {
  let open = begun
  let last = lastAt
  return {
    /** Takes a line and answers the entries that are whole by it. */
    add(line: ReadLine, raw: string, readAt: number): Entry[] {
      if (open && continues(open, line, raw)) {
        open.text += `\n${line.text}`
        open.lines++
        open.bytes += line.text.length
        if (open.level === 'unknown') open.level = line.level
        return []
      }
      const whole = flushed()
      const at = line.at ?? last ?? readAt
      last = at
      const entry = { ...line, at, isDated: line.at !== null }
      // An object is whole by itself.
      if (line.json !== null) whole.push(entry)
      else open = { ...entry, lines: 1, bytes: line.text.length }
      return whole
    },
    open: () => open,
    lastAt: () => last,
    flush: flushed,
  }

  function flushed(): Entry[] {
    if (!open) return []
    const { lines: _, bytes: __, ...entry } = open
    open = null
    return [entry]
  }
}
