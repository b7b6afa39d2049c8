import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { lazily } from '../lib/lazily.ts'
import type { Alerts } from './alerts.ts'
import { conditionNames, scopeNames, severities } from './rule.ts'

export type AlertDeps = { alerts: Alerts; actionGate: ActionGate }

const printable = /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u
const line = (max: number) => z.string().trim().min(1).max(max).regex(printable, 'should be printable text')
const time = lazily(() => z.number().int().min(0).max(8_640_000_000_000_000))
const span = lazily(() =>
  z
    .number()
    .int()
    .min(0)
    .max(7 * 86_400_000),
)
const value = lazily(() => z.number())
const measure = lazily(() => z.string().min(1).max(250).regex(printable, 'should be a measure'))

const when = lazily(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('level'),
      measure,
      side: z.enum(['above', 'below']),
      value,
      severeValue: value.nullable(),
      clear: value.nullable(),
      forMs: span,
    }),
    z.strictObject({ kind: z.literal('absent'), measure, forMs: span }),
    z.strictObject({ kind: z.literal('rate'), measure, side: z.enum(['rises', 'falls']), by: value, withinMs: span }),
    z.strictObject({ kind: z.literal('unusual'), measure, times: value, atLeast: value, forMs: span }),
    z.strictObject({
      kind: z.literal('condition'),
      of: z.enum(conditionNames as [(typeof conditionNames)[number]]),
      limit: value,
      severeLimit: value.nullable(),
      scope: z.partialRecord(z.enum(scopeNames), z.string().min(1).max(1_000)),
    }),
  ]),
)
const draft = lazily(() =>
  z.strictObject({
    name: line(80).nullable(),
    isOn: z.boolean(),
    severity: z.enum(severities),
    againMs: span,
    when,
  }),
)
/** A rule that is tried, as JSON, since it changes nothing. */
const tried = lazily(() =>
  z.object({
    rule: z
      .unknown()
      .transform((given, context): unknown => {
        // The framework may have parsed it, or taken a text with commas apart.
        if (typeof given !== 'string' && !Array.isArray(given)) return given
        try {
          return JSON.parse(given.toString())
        } catch {
          context.addIssue({ code: 'custom', message: 'should be a rule as JSON' })
          return z.NEVER
        }
      })
      .pipe(draft.extend({ id: z.string().max(100).optional() })),
  }),
)
const ruleId = lazily(() =>
  z.object({ id: z.string().regex(/^(default|rule)\.[a-z0-9-]{1,60}$/, 'should be the id of a rule') }),
)
const id = lazily(() => z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }))
const mute = lazily(() =>
  z.strictObject({
    ruleId: z.string().max(100).nullable(),
    subject: z.string().max(1_000).nullable(),
    from: time,
    until: time,
    why: line(200).nullable(),
  }),
)
const listed = lazily(() =>
  z.object({
    q: z.string().max(200).optional(),
    severity: z.enum(severities).optional(),
    rule: z.string().max(100).optional(),
    since: z.coerce.number().int().min(0).optional(),
    state: z.enum(['open', 'over']).optional(),
    cursor: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
)

/** A rule as the audit names it. Its whole sentence would have to be loaded for that. */
const calledIn = ({ name, when }: z.infer<typeof draft>) => name ?? (when.kind === 'condition' ? when.of : when.measure)

/** Rules and what is open: `/api/alerts`. */
const ruleRoutes = ({ alerts, actionGate }: AlertDeps) =>
  new Elysia({ prefix: '/api/alerts' })
    .use(withCaller)
    .get('/', () => alerts.ask((desk) => ({ open: desk.open(), mutes: desk.mutes() })), requireRole('viewer'))
    .get('/rules', async () => ({ items: await alerts.ask((desk) => desk.rules()) }), requireRole('viewer'))
    .get('/backtest', ({ query: { rule } }) => alerts.ask((desk) => desk.backtest(rule)), {
      query: tried,
      ...requireRole('viewer'),
    })
    .post(
      '/rules',
      ({ body, caller }) =>
        actionGate.pass({
          caller,
          action: 'add alert rule',
          target: calledIn(body),
          needs: 'operator',
          perform: (permit) => alerts.ask((desk) => desk.addRule(permit, body, caller.name)),
        }),
      { body: draft, ...requireRole('operator') },
    )
    .put(
      '/rules/:id',
      ({ params, body, caller }) =>
        actionGate.pass({
          caller,
          action: 'change alert rule',
          target: calledIn(body),
          needs: 'operator',
          perform: (permit) => alerts.ask((desk) => desk.setRule(permit, params.id, body, caller.name)),
        }),
      { params: ruleId, body: draft, ...requireRole('operator') },
    )
    .post(
      '/rules/:id/switch',
      ({ params, body, caller }) =>
        actionGate.pass({
          caller,
          action: body.isOn ? 'switch alert rule on' : 'switch alert rule off',
          target: params.id,
          needs: 'operator',
          perform: (permit) => alerts.ask((desk) => desk.switchRule(permit, params.id, body.isOn, caller.name)),
        }),
      { params: ruleId, body: lazily(() => z.strictObject({ isOn: z.boolean() })), ...requireRole('operator') },
    )
    .delete(
      '/rules/:id',
      ({ params, caller }) =>
        actionGate.pass({
          caller,
          action: 'remove or reset alert rule',
          target: params.id,
          needs: 'operator',
          perform: async (permit) => ({ rule: await alerts.ask((desk) => desk.removeRule(permit, params.id)) }),
        }),
      { params: ruleId, ...requireRole('operator') },
    )
    .post(
      '/mutes',
      ({ body, caller }) =>
        actionGate.pass({
          caller,
          action: 'keep alerts quiet',
          target: body.ruleId ?? body.subject ?? 'everything',
          needs: 'operator',
          perform: (permit) => alerts.ask((desk) => desk.mute(permit, body, caller.name)),
        }),
      { body: mute, ...requireRole('operator') },
    )
    .delete(
      '/mutes/:id',
      ({ params, caller }) =>
        actionGate.pass({
          caller,
          action: 'end maintenance window',
          target: `${params.id}`,
          needs: 'operator',
          perform: (permit) => alerts.ask((desk) => desk.unmute(permit, params.id)),
        }),
      { params: id, ...requireRole('operator') },
    )

/** What was broken, and what people do about it: `/api/incidents`. */
const incidentRoutes = ({ alerts, actionGate }: AlertDeps) =>
  new Elysia({ prefix: '/api/incidents' })
    .use(withCaller)
    .get(
      '/',
      ({ query: { cursor, limit, state, rule, ...filter } }) =>
        alerts.ask((desk) =>
          desk.list(
            { ...filter, ruleId: rule, isOver: state === undefined ? undefined : state === 'over' },
            cursor ?? null,
            limit,
          ),
        ),
      { query: listed, ...requireRole('viewer') },
    )
    .get('/:id', ({ params }) => alerts.ask((desk) => desk.detail(params.id)), {
      params: id,
      ...requireRole('viewer'),
    })
    .post(
      '/:id/acknowledge',
      ({ params, caller }) =>
        actionGate.pass({
          caller,
          action: 'acknowledge incident',
          target: `${params.id}`,
          needs: 'operator',
          perform: (permit) => alerts.ask((desk) => desk.acknowledge(permit, params.id, caller.name)),
        }),
      { params: id, ...requireRole('operator') },
    )
    .post(
      '/:id/snooze',
      ({ params, body, caller }) =>
        actionGate.pass({
          caller,
          action: body.until === null ? 'bring incident back' : 'snooze incident',
          target: `${params.id}`,
          needs: 'operator',
          perform: (permit) => alerts.ask((desk) => desk.snooze(permit, params.id, body.until, caller.name)),
        }),
      { params: id, body: lazily(() => z.strictObject({ until: time.nullable() })), ...requireRole('operator') },
    )
    .post(
      '/:id/notes',
      ({ params, body, caller }) =>
        actionGate.pass({
          caller,
          action: 'note on incident',
          target: `${params.id}`,
          needs: 'operator',
          perform: (permit) => alerts.ask((desk) => desk.note(permit, params.id, body.text, caller.name)),
        }),
      {
        params: id,
        body: lazily(() =>
          z.strictObject({
            text: z
              .string()
              .trim()
              .min(1)
              .max(2_000)
              .regex(
                /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*(?:\n[^\p{Cc}\u202a-\u202e\u2066-\u2069]*)*$/u,
                'should be printable text',
              ),
          }),
        ),
        ...requireRole('operator'),
      },
    )

/** Alerts: what is open, the rules, and incidents. */
export const alertRoutes = (deps: AlertDeps) => new Elysia().use(ruleRoutes(deps)).use(incidentRoutes(deps))
