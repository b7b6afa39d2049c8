import type { ActionGate, Permit } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import type { SessionAct, SessionActKind, SessionOffer } from '../facts/session-act.ts'
import type { Reader } from '../lib/json.ts'
import { oneLine } from '../lib/plain-text.ts'
import { redact } from '../lib/redact.ts'
import { Refusal } from '../lib/refusal.ts'
import type { SessionReads } from '../sessions/reads.ts'
import type { Session } from '../sessions/session.ts'
import { type ActRecord, again, carriesWords, ended, isOver, type ShownAct, shownAct } from './act-record.ts'
import { actById, actsOfSession, latestActs } from './act-rows.ts'
import { actionWords } from './act-words.ts'
import { actedSession, type CarryOutDeps, createCarryOut } from './carry-out.ts'
import { confirmationFor, confirmationForSeveral } from './confirmation.ts'
import type { StopOutcome } from './stop-outcome.ts'
import { createStopSeveral, stopAgain } from './stop-several.ts'
import { createStopTargets, type StopTarget, sessionsInOrder } from './stop-target.ts'

export type Steering = ReturnType<typeof createSteering>

type Deps = CarryOutDeps & {
  gate: ActionGate
  reader: Pick<Reader<SessionReads>, 'sessionsOf' | 'sessionIdOfKey' | 'listSessions'>
  /** The last message of a person in a session, whole; rejects with a Refusal where it cannot be had. */
  lastMessage: (sessionId: string) => Promise<string>
  agentName: (agentId: string) => string
  newId?: () => string
  answerWithinMs?: number
  /** How often a session that goes on is told again to stop, in ms. */
  tellAgainMs?: number
}

const shownActs = 20

/**
 * What a person does to sessions, each through the gate and on record. Words are on the disk before they are sent, and
 * nothing counts as done because a runtime said so: it is looked for. Each function rejects with a Refusal that says what is so.
 */
export function createSteering(deps: Deps) {
  const { store, now, gate, reader, runner, lastMessage, agentName, newId = () => crypto.randomUUID() } = deps
  const carryOut = createCarryOut(deps)
  const nameOf = ({ agentId, title }: Session) =>
    title === null ? agentName(agentId) : `${agentName(agentId)}: ${oneLine(redact(title)).slice(0, 120)}`
  const newRecord = (session: Session, kind: SessionActKind, who: string, text: string | null = null): ActRecord => ({
    id: newId(),
    sessionId: session.id,
    kind,
    text,
    who,
    askedAt: now(),
    state: 'kept',
    endedAt: null,
    note: null,
    newKey: null,
    before: beforeOf(session),
  })
  const stopSeveral = createStopSeveral({
    carryOut,
    runner,
    newRecord,
    nameOf,
    sleep: deps.sleep,
    answerWithinMs: deps.answerWithinMs,
    tellAgainMs: deps.tellAgainMs,
  })

  const sessionsOf = (ids: string[]) => sessionsInOrder(reader, ids)

  async function sessionOf(id: string): Promise<Session> {
    const [session] = await sessionsOf([id])
    if (!session) throw new Refusal('not-found', 'There is no session with that id.')
    return session
  }

  const offerFor = async (session: Session): Promise<SessionOffer> => (await runner.offer([actedSession(session)]))[0]!

  const targets = createStopTargets(reader)

  const tellAgain = (caller: Caller) => async (session: Session, record: ActRecord) => {
    await gate.pass({
      caller,
      action: 'stop again',
      target: nameOf(session),
      needs: 'operator',
      perform: (permit) => runner.act(permit, actedSession(session), { kind: record.kind, text: null }, record.id),
    })
  }

  return {
    /** What can be done to a session just now, and what was asked of it lately. Throws a Refusal where there is no such session. */
    async offer(id: string): Promise<{ offer: SessionOffer; acts: ShownAct[] }> {
      const session = await sessionOf(id)
      return { offer: await offerFor(session), acts: actsOfSession(store, id, shownActs).map(shownAct) }
    },

    /** What was asked of all sessions lately. */
    acts: (limit: number): ShownAct[] => latestActs(store, limit).map(shownAct),

    /**
     * Does something to a session on behalf of a person, and resolves once it is seen to be true. `resend` names words that
     * did not arrive, which are sent again.
     */
    async act(caller: Caller, id: string, act: SessionAct, given?: string, resend?: string): Promise<ShownAct> {
      const session = await sessionOf(id)
      const offer = await offerFor(session)
      const before = resend === undefined ? undefined : actById(store, resend)
      const ask = confirmationFor(act.kind, { session, name: nameOf(session) }, offer)
      const { record } = await gate.pass({
        caller,
        action: actionWords[act.kind],
        target: nameOf(session),
        needs: 'operator',
        confirm: ask && { given, ask },
        async perform(permit) {
          if (resend !== undefined && (before?.sessionId !== id || before.state === 'done' || !isOver(before)))
            throw new Refusal('conflict', 'Those words have arrived, or are on their way.')
          const text = act.kind === 'retry' && act.text === null ? await lastMessage(id) : act.text
          const record = before
            ? again(before, text, caller.name, beforeOf(session), now())
            : newRecord(session, act.kind, caller.name, text)
          carryOut.put(record)
          return carryOut.send(permit, record, session)
        },
        watch: async (sent) => {
          await carryOut.follow(sent, session.runtime, {
            again: stopAgain(sent.record, () => tellAgain(caller)(session, sent.record)),
          })
        },
      })
      return shownAct(actById(store, record.id) ?? record)
    },

    /** Gives up words that did not arrive. */
    async discard(caller: Caller, actId: string): Promise<ShownAct> {
      const record = actById(store, actId)
      if (!record || record.text === null || !isOver(record) || !carriesWords(record.kind))
        throw new Refusal('not-found', 'There are no such words.')
      return gate.pass({
        caller,
        action: 'discard words that did not arrive',
        target: await sessionOf(record.sessionId).then(nameOf, () => record.sessionId),
        needs: 'operator',
        perform() {
          const after = ended({ ...record, text: null }, 'not-done', 'Discarded.', now())
          carryOut.put(after)
          return shownAct(after)
        },
      })
    },

    /** Stops sessions on behalf of a person, with a question that lists them all. */
    async stop(
      caller: Caller,
      target: StopTarget,
      given?: string,
    ): Promise<{ outcomes: StopOutcome[]; tookMs: number }> {
      const sessions = await targets(target)
      const began = now()
      if (sessions.length === 0) return { outcomes: [], tookMs: 0 }
      return gate.pass({
        caller,
        action: 'stop',
        target: 'all' in target ? `everything: ${sessions.length} sessions` : listOf(sessions.map(nameOf)),
        needs: 'operator',
        confirm: {
          given,
          ask: confirmationForSeveral(
            'stop',
            sessions.map((session) => ({ session, name: nameOf(session) })),
          ),
        },
        async perform(permit) {
          const outcomes = await stopSeveral(permit, sessions, caller.name, tellAgain(caller))
          return { outcomes, tookMs: Math.max(0, now() - began) }
        },
      })
    },

    /** Archives or deletes several sessions at their gateways. */
    async several(
      caller: Caller,
      kind: 'archive' | 'delete',
      ids: string[],
      given?: string,
    ): Promise<{ outcomes: { sessionId: string; name: string; isDone: boolean; note: string | null }[] }> {
      const sessions = await sessionsOf(ids)
      if (sessions.length === 0) throw new Refusal('not-found', 'There are no such sessions.')
      const named = sessions.map((session) => ({ session, name: nameOf(session) }))
      return gate.pass({
        caller,
        action: actionWords[kind].replace(/session$/, 'sessions'),
        target: listOf(named.map(({ name }) => name)),
        needs: 'operator',
        confirm: { given, ask: confirmationForSeveral(kind, named) },
        async perform(permit) {
          const records = sessions.map((session) => newRecord(session, kind, caller.name))
          carryOut.put(...records)
          const outcomes = []
          // One after the other: a gateway takes seconds for one, and is not to be held up by all of them at once.
          for (const [index, { session, name }] of named.entries()) {
            const error = await carryOut
              .send(permit, records[index]!, session)
              .then((sent) => carryOut.follow(sent, session.runtime))
              .then(
                () => undefined,
                (error: unknown) => error,
              )
            const note = error === undefined ? null : error instanceof Refusal ? error.message : 'It failed.'
            outcomes.push({ sessionId: session.id, name, isDone: note === null, note })
          }
          if (outcomes.every(({ isDone }) => !isDone)) throw new Refusal('conflict', outcomes[0]!.note!, { outcomes })
          return { outcomes }
        },
      })
    },

    /**
     * Stops sessions for a caller that has passed the gate itself, as a breaker does. One outcome for each session that is
     * known, in the order of the ids, within two seconds; `why` stands on record beside who asked.
     */
    async stopSessions(
      ids: string[],
      { permit, who }: { permit: Permit; who: { name: string; id: string } },
      why: string,
    ): Promise<StopOutcome[]> {
      permit.check()
      return stopSeveral(permit, await sessionsOf(ids), `${who.name} (${why})`)
    },

    /** Settles what the end of this program left open. Sessions have to be readable by then. */
    start: () => void carryOut.settle().catch(deps.onError),
    close: carryOut.stop,
  }
}

const beforeOf = ({ state, lastAt, current, contextPercent }: Session) => ({ state, lastAt, current, contextPercent })

const listOf = (names: string[]) =>
  names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ')
