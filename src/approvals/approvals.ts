import type { Permit } from '../audit/action-gate.ts'
import {
  type ApprovalAnswer,
  type ApprovalLimits,
  type ApprovalRequest,
  type ApprovalRuntime,
  type ApprovalStatement,
  approvalSettings,
  type TakingPart,
} from '../facts/approval.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { agentIdOfSession, makeAgentId } from '../ids.ts'
import { redact } from '../lib/redact.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import {
  type Approval,
  type ApprovalRecord,
  claimed,
  type Decider,
  delivered,
  ended,
  isOpen,
  notTaken,
  recovered,
  seen,
  type TakingPartState,
  vanished,
} from './approval.ts'
import {
  approvalById,
  approvalsBetween,
  countByDecider,
  type EndedPage,
  endedApprovals,
  firstAskedAt,
  openApprovals,
  putApprovals,
  putSetting,
  settingRows,
  trimApprovals,
} from './approval-rows.ts'
import type { ApprovalEvent } from './events.ts'
import { risksOf } from './risks.ts'

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  now: () => number
  publish: (event: ApprovalEvent) => unknown
  /** Gives an answer to the runtime, and resolves once it has taken it. */
  answer: (permit: Permit, id: string, answer: ApprovalAnswer) => Promise<void>
  /** Lets the doors of these runtimes be open, and no others. */
  takePart: (wanted: TakingPart) => void
  /** What is switched on where nobody has switched it: nothing, but in the demo. */
  onFromStart?: readonly ApprovalRuntime[]
  /** What has ended before this program began and is in no store, as the demo has it. */
  past?: readonly ApprovalRecord[]
  /** How many people could answer just now: signed-in pages that may act. */
  deciders: () => number
  /** The id of the session with a key of a runtime; null where none is known. */
  sessionOf: (runtime: Runtime, key: string) => Promise<string | null>
  /** Hears that something began or ceased to need a person. */
  changed: () => void
  onError: (error: unknown) => void
}

export type Approvals = ReturnType<typeof createApprovals>

const maxEnded = 10_000
/** So many of a time in the past are told at once. */
const maxBetween = 2_000
/** One that nobody can reach, and that has no end of its own, is given up after this long. */
const unreachableMs = 24 * 3_600_000
/** So long after the last page was closed a gateway is still told that somebody can answer, */
const lingerMs = 5 * 60_000
/** and so long a runtime without a terminal: a page that is loaded anew is gone for a moment. */
const attendedMs = 15_000
const lookMs = 5_000
/** A session is looked for again this long after its request came: its first line may not be read yet. */
const sessionTriesMs = [0, 500, 2_000, 10_000]

/**
 * What waits for a person's decision, in all runtimes. A decision is written down before it is sent, so that after a
 * crash it is known who decided what, and nothing is sent twice; what the runtime has not taken waits again.
 */
export function createApprovals({
  store,
  now,
  publish,
  answer,
  takePart,
  onFromStart = [],
  past = [],
  deciders,
  sessionOf,
  changed,
  onError,
}: Deps) {
  const open = new Map<string, ApprovalRecord>()
  /** The doors that have contact, with the ids that each names. */
  const contacts = new Map<string, Set<string>>()
  /** What each door cannot do. */
  const limits = new Map<string, ApprovalLimits>()
  const switched = new Map(settingRows(store).map((row) => [row.runtime, row]))
  /** Until another one ends: not every page looks through all of them. */
  let counted: Record<Decider, number> | undefined
  let lastDeciderAt = Number.NEGATIVE_INFINITY
  let toldDoors = ''
  let looking: Timer | undefined
  const timers = new Set<Timer>()

  if (past.length > 0) putApprovals(store, past)
  const left = openApprovals(store).map(recovered)
  putApprovals(
    store,
    left.filter(({ note, state }) => note !== null && state === 'waiting'),
  )
  for (const record of left) open.set(record.request.id, record)

  const isSwitchedOn = (runtime: ApprovalRuntime) => switched.get(runtime)?.isOn ?? onFromStart.includes(runtime)

  const isReachable = ({ source, request }: ApprovalRecord) => contacts.get(source)?.has(request.id) === true

  const shown = (record: ApprovalRecord): Approval => {
    const { request, source: _, byId: __, ...rest } = record
    const clean = redacted(request)
    return {
      ...clean,
      ...rest,
      agentId: agentIdOf(record),
      isReachable: isOpen(record) && isReachable(record),
      risks: risksOf(request),
    }
  }

  /** Writes what has changed, and tells it. Records that have ended leave the memory. */
  function put(records: readonly ApprovalRecord[], also: readonly ApprovalRecord[] = []) {
    if (records.length > 0) {
      putApprovals(store, records)
      for (const record of records)
        if (isOpen(record)) open.set(record.request.id, record)
        else open.delete(record.request.id)
      if (records.some((record) => !isOpen(record))) {
        trimApprovals(store, maxEnded)
        counted = undefined
      }
    }
    const told = [...records, ...also]
    if (told.length === 0) return
    publish({ kind: 'approvals.changed', approvals: told.map(shown) })
    changed()
  }

  function findSession({ id, runtime, key }: ApprovalRequest, tries = 0) {
    const wait = sessionTriesMs[tries]
    if (key === null || wait === undefined) return
    const timer = setTimeout(async () => {
      timers.delete(timer)
      const sessionId = await sessionOf(runtime, key).catch(() => null)
      const record = open.get(id)
      if (!record || record.sessionId !== null) return
      if (sessionId === null) return findSession(record.request, tries + 1)
      attempt(() => put([{ ...record, sessionId }]))
    }, wait)
    timers.add(timer)
  }

  /** A full disk keeps no record; it is said, and what waits is still shown. */
  function attempt(write: () => void) {
    try {
      write()
    } catch (error) {
      onError(error)
    }
  }

  /** What a door cannot do is known from its runtime while that is connected. */
  function hearLimits(source: string, told: ApprovalLimits | undefined) {
    if (JSON.stringify(limits.get(source)) === JSON.stringify(told)) return
    if (told) limits.set(source, told)
    else limits.delete(source)
    publish({ kind: 'approvals.switched', takingPart: takingPart() })
  }

  function hear({ source, contact, requests, ended: endings, limits: told }: ApprovalStatement) {
    const at = now()
    hearLimits(source, contact ? told : undefined)
    const before = contacts.get(source)
    if (contact) contacts.set(source, new Set(requests.map(({ id }) => id)))
    else contacts.delete(source)
    const changes = new Map<string, ApprovalRecord>()
    const change = (id: string, to: (record: ApprovalRecord) => ApprovalRecord) => {
      const record = changes.get(id) ?? open.get(id)
      if (!record) return
      const after = to(record)
      if (after !== record) changes.set(id, after)
    }
    for (const request of requests) {
      const known = open.get(request.id) ?? approvalById(store, request.id)
      const record = seen(known, request, source)
      if (
        known &&
        isOpen(known) &&
        JSON.stringify(known.request) === JSON.stringify(request) &&
        known.source === source
      )
        continue
      changes.set(request.id, record)
      if (record.sessionId === null) findSession(request)
    }
    for (const ending of endings) change(ending.id, (record) => ended(record, ending, at))
    if (contact) {
      const named = new Set(requests.map(({ id }) => id))
      for (const [id, record] of open)
        if (record.source === source && !named.has(id)) change(id, (one) => vanished(one, at))
    }
    // Who was reachable and is not, or the other way round, is drawn anew.
    const turned = [...open.values()].filter(
      (record) =>
        record.source === source &&
        !changes.has(record.request.id) &&
        (before?.has(record.request.id) ?? false) !== isReachable(record),
    )
    attempt(() => put([...changes.values()], turned))
  }

  /** Opens and closes doors as people come and go, and gives up what nobody can reach any more. */
  function look() {
    const at = now()
    if (deciders() > 0) lastDeciderAt = at
    const isSomebodyThere = at - lastDeciderAt < lingerMs
    const isOn = Object.fromEntries(
      approvalSettings.map((runtime) => {
        const isWanted = isSwitchedOn(runtime)
        // A gateway refuses at once what nobody can answer, and waits half an hour where somebody can.
        return [runtime, isWanted && (runtime !== 'openclaw' || isSomebodyThere)]
      }),
    ) as Record<ApprovalRuntime, boolean>
    const wanted: TakingPart = { isOn, isAttended: at - lastDeciderAt < attendedMs }
    const text = JSON.stringify(wanted)
    if (text !== toldDoors) {
      toldDoors = text
      takePart(wanted)
    }
    const over = [...open.values()].filter((record) => {
      const { expiresAt, askedAt } = record.request
      if (record.state !== 'waiting' || isReachable(record)) return false
      return expiresAt === null ? at - askedAt > unreachableMs : at >= expiresAt
    })
    if (over.length > 0) attempt(() => put(over.map((record) => vanished(record, at))))
  }

  const takingPart = (): TakingPartState[] =>
    approvalSettings.map((runtime) => {
      const row = switched.get(runtime)
      return {
        runtime,
        isOn: isSwitchedOn(runtime),
        at: row?.at ?? null,
        by: row?.by ?? null,
        limits: [...new Set([...limits.values()].flatMap((one) => (one.runtime === runtime ? one.words : [])))],
      }
    })

  return {
    hear,

    /** Begins to take part in what is switched on. */
    start() {
      look()
      looking = setInterval(look, lookMs)
    },

    stop() {
      clearInterval(looking)
      for (const timer of timers) clearTimeout(timer)
    },

    /** What waits, the oldest first. */
    waiting: (): Approval[] => [...open.values()].toSorted((a, b) => a.request.askedAt - b.request.askedAt).map(shown),

    /** What waited at some moment between two, in order. */
    between: (from: number, to: number): Approval[] => approvalsBetween(store, from, to, maxBetween).map(shown),

    /** Since when requests are on record; null where none is. */
    keptFrom: (): number | null => firstAskedAt(store),

    /** What has ended, the latest first. */
    history(page: EndedPage): Approval[] {
      return endedApprovals(store, page).map(shown)
    },

    /** How many of all that have ended were decided where. */
    deciders(): Record<Decider, number> {
      counted ??= countByDecider(store)
      return counted
    },

    /** Throws a Refusal where there is no such request. */
    byId(id: string): Approval {
      return shown(find(id))
    },

    /**
     * Decides on behalf of a person, and resolves once the runtime has taken it. The decision is on the disk before it
     * is sent. Throws a Refusal with what became of it otherwise: the request waits again, or it has ended.
     */
    async decide(
      permit: Permit,
      id: string,
      said: ApprovalAnswer,
      by: { name: string; id: string },
    ): Promise<Approval> {
      permit.check()
      const record = find(id)
      const given = asAsked(record.request, said)
      checkAnswer(record.request, given)
      if (record.state === 'waiting' && !isReachable(record))
        throw new Refusal(
          'unavailable',
          `Nothing was sent: there is no contact with the runtime that asks. Answer it in ${record.request.place}, or wait.`,
        )
      put([claimed(record, given.decision, by, now())])
      try {
        await answer(permit, id, given)
      } catch (error) {
        settle(id, error)
        throw error
      }
      const taken = open.get(id)
      if (taken) put([delivered(taken, now())])
      return shown(find(id))
    },

    takingPart,

    /** Switches taking part in the approvals of a runtime on or off. */
    switchTo(permit: Permit, runtime: ApprovalRuntime, isOn: boolean, by: string): TakingPartState[] {
      permit.check()
      const row = { runtime, isOn, at: now(), by }
      putSetting(store, row)
      switched.set(runtime, row)
      look()
      publish({ kind: 'approvals.switched', takingPart: takingPart() })
      return takingPart()
    },
  }

  function find(id: string): ApprovalRecord {
    const record = open.get(id) ?? approvalById(store, id)
    if (!record) throw new Refusal('not-found', 'There is no request for approval with that id.')
    return record
  }

  /** What becomes of a request whose answer was not taken. */
  function settle(id: string, error: unknown) {
    const record = open.get(id)
    if (!record) return
    const isThere = contacts.get(record.source)?.has(id) ?? true
    const who = record.by ?? 'Somebody'
    const why = error instanceof Refusal ? error.message : 'The thread that talks to the runtime has ended.'
    attempt(() => put([notTaken(record, `The answer of ${who} was not taken: ${why}`, isThere, now())]))
  }
}

/** Throws a Refusal `bad-input` where an answer says something that the request does not take. */
function checkAnswer(request: ApprovalRequest, { decision, reason, command, answers = {} }: ApprovalAnswer) {
  const refuse = (words: string): never => {
    throw new Refusal('bad-input', words)
  }
  if (reason !== undefined && (decision !== 'deny' || !request.takesReason))
    refuse('This request takes no reason. Decide without one.')
  if (command !== undefined && (decision === 'deny' || !request.takesCommand))
    refuse('This request takes no other command.')
  if (command?.includes('[hidden]'))
    refuse('A part of this command is hidden here, and would be lost. Change it where it was asked.')
  if (request.kind !== 'question') {
    if (Object.keys(answers).length > 0) refuse('This request asks no question.')
    return
  }
  if (decision === 'deny') return
  const known = new Map(request.questions.map((question) => [question.id, question]))
  const strange = Object.keys(answers).find((id) => !known.has(id))
  if (strange !== undefined) refuse(`There is no question “${strange}” in this request.`)
  for (const { id, text, options, takesSeveral, takesText } of known.values()) {
    const given = answers[id] ?? []
    if (given.length === 0) refuse(`The question “${text.slice(0, 100)}” has no answer yet.`)
    if (given.length > 1 && !takesSeveral) refuse(`The question “${text.slice(0, 100)}” takes one answer.`)
    const own = given.find((one) => !options.some(({ label }) => label === one))
    if (own !== undefined && !takesText)
      refuse(`“${own.slice(0, 100)}” is none of the answers to “${text.slice(0, 100)}”.`)
  }
}

const agentIdOf = ({ sessionId, request: { runtime, agent } }: ApprovalRecord) =>
  (sessionId && agentIdOfSession(sessionId)) || (agent === null ? null : makeAgentId({ runtime, slug: agent }))

/** Names by which something is found again, which are no text for people. */
const names = new Set(['id', 'key'])

/** A request without what looks like a secret. What it does is what was asked, whatever is hidden of it here. */
function redacted(request: ApprovalRequest): ApprovalRequest {
  return JSON.parse(JSON.stringify(request), (field, value: unknown) =>
    typeof value === 'string' && !names.has(field) ? redact(value) : value,
  ) as ApprovalRequest
}

/** An answer as the runtime knows it: options that were shown without their secrets are themselves again. */
function asAsked({ questions }: ApprovalRequest, { answers, ...rest }: ApprovalAnswer): ApprovalAnswer {
  if (answers === undefined) return rest
  const labelOf = (id: string, given: string) =>
    questions.find((one) => one.id === id)?.options.find(({ label }) => redact(label) === given)?.label ?? given
  return {
    ...rest,
    answers: Object.fromEntries(
      Object.entries(answers).map(([id, given]) => [id, given.map((one) => labelOf(id, one))]),
    ),
  }
}
