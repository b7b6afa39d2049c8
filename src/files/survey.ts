import type { Runtime } from '../facts/runtimes.ts'
import type { Batch } from '../facts/source.ts'
import type { FileEvent } from './events.ts'

/** What a session that is written again waits, so that what it writes in one go is read in one go. */
const settleMs = 2_000
/** So long the survey rests between two sessions of the past: it never takes more than a part of a core. */
const restMs = 50
const retryMs = 5_000
const maxQueued = 100_000

/** Facts of one session behind what is known of it; `isDone` where they reach to its end. Null where it has no text. */
export type Touches = { runtime: Runtime; batch: Batch; isDone: boolean } | null

/** How many sessions of the past are looked through, and how many of them were. */
export type SurveyProgress = { sessions: number; done: number }

type Deps = {
  readTouches: (sessionId: string, signal?: AbortSignal) => Promise<Touches>
  keep: (runtime: Runtime, batch: Batch) => Promise<void>
  /** The ids of sessions that were active since a time (ms), the last active first. */
  sessionsSince: (since: number) => Promise<string[]>
  publish: (event: Extract<FileEvent, { kind: 'files.changed' }>) => unknown
  onError: (error: unknown) => void
}

export type Survey = ReturnType<typeof createSurvey>

/**
 * Has transcripts looked through for what they did to files: those that are being written, soon after they were, and
 * older ones once somebody asks for them. One session at a time; what is written now goes first.
 */
export function createSurvey({ readTouches, keep, sessionsSince, publish, onError }: Deps) {
  const live = new Map<string, number>()
  let past: string[] = []
  const queued = new Set<string>()
  let lookedBackTo = Number.POSITIVE_INFINITY
  let done = 0
  /** Resolves once it is known which sessions are to be looked through. */
  let finding: Promise<void> = Promise.resolve()
  let isStopped = false
  let wake = () => {}
  const stopping = new AbortController()

  const progress = (): SurveyProgress => ({ sessions: queued.size, done })

  function next(): { id: string; isLive: boolean } | 'later' | undefined {
    const now = performance.now()
    for (const [id, at] of live)
      if (now - at >= settleMs) {
        live.delete(id)
        return { id, isLive: true }
      }
    const id = past.pop()
    if (id !== undefined) return { id, isLive: false }
    return live.size > 0 ? 'later' : undefined
  }

  async function run() {
    while (!isStopped) {
      const one = next()
      if (one === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      if (one === 'later') {
        await Bun.sleep(settleMs / 4)
        continue
      }
      try {
        await look(one.id)
        if (!one.isLive) done++
        publish({ kind: 'files.changed', sessionId: one.id, survey: progress() })
      } catch (error) {
        if (isStopped) return
        // The disk is full, or the thread has failed: it is tried again.
        if (one.isLive) live.set(one.id, performance.now())
        else past.push(one.id)
        onError(error)
        await Bun.sleep(retryMs)
      }
      await Bun.sleep(restMs)
    }
  }

  async function look(id: string) {
    for (;;) {
      const begun = performance.now()
      const found = await readTouches(id, stopping.signal)
      if (!found) return
      if (found.batch.facts.length > 0 || found.batch.cursor !== null) await keep(found.runtime, found.batch)
      if (found.isDone) return
      // A long transcript takes two thirds of a core at most.
      await Bun.sleep((performance.now() - begun) / 2)
    }
  }

  function findPast() {
    const found = sessionsSince(lookedBackTo).then((ids) => {
      const fresh = ids.filter((id) => !queued.has(id)).slice(0, maxQueued)
      for (const id of fresh) queued.add(id)
      // The last active are taken first.
      past = [...past, ...fresh.reverse()]
      wake()
    }, onError)
    finding = finding.then(() => found)
  }

  return {
    progress,

    /** The same, once it is known which sessions were asked for last. */
    async progressSoon() {
      await finding
      return progress()
    },

    /** A session was written. */
    note(sessionId: string) {
      if (!live.has(sessionId)) live.set(sessionId, performance.now())
      wake()
    },

    /** Somebody wants to know about sessions back to a time (ms). */
    lookBack(since: number) {
      if (since >= lookedBackTo - 86_400_000) return
      lookedBackTo = since
      findPast()
    },

    /** Sessions of the past have become known: some may be of the time that somebody wants to know about. */
    lookAgain() {
      if (lookedBackTo < Number.POSITIVE_INFINITY) findPast()
    },

    start: () => void run(),

    stop() {
      isStopped = true
      stopping.abort()
      wake()
    },
  }
}
