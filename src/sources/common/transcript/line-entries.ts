import { closeSync, fstatSync, readSync } from 'node:fs'
import { openForeignFile } from '../../../lib/foreign-file.ts'
import type { Entries, StoredEntry } from './entries.ts'

/** Bytes that are read piece by piece. */
type Bytes = { size: number; at(from: number, to: number): Buffer; close(): void }

const blockBytes = 256 << 10
/** A longer line is named, not read. No runtime is known to write one of more than 4 MiB. */
const maxLineBytes = 16 << 20
const newline = 10

/** The lines of a file that may still grow. A last line without its newline waits until it is whole. */
export function entriesOfFile(path: string): Entries & { checkAt(position: number): string } {
  const file = openForeignFile(path)
  const { size } = fstatSync(file)
  const bytes: Bytes = {
    size,
    at(from, to) {
      const buffer = Buffer.allocUnsafe(to - from)
      let got = 0
      while (got < buffer.length) {
        const count = readSync(file, buffer, got, buffer.length - got, from + got)
        if (count === 0) break
        got += count
      }
      return buffer.subarray(0, got)
    },
    close: () => closeSync(file),
  }
  return {
    ...entriesOf(bytes),
    /** A hash of the bytes before a position: tells a file that grew from one that was rewritten in place. */
    checkAt: (position) =>
      position > size ? '' : Bun.hash(bytes.at(Math.max(0, position - 64), position)).toString(36),
  }
}

/** The lines of a whole text in memory. */
export function entriesOfText(text: Uint8Array): Entries {
  const whole = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  const ended = whole.at(-1) === newline || whole.length === 0 ? whole : Buffer.concat([whole, Buffer.from('\n')])
  return entriesOf({ size: ended.length, at: (from, to) => ended.subarray(from, to), close() {} })
}

function entriesOf(bytes: Bytes): Entries {
  let end: number | undefined
  return {
    get end() {
      end ??= lastNewlineBefore(bytes, bytes.size) + 1
      return end
    },
    close: bytes.close,

    startOf(position) {
      return position >= this.end ? this.end : lastNewlineBefore(bytes, position) + 1
    },

    *backwards(before) {
      let lineEnd = Math.min(before, this.end)
      // `tail` are the bytes from `at` up to the end of the line whose beginning is searched.
      let at = lineEnd
      let tail = Buffer.alloc(0)
      let searched = 0
      let step = blockBytes
      while (lineEnd > 0) {
        // The newline that ends this line itself is not the one that ends the line before.
        const found = tail.length < 2 ? -1 : tail.lastIndexOf(newline, tail.length - 2 - searched)
        if (found !== -1 || at === 0) {
          const start = at + found + 1
          yield lineFrom(tail.subarray(found + 1), start, lineEnd)
          tail = tail.subarray(0, found + 1)
          lineEnd = start
          searched = 0
          step = blockBytes
          continue
        }
        if (tail.length > maxLineBytes) {
          const start = lastNewlineBefore(bytes, at) + 1
          yield tooLong(start, lineEnd)
          at = start
          lineEnd = start
          tail = Buffer.alloc(0)
          searched = 0
          step = blockBytes
          continue
        }
        const from = Math.max(0, at - step)
        searched = Math.max(0, tail.length - 1)
        tail = Buffer.concat([bytes.at(from, at), tail])
        at = from
        step *= 2
      }
    },

    *forwards(from) {
      const last = this.end
      let at = from
      let step = blockBytes
      while (at < last) {
        const block = bytes.at(at, Math.min(last, at + step))
        if (block.length === 0) return
        let start = 0
        for (let found = block.indexOf(newline); found !== -1; found = block.indexOf(newline, start)) {
          yield lineFrom(block.subarray(start, found + 1), at + start, at + found + 1)
          start = found + 1
        }
        if (start === 0) {
          if (step <= maxLineBytes) {
            step *= 2
            continue
          }
          const next = firstNewlineFrom(bytes, at + block.length) + 1
          yield tooLong(at, next)
          start = next - at
        }
        at += start
        step = blockBytes
      }
    },
  }
}

function lineFrom(line: Buffer, start: number, end: number): StoredEntry {
  return line.length > maxLineBytes ? tooLong(start, end) : { start, end, text: line.toString('utf8').trim() }
}

const tooLong = (start: number, end: number): StoredEntry => ({
  start,
  end,
  reason: `an entry of ${Math.round((end - start) / 1e6)} MB is too long to be shown`,
})

/** The position of the last newline before another; -1 for none. */
function lastNewlineBefore(bytes: Bytes, position: number): number {
  for (let to = position; to > 0; ) {
    const from = Math.max(0, to - blockBytes)
    const found = bytes.at(from, to).lastIndexOf(newline)
    if (found !== -1) return from + found
    to = from
  }
  return -1
}

/** The position of the next newline; that of the last byte for none. */
function firstNewlineFrom(bytes: Bytes, position: number): number {
  for (let from = position; from < bytes.size; from += blockBytes) {
    const found = bytes.at(from, Math.min(bytes.size, from + blockBytes)).indexOf(newline)
    if (found !== -1) return from + found
  }
  return bytes.size - 1
}
