import type { Fact } from '../../facts/fact.ts'
import type { Unread, Work } from '../../facts/source.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { skipTopCompiler } from '../../lib/skip-top-compiler.ts'
import { type Mark, readPieces } from '../../lib/tail.ts'
import type { Dialect, Place, Skimmed } from './dialect.ts'
import { statOf } from './paths.ts'
import { type FileLook, type Portion, settleMs } from './unit.ts'

/** How far a file was read, and what its lines have said so far. */
export type FileCursor<State> = {
  mark: Mark
  state: State
  /** How the file looked when it had been read to its end: one that looks the same is not opened again. */
  seen?: string
}

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
  look: FileLook,
  stored: unknown,
  now: number,
  work: Work,
): Generator<Portion | 'unfinished'> {
  const unit = place.path
  const cursor = stored as FileCursor<State> | undefined
  const isSeen = cursor?.seen === look.fingerprint
  if (isSeen && !dialect.settle) return
  // Fields that an older version did not store have their first values.
  let state = { ...dialect.begin(place), ...(cursor && structuredClone(cursor.state)) }
  let mark = cursor?.mark
  // What is written just now may be written again before the clock of the file system ticks.
  const isOld = now - look.at > settleMs
  /** The look of the file, where a mark is its end. */
  const seenAt = ({ offset }: Mark) => (isOld && offset === look.size ? { seen: look.fingerprint } : {})
  if (dialect.whole?.is(place.inside)) {
    yield* readWhole(dialect.whole, dialect, place, mark, state, now, work)
    return
  }
  const count = (bytes: number) => {
    work.bytes += bytes
  }
  // A cursor that was yielded is somebody else's: whoever reads on reads on with a copy.
  let isYielded = false
  if (!isSeen) work.opened++
  for (const piece of isSeen
    ? []
    : readPieces(unit, mark, { isWhole: (line) => isWholeLine(line, work), onRead: count })) {
    if (piece.restarted) state = dialect.begin(place)
    else if (isYielded) state = structuredClone(state)
    const { facts, unread } = takeLines(dialect, piece.bytes, piece.at, state, place, work)
    for (const { at, bytes } of piece.tooLong)
      unread.push({ unit, where: `byte ${at}`, reason: `a line of ${Math.round(bytes / 1e6)} MB is too long` })
    facts.push(...dialect.conclude(state, place))
    mark = piece.mark
    isYielded = true
    yield { unit, facts, cursor: { mark, state, ...seenAt(mark) } satisfies FileCursor<State>, unread }
  }
  if (!mark || !dialect.settle) return
  if (isYielded) state = structuredClone(state)
  const settled = dialect.settle(state, place, now)
  if (settled === 'later') yield 'unfinished'
  else if (settled.length > 0)
    yield { unit, facts: settled, cursor: { mark, state, ...seenAt(mark) } satisfies FileCursor<State>, unread: [] }
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
  { marks, usual, skim, take, isKnown }: Dialect<State>,
  bytes: Uint8Array,
  at: number,
  state: State,
  place: Place,
  work: Work,
) {
  const facts: Fact[] = []
  const unread: Unread[] = []
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bounds = boundsIn(buffer)
  const lines = bounds.length / 2
  const isMarked = markedAmong(bounds, buffer, marks, usual)
  const lastMarked = isMarked.lastIndexOf(1)
  const isShort = lines <= shortLines
  const cannotRead = (start: number, reason: string) => {
    unread.push({ unit: place.path, where: `byte ${at + start}`, reason })
  }

  /** `short` is the text without what need not be looked at. What is no object without it is read as a whole. */
  function read(start: number, end: number, short?: string) {
    let line = short === undefined ? '' : parse(short, work)
    if (typeof line === 'string') line = parse(buffer.toString('utf8', start, end), work)
    if (typeof line === 'string') return cannotRead(start, line)
    try {
      const taken = take(line, state, place, at + start)
      if ('reason' in taken) cannotRead(start, taken.reason)
      if (taken.facts) for (const fact of taken.facts) facts.push(fact)
    } catch (error) {
      cannotRead(start, shortReason(error))
    }
  }

  /** The best line so far of an answer that may go on. */
  let held: { start: number; end: number; skimmed: Skimmed } | undefined
  function release() {
    if (held) read(held.start, held.end, held.skimmed.text)
    held = undefined
  }

  for (let number = 0; number < lines; number++) {
    const start = bounds[2 * number]!
    const end = bounds[2 * number + 1]!
    const left = lines - number
    const isNearEnd = left <= lastLines || (number > lastMarked && left <= maxLastLines)
    const isInside = !isShort && !isNearEnd && (number >= firstLines || isKnown?.(state) === true)
    if (isInside && isMarked[number] === 0) {
      if (!looksWhole(buffer, start, end)) cannotRead(start, 'not a JSON object')
      continue
    }
    const skimmed = isInside && left > maxLastLines ? skim?.(buffer, start, end) : undefined
    if (skimmed && held && isSameAnswer(held.skimmed, skimmed)) {
      if (isBetter(skimmed, held.skimmed)) held = { start, end, skimmed }
      continue
    }
    release()
    if (skimmed) held = { start, end, skimmed }
    else read(start, end)
  }
  release()
  return { facts, unread }
}

const isSameAnswer = ({ same: a }: Skimmed, { same: b }: Skimmed) =>
  a !== undefined && b !== undefined && a.every((part, number) => part === b[number])

const isBetter = (one: Skimmed, other: Skimmed) =>
  one.tokens > other.tokens || (one.tokens === other.tokens && one.isWhole && !other.isWhole)

/** Where each line begins and ends that is not empty, without the blanks around it: two numbers a line. */
function boundsIn(buffer: Buffer): number[] {
  const bounds: number[] = []
  for (let from = 0; from < buffer.length; ) {
    let to = buffer.indexOf(newline, from)
    if (to === -1) to = buffer.length
    if (looksWhole(buffer, from, to)) bounds.push(from, to)
    else {
      const [start, end] = trimmed(buffer, from, to)
      if (end > start) bounds.push(start, end)
    }
    from = to + 1
  }
  return bounds
}

/** For each line 1 where one of the marks lies in it. The bytes are searched once for each mark that may lie anywhere. */
function markedAmong(
  bounds: number[],
  buffer: Buffer,
  marks: string[],
  usual: { start: string; marks: string[] } | undefined,
): Uint8Array {
  const isMarked = new Uint8Array(bounds.length / 2)
  const everywhere = usual?.marks ?? marks
  if (usual !== undefined)
    for (let number = 0; number < isMarked.length; number++) {
      const start = bounds[2 * number]!
      if (beginsWith(buffer, start, usual.start)) continue
      // The others are few: each is searched for all marks.
      const line = buffer.subarray(start, bounds[2 * number + 1]!)
      if (marks.some((mark) => line.includes(mark))) isMarked[number] = 1
    }
  for (const mark of everywhere) {
    const bytes = Buffer.from(mark)
    let number = 0
    for (let at = buffer.indexOf(bytes); at !== -1; ) {
      while (number < isMarked.length && bounds[2 * number + 1]! <= at) number++
      if (number === isMarked.length) break
      if (at >= bounds[2 * number]!) isMarked[number] = 1
      // One mark in a line is enough: the search goes on behind it.
      at = buffer.indexOf(bytes, Math.max(bounds[2 * number + 1]!, at + 1))
    }
  }
  return isMarked
}

function beginsWith(buffer: Buffer, start: number, text: string) {
  for (let at = 0; at < text.length; at++) if (buffer[start + at] !== text.charCodeAt(at)) return false
  return true
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

const newline = 0x0a
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

skipTopCompiler(takeLines)
