import type {
  ApprovalAnswer,
  ApprovalDoor,
  ApprovalEnding,
  ApprovalRequest,
  ApprovalStatement,
} from '../../../facts/approval.ts'
import { Refusal } from '../../../lib/refusal.ts'
import type { ActionTarget } from './act.ts'
import { approvalLimits } from './approval-limits.ts'
import { endingIn, execRequestIn, type Family, pluginRequestIn, questionRequestIn } from './approval-requests.ts'
import type { CallParams, CallResult, GatewayCall } from './calls.ts'
import { type Connection, type Hello, openConnection, type Pace } from './connection.ts'

/** Whether there is a gateway is looked at this often while nothing is connected. */
const lookMs = 1_000
/** A gateway that refuses this connection is asked again after this long, and so is its list. */
const restMs = 15_000
const listMs = 20_000
/** How long the gateway may take to tell everybody what it took. */
const takenMs = 5_000

type Deps = {
  home: string
  target: () => ActionTarget | undefined
  now: () => number
  act: <Name extends GatewayCall>(name: Name, params: CallParams<Name>) => Promise<CallResult<Name>>
}

const lists = {
  exec: { method: 'exec.approval.list', of: execRequestIn },
  plugin: { method: 'plugin.approval.list', of: pluginRequestIn },
  question: { method: 'question.list', of: questionRequestIn },
} as const

const events: Record<string, { family: Family; begins: boolean }> = {
  'exec.approval.requested': { family: 'exec', begins: true },
  'exec.approval.resolved': { family: 'exec', begins: false },
  'plugin.approval.requested': { family: 'plugin', begins: true },
  'plugin.approval.resolved': { family: 'plugin', begins: false },
  'question.requested': { family: 'question', begins: true },
  'question.resolved': { family: 'question', begins: false },
}

/**
 * The approvals of one gateway, over a connection of its own: while it is open, the gateway counts us among those who
 * can answer, and its runs wait for a person instead of being refused. Each answer goes over another connection that is
 * opened for it.
 */
export function createApprovalDoor(
  { home, target, now, act }: Deps,
  pace: Pace & { lookMs?: number } = {},
): ApprovalDoor {
  const requests = new Map<string, ApprovalRequest>()
  /** The gateway's own id of each request, which ours may have had to change. */
  const foreignIds = new Map<string, { family: Family; foreign: string }>()
  /** What our own answers are still waiting to hear, by the id of the request. */
  const awaited = new Map<string, (ending: ApprovalEnding) => void>()
  let state: ((statement: ApprovalStatement) => void) | undefined
  let connection: Connection | undefined
  let contact = false
  let limits: string[] = []
  let next: Timer | undefined
  let listing: Timer | undefined

  const say = (ended: ApprovalEnding[] = []) =>
    state?.({
      source: `gateway ${home}`,
      contact,
      requests: [...requests.values()],
      ended,
      limits: { runtime: 'openclaw', words: limits },
    })

  function look() {
    clearTimeout(next)
    if (!state || connection) return
    const found = target()
    if (!found) return again(pace.lookMs ?? lookMs)
    // Since 2026.7 a gateway shows the requests of other clients to nobody with a lesser right.
    const scopes = ['operator.admin'] as const
    const attempt = openConnection(
      { ...found, scopes, caps: ['approvals', 'exec-approvals'] },
      {
        hello: (hello) => void begin(attempt, hello),
        event({ event, payload }) {
          const meant = events[event]
          if (!meant || connection !== attempt) return
          if (meant.begins) take(meant.family, payload)
          else end(meant.family, payload)
        },
        ended(how) {
          if (connection === attempt) lost()
          again(how.kind === 'rejected' ? restMs : (pace.lookMs ?? lookMs))
        },
      },
      pace,
    )
    connection = attempt
  }

  function again(ms: number) {
    clearTimeout(next)
    if (state) next = setTimeout(look, ms)
  }

  function lost() {
    connection = undefined
    clearInterval(listing)
    if (contact) {
      contact = false
      requests.clear()
      say()
    }
  }

  async function begin(mine: Connection, hello: Hello) {
    limits = approvalLimits(hello)
    await list(mine, hello)
    // What a push lost is found in the list.
    if (connection === mine) listing = setInterval(() => void list(mine, hello), listMs)
  }

  async function list(mine: Connection, { methods }: Hello) {
    const found = new Map<string, ApprovalRequest>()
    const before = new Set(requests.keys())
    let isWhole = true
    for (const family of Object.keys(lists) as Family[]) {
      const { method, of } = lists[family]
      if (!methods.includes(method)) continue
      const answer = await mine.call(method, {})
      if (connection !== mine) return
      if (!answer.ok) {
        isWhole = false
        continue
      }
      const items = answer.items ?? (family === 'question' ? answer.payload.questions : undefined)
      for (const item of Array.isArray(items) ? items : []) {
        const request = of(item, now())
        if (!request) continue
        found.set(request.id, request)
        remember(request, family, (item as { id: string }).id)
      }
    }
    contact = true
    // A version without a list tells of requests only as they come; what came meanwhile is not in the answer.
    if (isWhole && methods.includes(lists.exec.method))
      for (const id of before) if (!found.has(id) && !awaited.has(id)) requests.delete(id)
    for (const [id, request] of found) requests.set(id, request)
    say()
  }

  function remember(request: ApprovalRequest, family: Family, foreign: string) {
    foreignIds.set(request.id, { family, foreign })
    if (foreignIds.size > 5_000) foreignIds.delete(foreignIds.keys().next().value!)
  }

  function take(family: Family, payload: Record<string, unknown>) {
    const request = lists[family].of(payload, now())
    if (!request) return
    requests.set(request.id, request)
    remember(request, family, String(payload.id))
    say()
  }

  function end(family: Family, payload: Record<string, unknown>) {
    const ending = endingIn(family, payload)
    if (!ending || !requests.delete(ending.id)) return
    const hear = awaited.get(ending.id)
    // Our own answer is told by whoever gave it.
    if (hear) hear(ending)
    say(hear ? [] : [ending])
  }

  return {
    open(to) {
      state = to
      look()
    },

    async answer(id, { decision, answers }: ApprovalAnswer) {
      const known = foreignIds.get(id)
      if (!known || !requests.has(id)) throw new Refusal('conflict', 'The gateway does not wait for this any more.')
      const { family, foreign } = known
      if (decision === 'allow-session') throw new Refusal('conflict', 'The gateway knows no permission for a session.')
      const heard = Promise.withResolvers<ApprovalEnding | undefined>()
      awaited.set(id, heard.resolve)
      try {
        if (family === 'question')
          await act(
            'question.resolve',
            decision === 'deny' ? { id: foreign, cancel: true } : { id: foreign, answers: { answers: answers ?? {} } },
          )
        else
          await act(family === 'exec' ? 'exec.approval.resolve' : 'plugin.approval.resolve', { id: foreign, decision })
        const timer = setTimeout(() => heard.resolve(undefined), takenMs)
        const ending = await heard.promise
        clearTimeout(timer)
        if (ending && ending.decision !== decision)
          throw new Refusal('conflict', `The gateway took another answer: ${ending.decision ?? 'none'}.`)
        requests.delete(id)
        say()
      } finally {
        awaited.delete(id)
      }
    },

    close() {
      state = undefined
      clearTimeout(next)
      clearInterval(listing)
      connection?.close()
      connection = undefined
      contact = false
      requests.clear()
    },
  }
}
