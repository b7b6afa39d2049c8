import type { Sessions } from '../sessions/sessions.ts'
import type { Store } from '../store/store.ts'
import { hasTouched, outsideWritesSince, sessionsThatRan, wasWrittenBySession } from './read-outside.ts'
import { type OutsideWrite, writeOutside } from './write-outside.ts'

/** A file that changed, at a time (ms), the repository that it lies in, null for none, and whether that changed with it. */
type SeenChange = { path: string; at: number; repository: string | null; isByGit: boolean }

/** What changes so soon before or after a call is of that call. */
const slackMs = 2_000
/** A call whose end is not known may have run for so long. */
const openMs = 10 * 60_000
/** A transcript says what its session did seconds after that was done. */
const patienceMs = 12_000
/** Changes that come closer together, in one repository, are of one moment. */
const momentMs = 2_000
/** Files that go on changing together are judged after this long all the same. */
const longestMomentMs = 60_000
/** So long back, what is learned of calls takes back what was found. */
const takeBackMs = 30 * 60_000
const maxWaiting = 5_000

type Deps = {
  index: Store
  sessions: Pick<Sessions, 'byIds'>
  now: () => number
  /** Something was found, or taken back. */
  changed: () => void
  onError: (error: unknown) => void
  waitMs?: number
}

/**
 * Tells which changes of watched files no session made. A change is judged once transcripts have had time to say what
 * was done, and once more whenever they say something: a session made it where a call of it that names the file ran at
 * that time, or any command in a folder above it.
 */
export function createOutsideWrites({ index, sessions, now, changed, onError, waitMs = patienceMs }: Deps) {
  const rows = writeOutside(index.$client)
  let waiting: SeenChange[] = []
  let timer: Timer | undefined

  function isOfSession({ path, at }: Pick<SeenChange, 'path' | 'at'>): boolean {
    if (wasWrittenBySession(index, { path, at, slackMs, openMs })) return true
    const ran = sessionsThatRan(index, { at, slackMs, openMs })
    return (
      sessions.byIds(ran).some(({ projectPath }) => projectPath !== null && isBelow(path, projectPath)) ||
      hasTouched(index, path, ran)
    )
  }

  function judge() {
    timer = undefined
    try {
      const at = now()
      const found: OutsideWrite[] = []
      const left: SeenChange[] = []
      for (const moment of momentsOf(waiting)) {
        const [first, last] = [moment[0]!, moment.at(-1)!]
        if (at - last.at < waitMs && at - first.at < waitMs + longestMomentMs) {
          left.push(...moment)
          continue
        }
        const outside = moment.filter((one) => !isOfSession(one))
        // Of one file alone nobody can tell: editors ask git for its state whenever they write.
        const isByGit = outside.length > 1 && outside.some((one) => one.isByGit)
        found.push(...outside.map((one) => ({ path: one.path, at: one.at, moment: first.at, isByGit })))
      }
      waiting = left
      if (found.length > 0) {
        rows.keep(found)
        changed()
      }
    } catch (error) {
      onError(error)
    }
    plan()
  }

  function plan() {
    if (waiting.length === 0 || timer) return
    const oldest = Math.min(...waiting.map(({ at }) => at))
    timer = setTimeout(judge, Math.max(waitMs / 4, oldest + waitMs - now()))
  }

  return {
    /** Watched files have changed. */
    saw(changes: readonly SeenChange[]) {
      waiting = [...waiting, ...changes].slice(-maxWaiting)
      plan()
    },

    /** Transcripts have said more of what sessions did. */
    learned() {
      try {
        const own = outsideWritesSince(index, now() - takeBackMs).filter(isOfSession)
        if (own.length === 0) return
        rows.takeBack(own)
        changed()
      } catch (error) {
        onError(error)
      }
    },

    stop() {
      clearTimeout(timer)
      waiting = []
    },
  }
}

/** Changes in the order of time, in groups: those of one repository that follow each other closely. */
export function momentsOf(changes: readonly SeenChange[]): SeenChange[][] {
  const moments: SeenChange[][] = []
  const latest = new Map<string | null, SeenChange[]>()
  for (const change of changes.toSorted((a, b) => a.at - b.at)) {
    const own = latest.get(change.repository)
    if (own && change.at - own.at(-1)!.at <= momentMs) own.push(change)
    else {
      const moment = [change]
      moments.push(moment)
      latest.set(change.repository, moment)
    }
  }
  return moments
}

const isBelow = (path: string, folder: string) => path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
