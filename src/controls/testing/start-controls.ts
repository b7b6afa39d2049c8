import { Elysia } from 'elysia'
import { createActionGate } from '../../audit/action-gate.ts'
import { createAudit } from '../../audit/audit.ts'
import type { AuditLine } from '../../audit/audit-line.ts'
import { type Caller, markCaller } from '../../auth/caller.ts'
import { callerAs } from '../../auth/testing/caller-as.ts'
import { problems } from '../../http/errors.ts'
import { createRoleGate } from '../../http/roles.ts'
import type { Store } from '../../store/store.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import type { Entry } from '../catalogue.ts'
import { createControls } from '../controls.ts'
import type { ControlEvent } from '../events.ts'
import type { Handle } from '../handle.ts'
import { controlRoutes } from '../routes.ts'
import { nothingKnown, type Reading, type Service, type Verb } from '../service.ts'

/** A service that a test leads: what it is, what it was asked, and whether it obeys. */
export function ledService(reading: Partial<Reading> = {}) {
  const service = {
    reading: { ...nothingKnown, ...reading } as Reading,
    asked: [] as Verb[],
    /** What it does when it is asked; without it it says yes and does nothing. */
    obeys: undefined as ((verb: Verb) => void | Promise<void>) | undefined,
    become(now: Partial<Reading>) {
      service.reading = { ...nothingKnown, ...now }
    },
  }
  const handle: Handle = {
    limits: { endMs: 400, beginMs: 400, answerMs: 400, steadyMs: 30 },
    answers: false,
    read: async () => service.reading,
    abilities: async () => ({
      verbs: (['start', 'stop', 'restart', 'update'] as const).map((verb) => ({ verb, exact: `do ${verb}` })),
      note: null,
    }),
    async ask(permit, verb) {
      permit.check()
      service.asked.push(verb)
      await service.obeys?.(verb)
    },
    log: async () => [{ at: 1, level: 'info', text: 'a line' }],
    effectOf: (verb) => `It will ${verb}.`,
  }
  return { service, handle }
}

export const entryOf = (id: string, handle: Handle, rest: Partial<Entry> = {}): Entry => ({
  id,
  name: id,
  driver: { kind: 'demo', name: id, group: 'units' },
  unit: id,
  dependsOn: [],
  handle,
  ...rest,
})

/** The routes of some services on a real store, with the record of what was done. */
export function startControls(
  entries: Entry[],
  { store = storeInMemory('wheelhouse'), closed = null }: { store?: Store; closed?: string | null } = {},
) {
  const audit = createAudit(store, { now: Date.now, publish() {} })
  const events: ControlEvent[] = []
  const errors: unknown[] = []
  const controls = createControls({
    store,
    audit,
    actionGate: createActionGate(audit),
    publish: (event) => events.push(event),
    now: Date.now,
    entries: async () => entries,
    interrupted: async () => [{ name: 'Quill', effect: 'turn 7 is cut off' }],
    agentsOf: async () => [],
    closed,
    onError: (error) => errors.push(error),
    pollMs: 10,
  })
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .use(controlRoutes({ controls }))
  enforce(app)

  async function ask<Answer = Record<string, unknown>>(
    method: string,
    path: string,
    { body, as = callerAs('admin') }: { body?: unknown; as?: Caller } = {},
  ) {
    const request = new Request(`http://localhost/api/controls${path}`, {
      method,
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } }),
    })
    markCaller(request, () => as)
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Answer }
  }
  const one = async (id: string) => (await ask<Service>('GET', `/${id}`)).body

  return {
    store,
    controls,
    events,
    errors,
    app,
    ask,
    one,
    unlock: (as?: Caller) => ask('POST', '/unlock', as ? { as } : {}),
    /** Asks for it with the word that confirms it. */
    confirmed: (id: string, verb: Verb, as?: Caller) =>
      ask<{ act: { id: string }; detail: string }>('POST', `/${id}/${verb}`, {
        body: { confirm: id },
        ...(as && { as }),
      }),
    async ended(id: string) {
      while (true) {
        const { act } = await one(id)
        if (act && act.outcome !== 'going') return act
        await Bun.sleep(10)
      }
    },
    /** The record without what was read, the oldest first: `asked restart service queue`. */
    lines: () =>
      (audit.lines({ limit: 100 }).items as AuditLine[])
        .toReversed()
        .map(({ stage, action, target, detail }) =>
          [stage, action, target, ...(detail === null ? [] : [detail])].join(' '),
        ),
  }
}
