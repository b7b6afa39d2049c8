import { closeSync, fstatSync, readSync } from 'node:fs'
import { openForeignFile } from './foreign-file.ts'

/**
 * How far a growing file was read. `check` is a hash of the content before the offset, of a long file in samples: it
 * tells a file that was rewritten in place from one that only grew.
 */
export type Mark = { inode: number; offset: number; check: string }

/**
 * Whole lines of a file, as bytes; `at` is the file offset of the first. `tooLong` lists lines that were skipped. The
 * bytes are valid until the next piece is asked for.
 */
export type Piece = {
  bytes: Uint8Array
  at: number
  mark: Mark
  restarted: boolean
  tooLong: { at: number; bytes: number }[]
}

/** So many bytes before the offset are checked completely, and so many samples of the content before those. */
const checkedBytes = 4 << 10
const samples = 15
const newline = 10

/**
 * Yields the content behind the mark in pieces of whole lines. A last line without its newline stays unread until it is
 * finished, or `isWhole` answers that it is. Where the file is another one, shorter, or changed before the mark,
 * reading begins anew and the first piece says so. A line longer than `maxLineBytes` is skipped and named. `onRead` is
 * told of every read behind the mark, in bytes. Throws what the file system throws (gone, not readable).
 */
export function* readPieces(
  path: string,
  mark: Mark | undefined,
  {
    pieceBytes = 4 << 20,
    maxLineBytes = 64 << 20,
    isWhole,
    onRead,
  }: {
    pieceBytes?: number
    maxLineBytes?: number
    isWhole?: (line: Uint8Array) => boolean
    onRead?: (bytes: number) => void
  } = {},
): Generator<Piece> {
  const file = openForeignFile(path)
  const lent = lendBuffer()
  try {
    const { ino, size } = fstatSync(file)
    const goesOn =
      mark !== undefined && mark.inode === ino && mark.offset <= size && checkAt(file, mark.offset) === mark.check
    let restarted = mark !== undefined && !goesOn
    let at = goesOn ? mark.offset : 0
    let want = pieceBytes
    let tooLong: Piece['tooLong'] = []
    if (restarted && size === 0)
      yield {
        bytes: new Uint8Array(0),
        at: 0,
        mark: { inode: ino, offset: 0, check: checkAt(file, 0) },
        restarted,
        tooLong,
      }

    while (at < size) {
      const buffer = lent.of(Math.min(want, size - at))
      const got = readFully(file, buffer, at)
      if (got === 0) break
      onRead?.(got)
      const bytes = buffer.subarray(0, got)
      let end = bytes.lastIndexOf(newline) + 1
      if (end === 0 && at + got >= size) {
        if (!isWhole?.(bytes)) break
        end = got
      }
      if (end === 0) {
        if (got < maxLineBytes) {
          want *= 2
          continue
        }
        const next = skipLine(file, at + got, size)
        if (next === undefined) break
        tooLong = [...tooLong, { at, bytes: next - at }]
        at = next
        want = pieceBytes
        continue
      }
      const offset = at + end
      yield {
        bytes: bytes.subarray(0, end),
        at,
        mark: { inode: ino, offset, check: checkAt(file, offset, { bytes, at }) },
        restarted,
        tooLong,
      }
      restarted = false
      tooLong = []
      at = offset
      want = pieceBytes
    }
    if (tooLong.length > 0)
      yield {
        bytes: new Uint8Array(0),
        at,
        mark: { inode: ino, offset: at, check: checkAt(file, at) },
        restarted,
        tooLong,
      }
  } finally {
    lent.back()
    closeSync(file)
  }
}

/** Memory that was used before is faster than new memory, so one buffer is reused for every file. */
let spare: Uint8Array | undefined

const maxSpareBytes = 4 << 20
const smallestBytes = 64 << 10

function lendBuffer() {
  let own = spare
  spare = undefined
  return {
    of(bytes: number) {
      if (!own || own.length < bytes) own = new Uint8Array(Math.max(bytes, smallestBytes))
      return own.subarray(0, bytes)
    },
    back() {
      if (own && own.length <= maxSpareBytes) spare = own
    },
  }
}

/** Releases the buffer that is kept for the next file. */
export function dropSpareBuffer() {
  spare = undefined
}

/** Calls back for each line with its bounds, newline excluded; empty lines are left out. */
export function eachLine(bytes: Uint8Array, found: (start: number, end: number) => void) {
  for (let start = 0; start < bytes.length; ) {
    let end = bytes.indexOf(newline, start)
    if (end === -1) end = bytes.length
    if (end > start) found(start, end)
    start = end + 1
  }
}

function readFully(file: number, buffer: Uint8Array, at: number) {
  let got = 0
  while (got < buffer.length) {
    const count = readSync(file, buffer, got, buffer.length - got, at + got)
    if (count === 0) break
    got += count
  }
  return got
}

/** The check of a file up to an offset, to tell whether it begins like another; undefined where it is shorter or gone. */
export function checkOf(path: string, offset: number): string | undefined {
  let file: number
  try {
    file = openForeignFile(path)
  } catch {
    // It is gone since it was listed, or closed to us: it is nobody's copy.
    return undefined
  }
  try {
    return fstatSync(file).size < offset ? undefined : checkAt(file, offset)
  } finally {
    closeSync(file)
  }
}

/** The check of a file up to an offset. What of it is in memory already is not read again. */
function checkAt(file: number, offset: number, held?: { bytes: Uint8Array; at: number }) {
  const parts = Math.min(samples + 1, Math.ceil(offset / checkedBytes))
  const buffer = new Uint8Array(parts * checkedBytes)
  let got = 0
  const take = (at: number, length: number) => {
    const from = held ? at - held.at : -1
    if (held && from >= 0 && from + length <= held.bytes.length) {
      buffer.set(held.bytes.subarray(from, from + length), got)
      got += length
    } else got += readFully(file, buffer.subarray(got, got + length), at)
  }
  for (let part = 1; part < parts; part++)
    take(Math.floor(((part - 1) * (offset - checkedBytes)) / (parts - 1)), checkedBytes)
  // The last sample ends at the offset; it is the whole of a short file.
  const rest = Math.min(checkedBytes, offset)
  take(offset - rest, rest)
  return Bun.hash(buffer.subarray(0, got)).toString(36)
}

/** The offset behind the next newline from `at` on; undefined when there is none yet. */
function skipLine(file: number, at: number, size: number) {
  const buffer = new Uint8Array(1 << 20)
  for (let from = at; from < size; ) {
    const got = readFully(file, buffer.subarray(0, Math.min(buffer.length, size - from)), from)
    if (got === 0) return undefined
    const end = buffer.subarray(0, got).indexOf(newline)
    if (end !== -1) return from + end + 1
    from += got
  }
  return undefined
}
