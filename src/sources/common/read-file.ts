import type { Fact } from '../../facts/fact.ts'
import type { Unread, Work } from '../../facts/source.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { eachLine, type Mark, readPieces } from '../../lib/tail.ts'
import type { Dialect, Place } from './dialect.ts'
import { statOf } from './paths.ts'
import { type Portion, settleMs } from './unit.ts'

/** How far a file was read, and what its lines have said so far. */
export type FileCursor<State> = { mark: Mark; state: State }

/** So many lines at the beginning of what is new are always parsed: they name the session. */
const firstLines = 8
/** So many lines at its end are always parsed, or all behind the last marked one: they say how the session stands. */
const lastLines = 6
const maxLastLines = 16
/** Up to so many new lines are all parsed. */
const shortLines = 32
/** Larger files that are rewritten as a whole are not read. */
const maxWholeBytes = 128 << 20

/** Reads what lies behind the cursor in one file. `now` is in ms. Throws only what opening the file throws. */
export function* readFile<State extends object>(
  dialect: Dialect<State>,
  place: Place,
  stored: unknown,
  now: number,
  work: Work,
): Generator<Portion | 'unfinished'> {
  const unit = place.path
  const cursor = stored as FileCursor<State> | undefined
  // Fields that an older version did not store have their first values.
  let state = { ...dialect.begin(place), ...structuredClone(cursor?.state) }
  let mark = cursor?.mark
  if (dialect.whole?.is(place.inside)) {
    yield* readWhole(dialect.whole, dialect, place, mark, state, now, work)
    return
  }
  const count = (bytes: number) => {
    work.bytes += bytes
  }
  for (const piece of readPieces(unit, mark, { isWhole: (line) => isWholeLine(line, work), onRead: count })) {
    if (piece.restarted) state = dialect.begin(place)
    const { facts, unread } = takeLines(dialect, piece.bytes, piece.at, state, place, work)
    for (const { at, bytes } of piece.tooLong)
      unread.push({ unit, where: `byte ${at}`, reason: `a line of ${Math.round(bytes / 1e6)} MB is too long` })
    facts.push(...dialect.conclude(state, place))
    mark = piece.mark
    yield { unit, facts, cursor: { mark, state: structuredClone(state) } satisfies FileCursor<State>, unread }
  }
  const settled = mark && dialect.settle?.(state, place, now)
  if (settled === 'later') yield 'unfinished'
  else if (mark && settled && settled.length > 0)
    yield {
      unit,
      facts: settled,
      cursor: { mark, state: structuredClone(state) } satisfies FileCursor<State>,
      unread: [],
    }
}

/** A last line without its newline is whole where it is an object: no beginning of an object is one. */
function isWholeLine(bytes: Uint8Array, work: Work) {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [start, end] = trimmed(line, 0, line.length)
  return looksWhole(line, start, end) && typeof parse(line.toString('utf8', start, end), work) !== 'string'
}

/** What is new in a file that is rewritten as a whole. A young file that holds half an object is left for later. */
function* readWhole<State extends object>(
  whole: NonNullable<Dialect<State>['whole']>,
  dialect: Dialect<State>,
  place: Place,
  before: Mark | undefined,
  state: State,
  now: number,
  work: Work,
): Generator<Portion | 'unfinished'> {
  const unit = place.path
  const bytes = readForeignFile(unit, maxWholeBytes)
  work.bytes += bytes.length
  const mark: Mark = { inode: 0, offset: bytes.length, check: Bun.hash(bytes).toString(36) }
  if (before?.check === mark.check && before.offset === mark.offset) return
  const [start, end] = trimmed(bytes, 0, bytes.length)
  const record = parse(bytes.toString('utf8', start, end), work)
  const cannotRead = (reason: string): Portion => ({
    unit,
    facts: [],
    cursor: { mark, state } satisfies FileCursor<State>,
    unread: [{ unit, where: 'whole file', reason }],
  })
  if (typeof record === 'string') {
    const isYoung = now - (statOf(unit)?.mtimeMs ?? 0) < settleMs
    if (isYoung && (start === end || bytes[start] === openingBrace)) yield 'unfinished'
    else yield cannotRead(start === end ? 'it is empty' : record)
    return
  }
  try {
    const { facts, unread } = whole.take(record, state, place)
    facts.push(...dialect.conclude(state, place))
    const cursor: FileCursor<State> = { mark, state }
    yield { unit, facts, cursor, unread: unread.map((one) => ({ unit, ...one })) }
  } catch (error) {
    yield cannotRead(shortReason(error))
  }
}

function takeLines<State extends object>(
  { marks, take }: Dialect<State>,
  bytes: Uint8Array,
  at: number,
  state: State,
  place: Place,
  work: Work,
) {
  const facts: Fact[] = []
  const unread: Unread[] = []
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bounds: [start: number, end: number][] = []
  eachLine(bytes, (from, to) => {
    const [start, end] = trimmed(buffer, from, to)
    if (end > start) bounds.push([start, end])
  })
  const isMarked = markedAmong(bounds, buffer, marks)
  const lastMarked = isMarked.lastIndexOf(true)
  const isShort = bounds.length <= shortLines

  bounds.forEach(([start, end], number) => {
    const cannotRead = (reason: string) => {
      unread.push({ unit: place.path, where: `byte ${at + start}`, reason })
    }
    const left = bounds.length - number
    const isNearEnd = left <= lastLines || (number > lastMarked && left <= maxLastLines)
    if (!isShort && !isMarked[number] && number >= firstLines && !isNearEnd) {
      if (!looksWhole(buffer, start, end)) cannotRead('not a JSON object')
      return
    }
    const line = parse(buffer.toString('utf8', start, end), work)
    if (typeof line === 'string') {
      cannotRead(line)
      return
    }
    try {
      const taken = take(line, state, place, at + start)
      if ('reason' in taken) cannotRead(taken.reason)
      if (taken.facts) facts.push(...taken.facts)
    } catch (error) {
      cannotRead(shortReason(error))
    }
  })
  return { facts, unread }
}

/** For each line whether one of the marks lies in it; the bytes are searched once for each mark. */
function markedAmong(bounds: [start: number, end: number][], buffer: Buffer, marks: string[]): boolean[] {
  const isMarked: boolean[] = new Array(bounds.length).fill(false)
  for (const mark of marks) {
    const bytes = Buffer.from(mark)
    let number = 0
    for (let at = buffer.indexOf(bytes); at !== -1; ) {
      while (number < bounds.length && bounds[number]![1] <= at) number++
      const line = bounds[number]
      if (!line) break
      if (at >= line[0]) isMarked[number] = true
      // One mark in a line is enough: the search goes on behind it.
      at = buffer.indexOf(bytes, Math.max(line[1], at + 1))
    }
  }
  return isMarked
}

/** The object in a text, or the reason why there is none. */
function parse(text: string, work: Work): Record<string, unknown> | string {
  work.entries++
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'not a JSON object'
  } catch (error) {
    return shortReason(error)
  }
}

const shortReason = (error: unknown) => (error as Error).message.slice(0, 160)

const openingBrace = 0x7b
const closingBrace = 0x7d

const looksWhole = (buffer: Buffer, start: number, end: number) =>
  end > start && buffer[start] === openingBrace && buffer[end - 1] === closingBrace

/** The bounds without the blanks around them, and without the byte order mark at the beginning of some files. */
function trimmed(buffer: Buffer, from: number, to: number): [start: number, end: number] {
  let [start, end] = [from, to]
  if (buffer[start] === 0xef && buffer[start + 1] === 0xbb && buffer[start + 2] === 0xbf) start += 3
  while (start < end && isBlank(buffer[start]!)) start++
  while (end > start && isBlank(buffer[end - 1]!)) end--
  return [start, end]
}

const isBlank = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a
