import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { peerOf, withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { type ApprovalRuntime, approvalSettings, type Decision, decisions } from '../facts/approval.ts'
import { runtimeName } from '../facts/runtimes.ts'
import { lazily } from '../lib/lazily.ts'
import { redact } from '../lib/redact.ts'
import { type Approval, deciders } from './approval.ts'
import { decisionVerbs, subjectOf, takePartEffects } from './approval-words.ts'
import type { Approvals } from './approvals.ts'
import { checkDecider } from './decider.ts'

const approvalId = lazily(() =>
  z.object({
    id: z.string().regex(/^(gateway|hook|daemon|server|terminal)\.[\w.:-]{1,190}$/, 'should be the id of a request'),
  }),
)

const page = lazily(() =>
  z.object({
    state: z.enum(['waiting', 'ended']).default('waiting'),
    decider: z.enum(deciders).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,16}~[\w.:-]{1,200}$/, 'should be the cursor of a page')
      .optional(),
  }),
)

const answer = lazily(() =>
  z.strictObject({
    decision: z.enum(decisions),
    reason: z.string().min(1).max(4_000).optional(),
    command: z.string().min(1).max(100_000).optional(),
    answers: z.record(z.string().max(4_096), z.array(z.string().min(1).max(4_000)).max(50)).optional(),
    confirm: z.string().max(100).optional(),
  }),
)

const setting = lazily(() => z.object({ runtime: z.enum(approvalSettings) }))
const switching = lazily(() => z.strictObject({ isOn: z.boolean(), confirm: z.string().max(100).optional() }))

export type ApprovalDeps = { approvals: Approvals; actionGate: ActionGate }

/** What waits for a decision, and deciding it; and taking part in the approvals of a runtime. */
export const approvalRoutes = ({ approvals, actionGate }: ApprovalDeps) =>
  new Elysia({ prefix: '/api/approvals' })
    .use(withCaller)
    .get(
      '/',
      ({ query: { state, decider, limit, cursor } }) => {
        if (state === 'waiting')
          return { items: approvals.waiting(), nextCursor: null, takingPart: approvals.takingPart(), deciders: null }
        const [endedAt = '', id = ''] = cursor?.split(/~(.*)/) ?? []
        const before = cursor === undefined ? null : { endedAt: Number(endedAt), id }
        const items = approvals.history({ before, limit, decider })
        const last = items.length === limit ? items.at(-1) : undefined
        return {
          items,
          nextCursor: last ? `${last.endedAt}~${last.id}` : null,
          takingPart: approvals.takingPart(),
          deciders: approvals.deciders(),
        }
      },
      { query: page, ...requireRole('viewer') },
    )
    .get('/:id', ({ params: { id } }) => approvals.byId(id), { params: approvalId, ...requireRole('viewer') })
    .post(
      '/:id',
      ({ params: { id }, body: { confirm, ...given }, caller, request }) => {
        const approval = approvals.byId(id)
        checkDecider(caller, peerOf(request))
        return actionGate.pass({
          caller,
          action: `${decisionVerbs[given.decision]} ${kindWords[approval.kind]}`,
          target: targetOf(approval),
          needs: 'operator',
          confirm: isLasting(given.decision)
            ? { given: confirm, ask: lastingAsk(approval, given.decision) }
            : undefined,
          perform: (permit) => approvals.decide(permit, id, given, { name: caller.name, id: caller.id }),
        })
      },
      { params: approvalId, body: answer, ...requireRole('operator') },
    )
    .post(
      '/settings/:runtime',
      ({ params: { runtime }, body: { isOn, confirm }, caller, request }) => {
        checkDecider(caller, peerOf(request))
        return actionGate.pass({
          caller,
          action: isOn ? 'take part in approvals' : 'leave approvals to the runtime',
          target: runtimeName(runtime),
          needs: 'admin',
          confirm: isOn ? { given: confirm, ask: takePartAsk(runtime) } : undefined,
          perform: (permit) => ({ takingPart: approvals.switchTo(permit, runtime, isOn, caller.name) }),
        })
      },
      { params: setting, body: switching, ...requireRole('admin') },
    )

const kindWords: Record<Approval['kind'], string> = {
  command: 'a command',
  edit: 'an edit',
  tool: 'a tool',
  plan: 'a plan',
  question: 'a question',
}

/** What is decided, for the audit: the runtime, and what it asks in one line. */
const targetOf = (approval: Approval) =>
  `${runtimeName(approval.runtime)}: ${redact(subjectOf(approval)).slice(0, 300)}${approval.folder === null ? '' : ` in ${approval.folder.slice(0, 200)}`}`

/** The decisions that allow more than what is asked now. */
type Lasting = Extract<Decision, 'allow-session' | 'allow-always'>

const isLasting = (decision: Decision): decision is Lasting =>
  decision === 'allow-session' || decision === 'allow-always'

function lastingAsk({ runtime, forSession, always, agent, action }: Approval, decision: Lasting) {
  const isSession = decision === 'allow-session'
  const rule = isSession ? forSession : always
  return {
    question: isSession
      ? 'Allow this until the session ends, without asking?'
      : 'Allow this from now on, without asking?',
    effect: `${runtimeName(runtime)} will not ask again for what this covers.`,
    hits: [{ name: agent ?? runtimeName(runtime), effect: rule ?? 'It does not say what else this covers.' }],
    exact: rule ?? (action?.kind === 'command' ? action.command : null),
    phrase: isSession ? 'session' : 'always',
    isTyped: false,
    verb: isSession ? 'Allow for this session' : 'Allow always',
    safeVerb: 'Not now',
  }
}

const takePartAsk = (runtime: ApprovalRuntime) => ({
  question: `Answer requests of ${runtimeName(runtime)} from here?`,
  effect: takePartEffects[runtime],
  hits: [],
  exact: null,
  phrase: 'take part',
  isTyped: false,
  verb: 'Take part',
  safeVerb: 'Not now',
})
