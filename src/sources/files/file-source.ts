import { readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { eachLine, type Mark, readPieces } from '../../lib/tail.ts'
import type { Fact, Runtime } from '../../live/fact.ts'
import type {
  Batch,
  CursorOf,
  Finding,
  Progress,
  Source,
  SourceReport,
  SourceState,
  Unread,
} from '../../live/source.ts'
import { watchFolders } from './watch-folders.ts'

/** Where a file lies: its path, and its path from the folder in which the runtime keeps such files. */
export type Place = { path: string; root: string; inside: string }

/** What a line comes to; `reason` says why nobody can read it. */
export type Taken = { facts: Fact[] } | { reason: string }

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
  mend: string
  isTranscript(inside: string): boolean
  begin(place: Place): Thread
  /** A line that holds none of these, and is neither among the first nor the last, is not even parsed. */
  marks: string[]
  /** Takes one parsed line, `at` its offset; what it learns for later it writes into `thread`. Never throws. */
  take(line: Record<string, unknown>, thread: Thread, place: Place, at: number): Taken
  /** What the lines so far say of the session and its agent. */
  conclude(thread: Thread, place: Place): Fact[]
}

type Cursor<Thread> = { mark: Mark; thread: Thread }

/** So many lines at the beginning and at the end of what is new are always parsed: they name the session and say how it stands. */
const firstLines = 8
const lastLines = 16
/** The system has so many watches to give; beyond them the slow poll looks. */
const mostWatched = 2_000
const mostDepth = 8

type Portion = Pick<Batch, 'unit' | 'facts' | 'cursor' | 'unread'>

/** Transcripts in files of lines as a source: each file is read once and then from where it was left. */
export function createFileSource<Thread extends object>(dialect: Dialect<Thread>): Source {
  const { runtime, roots } = dialect
  const findings = new Map<string, Finding>()
  const signatures = new Map<string, string>()
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
    const dirty = folders.takeDirty()
    const before = listed
    listed = new Map()
    for (const root of roots) list(root, dirty, before, 0)
    const newestFirst = [...listed].sort(([, a], [, b]) => (b?.at ?? 0) - (a?.at ?? 0)).map(([folder]) => folder)
    folders.attend([...newestFirst.slice(0, mostWatched), ...awaited()])

    const found = roots.flatMap(filesIn)
    transcripts = found.length
    const work = found.filter(({ place }) => isNew(place.path)).sort((a, b) => b.at - a.at)
    const progress: Progress = {
      files: work.length,
      filesDone: 0,
      bytes: work.reduce((sum, { bytes }) => sum + bytes, 0),
      bytesDone: 0,
    }
    for (const { place, bytes } of work) {
      if (signal.aborted) return
      try {
        for (const portion of readTranscript(dialect, place, cursorOf(place.path))) {
          yield { ...portion, progress }
          if (signal.aborted) return
        }
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

  /** Lists a folder and those below it; one in which nothing was heard of is as it was. */
  function list(folder: string, dirty: Set<string> | 'everything', before: Map<string, Listing | null>, depth: number) {
    if (listed.has(folder) || depth > mostDepth) return
    const known = before.get(folder)
    const listing = known && dirty !== 'everything' && !dirty.has(folder) ? known : listingOf(folder)
    // A folder that is not there is none; one that may not be listed is said.
    if (listing === undefined) return
    listed.set(folder, listing)
    for (const below of listing?.folders ?? []) list(join(folder, below), dirty, before, depth + 1)
  }

  /** Folders that do not exist yet are waited for in the nearest one that does. */
  function awaited(): string[] {
    return roots.flatMap((root) => {
      if (listed.has(root)) return []
      const above = join(root, '..')
      return statOf(above) ? [above] : []
    })
  }

  function filesIn(root: string): { place: Place; bytes: number; at: number }[] {
    return [...listed].flatMap(([folder, listing]) => {
      if (folder !== root && !folder.startsWith(root + sep)) return []
      return (listing?.files ?? []).flatMap((file) => {
        const path = join(folder, file)
        const inside = relative(root, path)
        if (!dialect.isTranscript(inside)) return []
        const stat = statOf(path)
        return stat ? [{ place: { path, root, inside }, bytes: stat.size, at: stat.mtimeMs }] : []
      })
    })
  }

  /** A file that did not change since this program last looked at it has nothing to say. */
  function isNew(path: string) {
    const stat = statOf(path)
    const signature = stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : ''
    if (signatures.get(path) === signature) return false
    signatures.set(path, signature)
    return true
  }

  function noteFailure(path: string, error: unknown) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT') return
    signatures.delete(path)
    const denied = code === 'EACCES' || code === 'EPERM'
    findings.set(path, {
      level: 'error',
      code: denied ? 'not-readable' : 'broken',
      message: denied ? `${short(path)} may not be read by this user.` : `${short(path)} cannot be read: ${message}.`,
      mend: denied ? `Start Wheelhouse as the user who runs ${dialect.name}.` : 'The rest is shown.',
    })
  }

  function settle() {
    for (const [path, { code }] of findings)
      if (path.includes(sep) && (statOf(path) === undefined || (code === 'not-readable' && listed.get(path))))
        findings.delete(path)
    for (const [folder, listing] of listed) if (!listing) noteFailure(folder, { code: 'EACCES', message: '' })
    if (listed.size === 0) {
      state = 'absent'
      detail = `looked in ${roots.map(short).join(', ') || 'no folder'}`
      findings.set('absent', {
        level: 'info',
        code: 'not-found',
        message:
          roots.length === 0
            ? `${dialect.name} is switched off.`
            : `No ${dialect.name} at ${roots.map(short).join(', ')}.`,
        mend: dialect.mend,
      })
      return
    }
    findings.delete('absent')
    state = [...findings.values()].some(({ level }) => level === 'error') ? 'trouble' : 'ok'
    const there = roots.filter((root) => listed.has(root)).map(short)
    detail = `${transcripts} ${transcripts === 1 ? 'transcript' : 'transcripts'} in ${there.join(', ')}`
  }

  return {
    runtime,
    read,
    watch: folders.watch,
    report: (): SourceReport => ({ runtime, state, detail, findings: [...findings.values()] }),
    transcript: (_cursorOf, sessionId) =>
      sessionId.startsWith(`${runtime}.`)
        ? { kind: 'missing', reason: `What a transcript of ${dialect.name} says is not read yet, only what it cost.` }
        : undefined,
  }
}

/** Reads what lies behind the cursor in one file. Throws only what opening the file throws. */
export function* readTranscript<Thread extends object>(
  dialect: Dialect<Thread>,
  place: Place,
  kept: unknown,
): Generator<Portion> {
  const cursor = kept as Cursor<Thread> | undefined
  let thread = structuredClone(cursor?.thread ?? dialect.begin(place))
  for (const piece of readPieces(place.path, cursor?.mark)) {
    if (piece.restarted) thread = dialect.begin(place)
    const { facts, unread } = takeLines(dialect, piece.bytes, piece.at, thread, place)
    for (const { at, bytes } of piece.tooLong)
      unread.push({
        unit: place.path,
        where: `byte ${at}`,
        reason: `a line of ${Math.round(bytes / 1e6)} MB is too long`,
      })
    facts.push(...dialect.conclude(thread, place))
    yield {
      unit: place.path,
      facts,
      cursor: { mark: piece.mark, thread: structuredClone(thread) } satisfies Cursor<Thread>,
      unread,
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
  eachLine(bytes, (start, end) => bounds.push([start, end]))
  const searches = marks.map((mark) => search(buffer, mark))

  bounds.forEach(([start, end], number) => {
    const isMarked = searches.map((isIn) => isIn(start, end)).some(Boolean)
    const cannotRead = (reason: string) => {
      unread.push({ unit: place.path, where: `byte ${at + start}`, reason })
    }
    if (!isMarked && number >= firstLines && number < bounds.length - lastLines) {
      if (!looksWhole(buffer, start, end)) cannotRead('not a JSON object')
      return
    }
    const line = parsed(buffer.toString('utf8', start, end))
    const taken = typeof line === 'string' ? { reason: line } : take(line, thread, place, at + start)
    if ('reason' in taken) cannotRead(taken.reason)
    else facts.push(...taken.facts)
  })
  return { facts, unread }
}

/** Whether a mark lies in a line; lines are asked for in order, and the bytes are gone through once. */
function search(buffer: Buffer, mark: string) {
  const bytes = Buffer.from(mark)
  let next = buffer.indexOf(bytes)
  return (start: number, end: number) => {
    if (next !== -1 && next < start) next = buffer.indexOf(bytes, start)
    return next !== -1 && next < end
  }
}

/** The object in a line, or why there is none. */
function parsed(text: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'not a JSON object'
  } catch (error) {
    return (error as Error).message.slice(0, 160)
  }
}

/** An opening brace, and a closing one with a carriage return behind it at most. */
const looksWhole = (buffer: Buffer, start: number, end: number) =>
  buffer[start] === 0x7b && (buffer[end - 1] === 0x7d || (buffer[end - 1] === 0x0d && buffer[end - 2] === 0x7d))

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

function statOf(path: string) {
  try {
    return statSync(path)
  } catch {
    // Gone between listing and looking; the next pass sees what is there then.
    return undefined
  }
}

/** A path as its owner knows it. */
function short(path: string) {
  const inside = relative(homedir(), path)
  return inside.startsWith('..') || inside.startsWith(sep) ? path : join('~', inside)
}
