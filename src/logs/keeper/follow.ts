import { bytes as bytesInWords } from '../../lib/format.ts'
import { checkOf, eachLine, type Mark, type Piece, readPieces } from '../../lib/tail.ts'
import { decodeLine, type Utf16, utf16Of } from './decode.ts'
import { createGrouper, type Entry, type OpenEntry } from './group-lines.ts'
import type { FoundFile } from './list-files.ts'
import { readLine } from './read-line.ts'
import { withoutRotation } from './rotated-name.ts'

/**
 * Follows the files of one source through every kind of rotation. A file is known by its inode and by the content before
 * the mark, so that one that was renamed goes on where it was. One that was copied is told by its content:
 *
 *   app.log    ████████▒▒▒        read up to the mark, ▒ was not read yet
 *   app.log.1  ████████▒▒▒        a copy: as long as the original goes on, that one is read and the copy is not
 *   app.log    ░░                 cut off: first the ▒ of the copy is read, then the original from its start
 *
 * What is read and how far goes out together, to be committed together.
 */
export type FileState = {
  key: string
  path: string
  mark: Mark
  /** Marks of what it held before it was begun anew: a copy of that may still come. */
  past: Mark[]
  /** The file that has the same content and is read instead. */
  copyOf: string | null
  encoding: Utf16 | null
  /** The entry to which more lines may come, and when it was read. */
  open: OpenEntry | null
  openSince: number
  lastAt: number | null
  goneAt: number | null
}

/** What was read, with the state of each file that changed by it and the keys of those to forget. */
export type Step = { entries: Entry[]; changed: FileState[]; forgotten: string[] }

const pieceBytes = 1 << 20
const longestLineBytes = 8 << 20
/** A line that does not end is taken in parts of this size. */
const endlessBytes = 256 << 10
/** A last line without a newline is whole once its file was silent for so long. */
const silentMs = 60_000
/** A shorter file is nobody's copy. */
const headBytes = 8
/** More lines may come to an entry for so long. */
export const openMs = 250
/** A file may change twice within one tick of the clock of its disk. */
const tickMs = 100
/** A file that is gone may come back, or leave a copy, for so long. */
const forgetAfterMs = 3_600_000
const maxPast = 3

export function createFollower(saved: readonly FileState[], now: () => number) {
  const states = new Map(saved.map((state) => [state.key, state]))
  /** How files looked when they were read to their end, and when that was. */
  const looks = new Map<string, { look: string; at: number }>()

  const lookOf = ({ path, size, changedAt }: FoundFile) => `${path} ${size} ${changedAt}`
  const isUnchanged = (file: FoundFile) => {
    const seen = looks.get(file.key)
    return seen?.look === lookOf(file) && file.changedAt < seen.at - tickMs
  }

  /** Whether a file still begins with what was read of it. */
  const goesOn = (file: FoundFile | undefined, { mark }: FileState) =>
    file !== undefined && (isUnchanged(file) || checkOf(file.path, mark.offset) === mark.check)

  function* pass(files: readonly FoundFile[]): Generator<Step> {
    const present = new Map(files.map((file) => [file.key, file]))
    const alive = new Set([...states.values()].filter((s) => goesOn(present.get(s.key), s)).map(({ key }) => key))
    const oldestFirst = [...files].sort((a, b) => a.changedAt - b.changedAt)
    const family = (path: string) => {
      const stem = withoutRotation(path)
      return [...states.values()].filter((state) => withoutRotation(state.path) === stem)
    }
    /** Marks of content that no file has any more but its copies. */
    const lostMarks = (path: string) =>
      family(path)
        .flatMap((state) => [...(alive.has(state.key) ? [] : [{ state, mark: state.mark }]), ...pastOf(state)])
        .filter(({ mark }) => mark.offset > 0)
        .sort((a, b) => b.mark.offset - a.mark.offset)
    const plain = new Set([...files, ...states.values()].map(({ path }) => path))
    /** Only a log that has a file of its own name is rotated by copying, and then the copy has another name. */
    const mayBeCopy = ({ path, size }: FoundFile) =>
      size >= headBytes && path !== withoutRotation(path) && plain.has(withoutRotation(path))
    /** The file that goes on and begins with all of this one. */
    const originalOf = (file: FoundFile) =>
      family(file.path).find(({ key, copyOf }) => {
        const other = present.get(key)
        return other && copyOf === null && alive.has(key) && begins(other, file)
      })
    const goneOn: FoundFile[] = []
    const copies: FoundFile[] = []
    const begun: FoundFile[] = []
    const settled: FileState[] = []

    for (const file of oldestFirst) {
      const known = states.get(file.key)
      // An empty file may yet become a copy.
      if (known && known.copyOf === null && known.mark.offset > 0 && alive.has(file.key)) {
        if (known.path !== file.path || known.goneAt !== null) {
          Object.assign(known, { path: file.path, goneAt: null })
          settled.push(known)
        }
        goneOn.push(file)
        continue
      }
      const original = mayBeCopy(file) ? originalOf(file) : undefined
      if (original) {
        if (known?.copyOf !== original.key) settled.push(remember(file, { copyOf: original.key }))
        continue
      }
      const lost = mayBeCopy(file)
        ? lostMarks(file.path).find(
            ({ mark, state }) => state.key !== file.key && checkOf(file.path, mark.offset) === mark.check,
          )
        : undefined
      if (lost) {
        const { state, mark } = lost
        // What is open of it is gone on with in the copy.
        const open = mark === state.mark ? state.open : null
        if (open) state.open = null
        const { encoding, lastAt, openSince } = state
        settled.push(state, remember(file, { mark: { ...mark, inode: file.inode }, encoding, open, openSince, lastAt }))
        copies.push(file)
      } else if (known && known.copyOf !== null && alive.has(file.key) && file.size <= known.mark.offset) {
        // All of it was read in the original, which has gone on beyond it.
        settled.push(Object.assign(known, { copyOf: null, path: file.path }))
      } else {
        // It was taken for a copy and has words of its own.
        if (known?.copyOf) states.delete(file.key)
        begun.push(file)
      }
    }
    // Of several that are new and begin alike, the longest is read.
    const alike = Map.groupBy(
      begun.filter(mayBeTwin),
      ({ path }) => `${withoutRotation(path)} ${checkOf(path, headBytes)}`,
    )
    for (const twins of alike.values())
      for (const file of twins) {
        const original = mayBeCopy(file)
          ? twins.find((other) => begun.includes(other) && begins(other, file))
          : undefined
        if (!original) continue
        begun.splice(begun.indexOf(file), 1)
        settled.push(remember(file, { copyOf: original.key }))
      }
    if (settled.length > 0) yield { entries: takeOrphans(), changed: settled, forgotten: [] }

    for (const file of [...copies, ...goneOn, ...begun]) {
      if (states.get(file.key) && alive.has(file.key) && isUnchanged(file)) continue
      yield* read(file)
    }
    yield* flush(present)
  }

  /** Remembers a file that was not known, or holds something else than it did. */
  function remember(file: FoundFile, more: Partial<FileState>): FileState {
    const before = states.get(file.key)
    const state: FileState = {
      key: file.key,
      path: file.path,
      // A copy of a file that goes on counts as read as far as it goes.
      mark: { inode: file.inode, offset: file.size, check: checkOf(file.path, file.size) ?? '' },
      past: before && before.copyOf === null ? [before.mark, ...before.past].slice(0, maxPast) : (before?.past ?? []),
      copyOf: null,
      encoding: null,
      open: null,
      openSince: 0,
      lastAt: null,
      goneAt: null,
      ...more,
    }
    // The end of what it held before is not lost with it.
    if (before?.open) orphans.push(before.open)
    states.set(file.key, state)
    return state
  }

  const orphans: OpenEntry[] = []
  const takeOrphans = (): Entry[] => orphans.splice(0).map(({ lines: _, bytes: __, ...entry }) => entry)

  /** Reads a file on from its mark, or from its start. */
  function* read(file: FoundFile): Generator<Step> {
    const known = states.get(file.key)
    const isWhole = (rest: Uint8Array) => rest.length >= endlessBytes || now() - file.changedAt > silentMs
    let hasMore = false
    try {
      for (const piece of readPieces(file.path, known?.mark, { pieceBytes, maxLineBytes: longestLineBytes, isWhole })) {
        // Another file lies in its place since it was listed: the next pass looks at both.
        if (piece.mark.inode !== file.inode) return
        const step = take(file, piece)
        hasMore = true
        yield step
      }
    } catch {
      // It is gone, or closed to us, since it was listed: the next pass says so.
      return
    }
    if (!known && !hasMore) yield { entries: [], changed: [remember(file, { mark: emptyMark(file) })], forgotten: [] }
    // A last line that is not whole yet is looked at again.
    const end = states.get(file.key)?.mark.offset ?? 0
    if (end >= file.size) looks.set(file.key, { look: lookOf(file), at: now() })
    else looks.delete(file.key)
  }

  function take(file: FoundFile, { bytes, at, mark, restarted, tooLong }: Piece): Step {
    const before = states.get(file.key)
    const state = before && !restarted ? before : remember(file, { mark })
    const readAt = now()
    if (at === 0) state.encoding = utf16Of(bytes.subarray(0, 64))
    const grouper = createGrouper(state.open, state.lastAt)
    const entries = takeOrphans()
    for (const { bytes: size } of tooLong) {
      const text = `[A line of ${bytesInWords(size, 1000)} was left out.]`
      entries.push(...grouper.add({ at: null, level: 'unknown', text, json: null }, text, readAt))
    }
    eachLine(bytes, (start, end) => {
      const raw = decodeLine(bytes.subarray(start, end), state.encoding)
      if (raw.trim() === '') return
      entries.push(...grouper.add(readLine(raw, readAt), raw, readAt))
    })
    Object.assign(state, { mark, path: file.path, open: grouper.open(), openSince: readAt, lastAt: grouper.lastAt() })
    return { entries, changed: [state], forgotten: [] }
  }

  /** Entries to which nothing has come for a while are whole; files that are gone for long are forgotten. */
  function* flush(present: ReadonlyMap<string, FoundFile>): Generator<Step> {
    const entries = takeOrphans()
    const changed: FileState[] = []
    const forgotten: string[] = []
    const copied = new Set([...states.values()].map(({ copyOf }) => copyOf))
    for (const state of states.values()) {
      const isGone = !present.has(state.key)
      const isOver = isGone || Math.abs(now() - state.openSince) >= openMs
      if (state.open && isOver) {
        const { lines: _, bytes: __, ...entry } = state.open
        entries.push(entry)
        state.open = null
        changed.push(state)
      }
      if (!isGone) continue
      looks.delete(state.key)
      if (state.goneAt === null) {
        state.goneAt = now()
        changed.push(state)
      } else if (now() - state.goneAt > forgetAfterMs && !copied.has(state.key)) {
        states.delete(state.key)
        forgotten.push(state.key)
      }
    }
    if (entries.length + changed.length + forgotten.length > 0) yield { entries, changed, forgotten }
  }

  return {
    pass,
    /** Whether an entry waits for lines that may belong to it. */
    isOpen: () => [...states.values()].some(({ open }) => open !== null),
  }
}

const mayBeTwin = ({ size }: FoundFile) => size >= headBytes

/** Whether a file begins with all of another one. */
function begins(file: FoundFile, other: FoundFile): boolean {
  if (file.key === other.key) return false
  const check = checkOf(other.path, other.size)
  return check !== undefined && check === checkOf(file.path, other.size)
}

const pastOf = (state: FileState) => state.past.map((mark) => ({ state, mark }))

const emptyMark = (file: FoundFile): Mark => ({
  inode: file.inode,
  offset: 0,
  check: checkOf(file.path, 0) ?? '',
})
