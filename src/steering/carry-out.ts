import type { Permit } from '../audit/action-gate.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { ActedSession, ActTaken, SessionAct, SessionOffer } from '../facts/session-act.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { Refusal } from '../lib/refusal.ts'
import type { SessionReads } from '../sessions/reads.ts'
import type { Session } from '../sessions/session.ts'
import type { Store } from '../store/store.ts'
import { type ActRecord, cameTrue, ended, isOver, keptWords, recovered, shownAct } from './act-record.ts'
import { openActs, putActs } from './act-rows.ts'
import { notSeenWords } from './act-words.ts'
import type { SteeringEvent } from './events.ts'

/** What acts on sessions at their runtimes. */
export type SessionRunner = {
  /** What can be done to each of these sessions just now, in their order. */
  offer: (sessions: ActedSession[]) => Promise<SessionOffer[]>
  /** Resolves once the runtime has taken it; rejects with a Refusal where it has not. */
  act: (permit: Permit, session: ActedSession, act: SessionAct, id: string) => Promise<ActTaken>
}

export type CarryOutDeps = {
  /** wheelhouse.sqlite. */
  store: Store
  now: () => number
  publish: (event: SteeringEvent) => unknown
  reader: Pick<Reader<SessionReads>, 'sessionsOf' | 'sessionIdOfKey'>
  runner: SessionRunner
  onError: (error: unknown) => void
  sleep?: (ms: number) => Promise<void>
  /** How long an act may take until it is seen, in ms. */
  seenWithinMs?: number
}

const lookEveryMs = 100
/** A session whose context is being compacted, as its gateway says it. */
const compacting = 'makes room in its context'

/**
 * Telling the runtime the same once more while it is not seen to be true; resolves with whether it answered. `everyMs` is a
 * multiple of 100.
 */
export type Again = { everyMs: number; tell(): Promise<boolean> }

/** A runtime that took longer than this to answer may not have been seen meanwhile, in ms. */
const slowAnswerMs = 2_000

/** An act as a runtime took it, whether that answered promptly, and why it could not be reached. */
type Sent = { record: ActRecord; taken: ActTaken; isPrompt: boolean; unreached: string | null }

export type CarryOut = ReturnType<typeof createCarryOut>

/**
 * Carries acts out, one at a time: written down, sent, and watched until it is seen that they came true. What was sent
 * is never sent again by itself; what a kill left open is watched on at the next start.
 */
export function createCarryOut({
  store,
  now,
  publish,
  reader,
  runner,
  onError,
  sleep = Bun.sleep,
  seenWithinMs = 30_000,
}: CarryOutDeps) {
  let isStopped = false

  function put(...records: ActRecord[]) {
    putActs(store, records)
    publish({ kind: 'session-acts.changed', acts: records.map(shownAct) })
  }

  /** The end of an act that has happened: where it cannot be written, it is settled at the next start. */
  function putEnd(record: ActRecord): ActRecord {
    try {
      put(record)
    } catch (error) {
      onError(error)
    }
    return record
  }

  async function seen(record: ActRecord, runtime: Runtime) {
    const [session] = fromJson(await reader.sessionsOf({ ids: [record.sessionId] }))
    const idOf = async (key: string | null) =>
      key === null ? null : fromJson(await reader.sessionIdOfKey({ runtime, key }))
    const owner = record.kind === 'reset' ? await idOf(session?.key ?? null) : null
    const isNewThere = record.kind === 'spawn' && (await idOf(record.newKey)) !== null
    return { session, isReplaced: owner !== null && owner !== record.sessionId, isNewThere }
  }

  /**
   * Looks until an act is seen to be true; false where it never was within the time. What is seen of a runtime that did not
   * answer promptly may be old: it counts once it has answered when told again.
   */
  async function isSeen(
    record: ActRecord,
    runtime: Runtime,
    withinMs: number,
    again?: Again,
    isPrompt = true,
  ): Promise<boolean> {
    let isTelling = false
    let isBelieved = isPrompt || again === undefined
    for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
      const isTrue = cameTrue(record, await seen(record, runtime))
      if (isTrue && isBelieved) return true
      if (waitedMs >= withinMs || isStopped) return false
      if (again && !isTelling && waitedMs > 0 && waitedMs % again.everyMs === 0) {
        // A runtime that is slow to answer, or fails to, does not end the watching.
        isTelling = true
        void tellAgain(again).then((hasAnswered) => {
          isTelling = false
          isBelieved = hasAnswered
        })
      }
      await sleep(lookEveryMs)
    }
  }

  /** Whether a runtime answered promptly when it was told again. */
  async function tellAgain({ tell }: Again): Promise<boolean> {
    const toldAt = performance.now()
    try {
      return (await tell()) && performance.now() - toldAt < slowAnswerMs
    } catch (error) {
      onError(error)
      return false
    }
  }

  /**
   * Sends a record that is kept, and returns it as it was taken. Throws the Refusal of the runtime once that is written;
   * with `tellsAgain`, one that cannot be reached just now will be told again.
   */
  async function send(
    permit: Permit,
    record: ActRecord,
    session: Session,
    { tellsAgain = false }: { tellsAgain?: boolean } = {},
  ): Promise<Sent> {
    const going: ActRecord = { ...record, state: 'going' }
    const sentAt = performance.now()
    put(going)
    const isMessage = record.kind === 'send' || record.kind === 'steer' || record.kind === 'retry'
    try {
      if (isMessage && session.reason === compacting)
        throw new Refusal('conflict', 'The session was compacting. Try again when it is done.')
      const taken = await runner.act(permit, actedSession(session), { kind: record.kind, text: record.text }, record.id)
      return {
        record: { ...going, newKey: taken.newKey },
        taken,
        isPrompt: performance.now() - sentAt < slowAnswerMs,
        unreached: null,
      }
    } catch (error) {
      if (error instanceof Refusal && error.details.notRunning && !isMessage) {
        const note = error.message
        // A gateway knows nothing of a turn that it still prepares: it is over once it is seen to stand still.
        const taken = { newKey: null, isSeen: record.kind !== 'interrupt', note }
        return { record: going, taken, isPrompt: true, unreached: null }
      }
      if (tellsAgain && error instanceof Refusal && error.code === 'unavailable')
        return {
          record: going,
          taken: { newKey: null, isSeen: false, note: null },
          isPrompt: false,
          unreached: error.message,
        }
      const maybe = !(error instanceof Refusal) || error.details.maybeDone === true
      const why = error instanceof Refusal ? error.message : 'The thread that talks to the runtimes has ended.'
      const note = `${why}${keptWords(record.kind)}`
      putEnd(ended(going, maybe ? 'unknown' : 'not-done', note, now()))
      throw new Refusal(error instanceof Refusal ? error.code : 'unavailable', note, {
        act: record.id,
        ...(error instanceof Refusal && error.details),
      })
    }
  }

  /** Watches what was taken until it is seen to be true. Throws a Refusal where it is not within the time. */
  async function follow(
    { record, taken, isPrompt, unreached }: Sent,
    runtime: Runtime,
    { withinMs = seenWithinMs, again }: { withinMs?: number; again?: Again | undefined } = {},
  ): Promise<ActRecord> {
    if (taken.isSeen || (await isSeen(record, runtime, withinMs, again, isPrompt)))
      return putEnd(ended(record, 'done', taken.note, now()))
    const why = unreached === null ? 'It was taken, and' : `${unreached} It was told again since, and`
    const note = `${why} ${notSeenWords[record.kind]} after ${Math.round(withinMs / 1_000)} s. Look before trying again.`
    putEnd(ended(record, 'unknown', note, now()))
    throw new Refusal('unavailable', note, { act: record.id })
  }

  return {
    put,
    send,
    follow,

    /** Settles what the end of this program left open: nothing is sent again. */
    async settle() {
      const left = openActs(store).map((record) => recovered(record, now()))
      const over = left.filter(isOver)
      if (over.length > 0) put(...over)
      const going = left.filter((record) => !isOver(record))
      if (going.length === 0) return
      const sessions = new Map(
        fromJson(await reader.sessionsOf({ ids: [...new Set(going.map(({ sessionId }) => sessionId))] })).map((one) => [
          one.id,
          one,
        ]),
      )
      await Promise.all(
        going.map(async (record) => {
          const runtime = sessions.get(record.sessionId)?.runtime
          // What needs the answer that was lost cannot be seen: which session was made, whether a queue took the words.
          const isKnown = runtime !== undefined && record.kind !== 'spawn'
          if (isKnown && (await isSeen(record, runtime, seenWithinMs))) putEnd(ended(record, 'done', null, now()))
          else if (!isStopped)
            putEnd(
              ended(
                record,
                'unknown',
                `Wheelhouse ended while it was on its way; it may have been done. Look before trying again.${keptWords(record.kind)}`,
                now(),
              ),
            )
        }),
      )
    },

    stop() {
      isStopped = true
    },
  }
}

export const actedSession = ({ id, runtime, agentId, key, projectPath }: Session): ActedSession => ({
  id,
  runtime,
  agentId,
  key,
  folder: projectPath,
})
