import { readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Fact, Runtime } from '../../facts/fact.ts'
import type {
  Batch,
  CursorOf,
  Finding,
  Progress,
  Source,
  SourceReport,
  SourceState,
  Unread,
} from '../../facts/source.ts'
import { isLocalSessionOf } from '../../ids.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { eachLine, type Mark, readPieces } from '../../lib/tail.ts'
import { shortPath, statOf } from './paths.ts'
import { watchFolders } from './watch-folders.ts'

/** Where a file lies: its path, and its path from the folder in which the runtime keeps such files. */
export type Place = { path: string; root: string; inside: string }

/** What a line comes to; `reason` says why nobody can read it. */
export type ParsedLine = { facts: Fact[] } | { reason: string; facts?: Fact[] }

/**
 * How one runtime writes its transcripts. `Thread` is what has to be known of the lines before to understand the next:
 * plain data, kept in the cursor.
 */
export type Dialect<Thread extends object> = {
  runtime: Runtime
  /** As people call it. */
  name: string
  /** Folders in which transcripts may lie, however deep. */
  roots: string[]
  /** What to do if there is nothing where we looked. */
  fix: string
  isTranscript(inside: string): boolean
  begin(place: Place): Thread
  /** A line that holds none of these, and is neither among the first nor the last, is not even parsed. */
  marks: string[]
  /** Takes one parsed line, `at` its offset; what it learns for later it writes into `thread`. Never throws. */
  take(line: Record<string, unknown>, thread: Thread, place: Place, at: number): ParsedLine
  /** What the lines so far say of the session and its agent. */
  conclude(thread: Thread, place: Place): Fact[]
  /** What waited for the next line and waits no more; `later` while it still does. */
  settle?(thread: Thread, place: Place, now: number): Fact[] | 'later'
  /** Files that are written anew as a whole, and what is new in one of them. */
  whole?: {
    is(inside: string): boolean
    take(
      record: Record<string, unknown>,
      thread: Thread,
      place: Place,
    ): { facts: Fact[]; unread: Omit<Unread, 'unit'>[] }
  }
  /** Of all transcripts those to read, where several are copies of one. */
  pick?(places: Place[]): Place[]
  /** What people should know of transcripts that end like this one. */
  concern?: { of(thread: Thread): boolean; finding(transcripts: number): Finding }
}

type Cursor<Thread> = { mark: Mark; thread: Thread }

/** So many lines at the beginning of what is new are always parsed: they name the session. */
const firstLines = 8
/** And so many at its end, or all behind the last one that is marked: they say how it stands. */
const lastLines = 6
const maxLastLines = 16
/** What is no longer than this is parsed as a whole. */
const shortLines = 32
/** The system has so many watches to give; beyond them the slow poll looks. */
const maxWatched = 2_000
const maxDepth = 12
/** Folders that appear while others are listed are listed as well, so many times over. */
const maxRounds = 4
/** What is half-written or may mean two things gets so long to become clear. */
const settleMs = 2_000
/** Larger files that are written as a whole are not read. */
const maxWholeBytes = 128 << 20

type Portion = Pick<Batch, 'unit' | 'facts' | 'cursor' | 'unread'> & {
  /** Set when there is more to be said of the file, though nothing may be added to it. */
  again?: boolean
}

/** Transcripts in files as a source: each is read once and then from where it was left. */
export function createFileSource<Thread extends object>(
  dialect: Dialect<Thread>,
  { now = Date.now }: { now?: () => number } = {},
): Source {
  const { runtime, roots, concern } = dialect
  const findings = new Map<string, Finding>()
  /** How each file looked when it was last read to its end. */
  const signatures = new Map<string, string>()
  /** The transcripts that people should know something of. */
  const concerned = new Set<string>()
  const placesIn = new WeakMap<Listing, Place[]>()
  const folders = watchFolders((problem) => {
    if (problem) findings.set('watch', problem)
    else findings.delete('watch')
  })
  let state: SourceState = 'reading'
  let detail = 'looking for transcripts'
  let transcripts = 0
  /** The files of each folder as it was last listed; null where it could not be. */
  let listed = new Map<string, Listing | null>()

  async function* read(cursorOf: CursorOf, signal: AbortSignal): AsyncGenerator<Batch> {
    const touched = listAll()
    const places = [...listed].flatMap(([folder, listing]) => (listing ? transcriptsIn(folder, listing) : []))
    const picked = dialect.pick?.(places) ?? places
    transcripts = picked.length
    const work = picked
      .flatMap((place) => {
        const stat = touched.has(dirname(place.path)) ? statOf(place.path) : undefined
        if (!stat) return []
        const signature = `${stat.ino} ${stat.size} ${stat.mtimeMs}`
        if (signatures.get(place.path) === signature) return []
        return [{ place, signature, bytes: stat.size, at: stat.mtimeMs }]
      })
      .sort((a, b) => b.at - a.at)
    const progress: Progress = {
      files: work.length,
      filesDone: 0,
      bytes: work.reduce((sum, { bytes }) => sum + bytes, 0),
      bytesDone: 0,
    }
    for (const { place, bytes, signature } of work) {
      if (signal.aborted) return
      try {
        let again = false
        const kept = cursorOf(place.path)
        noteConcern(place.path, kept)
        for (const portion of readTranscript(dialect, place, kept, now())) {
          noteConcern(place.path, portion.cursor)
          if (portion.again) again = true
          const { unit, facts, cursor, unread } = portion
          yield { unit, facts, cursor, unread, progress }
          if (signal.aborted) return
        }
        if (again) folders.lookAgain(dirname(place.path), settleMs)
        else signatures.set(place.path, signature)
        findings.delete(place.path)
      } catch (error) {
        noteFailure(place.path, error)
      }
      progress.filesDone++
      progress.bytesDone += bytes
      yield { unit: `${place.path}#done`, facts: [], cursor: null, unread: [], progress }
    }
    settle()
  }

  /** Lists what may have changed, and watches what is there; the answer names the folders that were looked at anew. */
  function listAll() {
    const touched = new Set<string>()
    let dirty = folders.takeDirty()
    const real = new Set<string>()
    const own = roots.filter((root) => {
      const path = realPathOf(root)
      return !real.has(path) && real.add(path)
    })
    for (let round = 0; round < maxRounds; round++) {
      const before = listed
      listed = new Map()
      for (const root of own) list(root, dirty, before, touched, 0)
      const newestFirst = [...listed].sort(([, a], [, b]) => (b?.at ?? 0) - (a?.at ?? 0)).map(([folder]) => folder)
      // What came into a folder between its listing and its watching has woken nobody.
      const added = folders.attend([...newestFirst.slice(0, maxWatched), ...awaited()])
      if (added.length === 0) break
      dirty = new Set(added)
    }
    return touched
  }

  /** Lists a folder and those below it; one in which nothing was heard of is as it was. */
  function list(
    folder: string,
    dirty: Set<string> | 'everything',
    before: Map<string, Listing | null>,
    touched: Set<string>,
    depth: number,
  ) {
    if (listed.has(folder) || depth > maxDepth) return
    const known = before.get(folder)
    const isKnown = known && dirty !== 'everything' && !dirty.has(folder)
    const listing = isKnown ? known : listingOf(folder)
    // A folder that is not there is none; one that may not be listed is said.
    if (listing === undefined) return
    if (!isKnown) touched.add(folder)
    listed.set(folder, listing)
    for (const below of listing?.folders ?? []) list(join(folder, below), dirty, before, touched, depth + 1)
  }

  /** Folders that do not exist yet are waited for in the nearest one that does. */
  function awaited(): string[] {
    return roots.flatMap((root) => {
      if (listed.has(root)) return []
      let above = dirname(root)
      while (!statOf(above)?.isDirectory() && dirname(above) !== above) above = dirname(above)
      return listed.has(above) ? [] : [above]
    })
  }

  function transcriptsIn(folder: string, listing: Listing): Place[] {
    let places = placesIn.get(listing)
    if (!places) {
      const root = roots.find((root) => folder === root || folder.startsWith(root + sep)) ?? folder
      places = listing.files.flatMap((file) => {
        const path = join(folder, file)
        const inside = relative(root, path)
        return dialect.isTranscript(inside) ? [{ path, root, inside }] : []
      })
      placesIn.set(listing, places)
    }
    return places
  }

  function noteConcern(path: string, cursor: unknown) {
    if (!concern || !cursor) return
    if (concern.of((cursor as Cursor<Thread>).thread)) concerned.add(path)
    else concerned.delete(path)
  }

  function noteFailure(path: string, error: unknown) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT') return
    const denied = code === 'EACCES' || code === 'EPERM'
    findings.set(path, {
      level: 'error',
      code: denied ? 'not-readable' : 'broken',
      message: denied
        ? `${shortPath(path)} may not be read by this user.`
        : `${shortPath(path)} cannot be read: ${message}.`,
      fix: denied ? `Start Wheelhouse as the user who runs ${dialect.name}.` : 'The rest is shown.',
    })
  }

  function settle() {
    for (const [path, { code }] of findings)
      if (path.includes(sep) && (statOf(path) === undefined || (code === 'not-readable' && listed.get(path))))
        findings.delete(path)
    for (const [folder, listing] of listed) if (!listing) noteFailure(folder, { code: 'EACCES', message: '' })
    if (listed.size === 0) {
      state = 'absent'
      detail = `looked in ${roots.map(shortPath).join(', ') || 'no folder'}`
      findings.set('absent', {
        level: 'info',
        code: 'not-found',
        message:
          roots.length === 0
            ? `${dialect.name} is switched off.`
            : `No ${dialect.name} at ${roots.map(shortPath).join(', ')}.`,
        fix: dialect.fix,
      })
      return
    }
    findings.delete('absent')
    if (concerned.size > 0) findings.set('concern', concern!.finding(concerned.size))
    else findings.delete('concern')
    state = [...findings.values()].some(({ level }) => level === 'error') ? 'trouble' : 'ok'
    const there = roots.filter((root) => listed.has(root)).map(shortPath)
    detail = `${transcripts} ${transcripts === 1 ? 'transcript' : 'transcripts'} in ${there.join(', ')}`
  }

  return {
    runtime,
    read,
    watch: folders.watch,
    report: (): SourceReport => ({ runtime, state, detail, findings: [...findings.values()] }),
    transcript: (_cursorOf, sessionId) =>
      isLocalSessionOf(runtime, sessionId)
        ? { kind: 'missing', reason: `What a transcript of ${dialect.name} says is not read yet, only what it cost.` }
        : undefined,
  }
}

/** Reads what lies behind the cursor in one file. Throws only what opening the file throws. */
export function* readTranscript<Thread extends object>(
  dialect: Dialect<Thread>,
  place: Place,
  kept: unknown,
  now = 0,
): Generator<Portion> {
  const unit = place.path
  const cursor = kept as Cursor<Thread> | undefined
  // What an older version did not remember begins anew.
  let thread = { ...dialect.begin(place), ...structuredClone(cursor?.thread) }
  let mark = cursor?.mark
  if (dialect.whole?.is(place.inside)) {
    const portion = readWhole(dialect, place, mark, thread, now)
    if (portion) yield portion
    return
  }
  for (const piece of readPieces(unit, mark, { isWhole })) {
    if (piece.restarted) thread = dialect.begin(place)
    const { facts, unread } = takeLines(dialect, piece.bytes, piece.at, thread, place)
    for (const { at, bytes } of piece.tooLong)
      unread.push({ unit, where: `byte ${at}`, reason: `a line of ${Math.round(bytes / 1e6)} MB is too long` })
    facts.push(...dialect.conclude(thread, place))
    mark = piece.mark
    yield { unit, facts, cursor: { mark, thread: structuredClone(thread) } satisfies Cursor<Thread>, unread }
  }
  const settled = mark && dialect.settle?.(thread, place, now)
  if (settled === 'later') yield { unit, facts: [], cursor: null, unread: [], again: true }
  else if (settled && settled.length > 0)
    yield { unit, facts: settled, cursor: { mark: mark!, thread: structuredClone(thread) }, unread: [] }
}

/** A last line without its newline is whole where it is an object: no beginning of an object is one. */
function isWhole(bytes: Uint8Array) {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [start, end] = trimmed(line, 0, line.length)
  return looksWhole(line, start, end) && typeof parsed(line.toString('utf8', start, end)) !== 'string'
}

/** What is new in a file that is written as a whole. One that is only half there is left for later, while it is young. */
function readWhole<Thread extends object>(
  dialect: Dialect<Thread>,
  place: Place,
  before: Mark | undefined,
  thread: Thread,
  now: number,
): Portion | undefined {
  const unit = place.path
  const bytes = readForeignFile(unit, maxWholeBytes)
  const mark: Mark = { inode: 0, offset: bytes.length, check: Bun.hash(bytes).toString(36) }
  if (before?.check === mark.check && before.offset === mark.offset) return undefined
  const [start, end] = trimmed(bytes, 0, bytes.length)
  const record = parsed(bytes.toString('utf8', start, end))
  if (typeof record === 'string') {
    const isYoung = now - (statOf(unit)?.mtimeMs ?? 0) < settleMs
    if (isYoung && (start === end || bytes[start] === openingBrace))
      return { unit, facts: [], cursor: null, unread: [], again: true }
    const unread = [{ unit, where: 'whole file', reason: start === end ? 'it is empty' : record }]
    return { unit, facts: [], cursor: { mark, thread }, unread }
  }
  try {
    const { facts, unread } = dialect.whole!.take(record, thread, place)
    facts.push(...dialect.conclude(thread, place))
    return { unit, facts, cursor: { mark, thread }, unread: unread.map((one) => ({ unit, ...one })) }
  } catch (error) {
    return {
      unit,
      facts: [],
      cursor: { mark, thread },
      unread: [{ unit, where: 'whole file', reason: inShort(error) }],
    }
  }
}

function takeLines<Thread extends object>(
  { marks, take }: Dialect<Thread>,
  bytes: Uint8Array,
  at: number,
  thread: Thread,
  place: Place,
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
    const isOfTheEnd = left <= lastLines || (number > lastMarked && left <= maxLastLines)
    if (!isShort && !isMarked[number] && number >= firstLines && !isOfTheEnd) {
      if (!looksWhole(buffer, start, end)) cannotRead('not a JSON object')
      return
    }
    const line = parsed(buffer.toString('utf8', start, end))
    if (typeof line === 'string') {
      cannotRead(line)
      return
    }
    try {
      const taken = take(line, thread, place, at + start)
      if ('reason' in taken) cannotRead(taken.reason)
      if (taken.facts) facts.push(...taken.facts)
    } catch (error) {
      cannotRead(inShort(error))
    }
  })
  return { facts, unread }
}

/** For each line whether one of the marks lies in it; the bytes are gone through once for each mark. */
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
      // One is enough: the next is looked for behind this line.
      at = buffer.indexOf(bytes, Math.max(line[1], at + 1))
    }
  }
  return isMarked
}

/** The object in a line, or why there is none. */
function parsed(text: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'not a JSON object'
  } catch (error) {
    return inShort(error)
  }
}

const inShort = (error: unknown) => (error as Error).message.slice(0, 160)

const openingBrace = 0x7b
const closingBrace = 0x7d

const looksWhole = (buffer: Buffer, start: number, end: number) =>
  end > start && buffer[start] === openingBrace && buffer[end - 1] === closingBrace

/** The bounds without blanks around them, and without the mark that some editors begin a file with. */
function trimmed(buffer: Buffer, from: number, to: number): [start: number, end: number] {
  let [start, end] = [from, to]
  if (buffer[start] === 0xef && buffer[start + 1] === 0xbb && buffer[start + 2] === 0xbf) start += 3
  while (start < end && isBlank(buffer[start]!)) start++
  while (end > start && isBlank(buffer[end - 1]!)) end--
  return [start, end]
}

const isBlank = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a

type Listing = { folders: string[]; files: string[]; at: number }

/** Undefined for a folder that is not there, null for one that may not be listed. Links are followed by nobody. */
function listingOf(folder: string): Listing | null | undefined {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return {
      folders: entries.filter((entry) => entry.isDirectory()).map(({ name }) => name),
      files: entries.filter((entry) => entry.isFile()).map(({ name }) => name),
      at: statSync(folder).mtimeMs,
    }
  } catch (error) {
    const { code } = error as { code?: string }
    return code === 'EACCES' || code === 'EPERM' ? null : undefined
  }
}

/** Where a folder really lies; one that is not there lies where its name says. */
function realPathOf(folder: string) {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
