import type { Permit } from '../audit/action-gate.ts'
import type { SessionOffer } from '../facts/session-act.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Session } from '../sessions/session.ts'
import { isActive } from '../sessions/state.ts'
import type { ActRecord } from './act-record.ts'
import { type Again, actedSession, type CarryOut, type SessionRunner } from './carry-out.ts'
import type { StopOutcome } from './stop-outcome.ts'

type Deps = {
  carryOut: CarryOut
  runner: SessionRunner
  newRecord: (session: Session, kind: 'interrupt' | 'end', who: string) => ActRecord
  nameOf: (session: Session) => string
  sleep?: ((ms: number) => Promise<void>) | undefined
  /** How often a session that goes on is told again, in ms. */
  tellAgainMs?: number | undefined
  /** The answer comes after so long, whatever has not been seen by then. */
  answerWithinMs?: number | undefined
}

/** Tells a runtime once more to stop, as an act of its own on record. */
type TellAgain = (session: Session, record: ActRecord) => Promise<void>

/**
 * How long a session is told again to stop, in ms. A gateway runs a few turns at a time and has the others wait: one that
 * waits cannot be stopped before it begins, and on a slow machine the last of twenty begins minutes later.
 */
const stillWithinMs = 300_000

const usualAgainMs = 3_000

/**
 * A turn that was still being prepared may begin after it was told to stop, and is told again while it is not seen to
 * stand still. Nothing but stopping is repeated: stopped twice is stopped once.
 */
export function stopAgain({ kind }: ActRecord, tell: () => Promise<void>, everyMs = usualAgainMs): Again | undefined {
  if (kind !== 'interrupt') return undefined
  return {
    everyMs,
    // What has nothing to stop any more has stopped.
    tell: () =>
      tell().then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Refusal)) throw error
          return error.details.notRunning === true
        },
      ),
  }
}

/** Runtimes whose sub-agents run in the process of the session that began them. */
const inParent = new Set<string>(['claude-code', 'gemini', 'opencode'])

/**
 * Stops sessions, all at once: each is interrupted where its runtime can do that, and else its process is ended. What is
 * not seen to stand still within the time is said to be on its way, and watched on.
 */
export function createStopSeveral({
  carryOut,
  runner,
  newRecord,
  nameOf,
  sleep = Bun.sleep,
  answerWithinMs = 1_700,
  tellAgainMs = usualAgainMs,
}: Deps) {
  return async (permit: Permit, sessions: Session[], who: string, tellAgain?: TellAgain): Promise<StopOutcome[]> => {
    const said = (session: Session, outcome: StopOutcome['outcome'], note: string | null): StopOutcome => ({
      sessionId: session.id,
      name: nameOf(session),
      outcome,
      note,
    })
    const parents = new Set(sessions.map(({ id }) => id))
    const carriedBy = ({ runtime, kind, parentId }: Session) =>
      kind === 'subagent' && inParent.has(runtime) && parentId !== null && parents.has(parentId) ? parentId : null

    const own = sessions.filter((session) => carriedBy(session) === null)
    const offers = await runner.offer(own.map(actedSession))
    const asks = own.map((session, index) => ({
      session,
      kind: stopKindOf(session, offers[index]!),
      offer: offers[index]!,
    }))
    const records = new Map(
      asks.flatMap(({ session, kind }) =>
        kind === null ? [] : [[session.id, newRecord(session, kind, who)] as const],
      ),
    )
    if (records.size > 0) carryOut.put(...records.values())
    const late = sleep(answerWithinMs)
    /** Why a session could not be told yet, by its id. */
    const unreached = new Map<string, string>()

    const outcomes = await Promise.all(
      asks.map(async ({ session, offer }) => {
        const record = records.get(session.id)
        if (!record)
          return isActive(session.state)
            ? said(session, 'not-stopped', whereElse(offer))
            : said(session, 'not-running', null)
        const stopping = stopOne(permit, record, session, tellAgain, (why) => unreached.set(session.id, why)).then(
          (note) => said(session, 'stopped', note),
          (error: unknown) => said(session, 'not-stopped', error instanceof Refusal ? error.message : 'It failed.'),
        )
        return Promise.race([
          stopping,
          late.then(() => {
            const why = unreached.get(session.id)
            const told = why === undefined ? 'It was told to stop, and is watched' : `${why} It is told again`
            return said(session, 'asked', `${told} until it stands still.`)
          }),
        ])
      }),
    )
    const byId = new Map(outcomes.map((one) => [one.sessionId, one]))
    const outcomeOf = (session: Session): StopOutcome => {
      const parent = carriedBy(session)
      const found = byId.get(parent ?? session.id)
      if (!found && parent !== null) return outcomeOf({ ...session, ...sessions.find(({ id }) => id === parent)! })
      return parent === null
        ? found!
        : said(session, found!.outcome, 'It runs inside the session that began it, and shares its end.')
    }
    return sessions.map((session) => ({ ...outcomeOf(session), sessionId: session.id, name: nameOf(session) }))
  }

  async function stopOne(
    permit: Permit,
    record: ActRecord,
    session: Session,
    tellAgain: TellAgain | undefined,
    onUnreached: (why: string) => void,
  ): Promise<string | null> {
    const again = tellAgain && stopAgain(record, () => tellAgain(session, record), tellAgainMs)
    const sent = await carryOut.send(permit, record, session, { tellsAgain: again !== undefined })
    if (sent.unreached !== null) onUnreached(sent.unreached)
    return (await carryOut.follow(sent, session.runtime, again && { withinMs: stillWithinMs, again })).note
  }
}

/** How a session is stopped; null where it cannot be, or has nothing to stop: an idle process is left alone. */
function stopKindOf({ state }: Session, { acts }: SessionOffer): 'interrupt' | 'end' | null {
  if (acts.includes('interrupt')) return 'interrupt'
  return acts.includes('end') && isActive(state) ? 'end' : null
}

const whereElse = ({ note, resume }: SessionOffer) =>
  note ?? (resume === null ? 'It cannot be stopped from here.' : 'It can only be stopped in its own terminal.')
