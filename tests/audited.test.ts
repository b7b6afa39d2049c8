import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordedHome, signIn, start, temporary } from './testing/program.ts'

type Parameter = { name: string; in: string; schema?: { enum?: string[]; pattern?: string } }
type Operation = { parameters?: Parameter[] }
type Line = { id: number; actId: string; stage: string }

/** Routes other than GET that leave no line of their own, each with the reason. */
const withoutLine: Record<string, string> = {
  'POST /api/auth/exchange': 'a link that does not work belongs to nobody; one that works is recorded as a sign-in',
  'POST /api/auth/sign-in': 'a token that does not work belongs to nobody; one that works is recorded as a sign-in',
  'POST /api/auth/sign-out': 'it would end the sign-in of this test, and is recorded then',
  'POST /api/auth/terminals': 'only the command line asks for a code, and is recorded then',
  'POST /api/office/layout/check': 'it says what is wrong with a file and changes nothing',
  'POST /api/demo': 'it shows invented data beside the real one and changes nothing',
}

const alertRule = {
  name: null,
  isOn: true,
  severity: 'warn',
  againMs: 60_000,
  when: { kind: 'absent', measure: 'cpu.percent', forMs: 60_000 },
}

const invented = ['aaaaaaaaaaaa', 'aaaaaaaaaaaaaaaa', '2026-10']

/** A value that a parameter may have. */
const valueFor = ({ schema }: Parameter) =>
  schema?.enum?.[0] ?? invented.find((value) => new RegExp(schema?.pattern ?? '').test(value)) ?? invented[0]!

test('every route that acts leaves lines of one act, whether it succeeds or fails', async () => {
  using folder = temporary('audited')
  mkdirSync(join(folder.path, 'home', '.claude'), { recursive: true })
  const config = join(folder.path, 'config.toml')
  writeFileSync(config, '[[services]]\nname = "Sleeper"\ncommand = ["/bin/sleep", "30"]\n')
  await using server = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path), WHEELHOUSE_CONFIG: config },
  })
  await server.caughtUp()
  const headers = {
    ...(await signIn(server, { code: server.code })),
    origin: server.url,
    'content-type': 'application/json',
  }
  async function send(method: string, path: string, body?: unknown) {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(server.url + path, { method, headers, ...sent })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const get = async <T>(path: string) => (await send('GET', path)).body as T
  const { paths } = await get<{ paths: Record<string, Record<string, Operation>> }>('/api/openapi.json')
  const firstOf = async (path: string) => (await get<{ items: { id: string }[] }>(path)).items[0]?.id ?? 'none'
  const jobId = () => firstOf('/api/crons')
  /** The gateway, or the program of the configuration, where services are unlocked. */
  async function unlocked(which: 'gateway' | 'Sleeper') {
    const { body } = await send('POST', '/api/controls/unlock', {})
    const { phrase } = (body.confirm ?? {}) as { phrase?: string }
    if (phrase !== undefined) await send('POST', '/api/controls/unlock', { confirm: phrase })
    const { items } = await get<{ items: { id: string; name: string }[] }>('/api/controls')
    return items.find(({ name }) => (name === 'Sleeper') === (which === 'Sleeper'))?.id ?? 'none'
  }
  const newJob = {
    name: 'nightly',
    schedule: { kind: 'cron', expr: '0 3 * * *' },
    sessionTarget: 'isolated',
    wakeMode: 'now',
    payload: { kind: 'agentTurn', message: 'Look around.' },
  }
  const bill = { provider: 'anthropic', month: '2026-10', amount: '41', currency: 'USD' }

  /** What a route is called with where it takes a body, or refuses an invented name before it asks anything of it. */
  const model = {
    kind: 'endpoint',
    url: 'http://127.0.0.1:9/v1',
    model: 'none',
    allowsPrivate: true,
    readsWords: false,
    dayUsd: null,
    dayQuestions: 10,
  }
  const channel = {
    provider: 'webhook',
    name: 'Hook',
    given: { url: 'http://127.0.0.1:9/' },
    allowsPrivate: true,
  }
  const routing = {
    least: 'warn',
    kinds: null,
    afterMs: 0,
    repeatMs: null,
    quiet: null,
    digestAt: null,
    tellsEnd: false,
  }
  const channelId = async () =>
    (await send('POST', '/api/notifications/channels', { ...channel, routing })).body.id as string
  const real: Record<string, () => Promise<{ params?: Record<string, string>; body?: object }>> = {
    'PUT /api/costs/budgets': async () => ({ body: { was: null, name: 'all', per: 'day', usd: 5, filter: {} } }),
    'PUT /api/breaker/guards/{subject}': async () => ({
      params: { subject: 'budget:all' },
      body: { measures: ['notify', 'hold-crons'], atPercent: 100, jobs: null },
    }),
    'POST /api/breaker/acts/{id}/undo': async () => ({ params: { id: '1' } }),
    'POST /api/tokens': async () => ({ body: { name: 'a', role: 'screen' } }),
    'PUT /api/errors/{id}/muted': async () => ({ params: { id: 'none' }, body: { isMuted: false } }),
    'POST /api/needs/{key}/snooze': async () => ({ body: { until: 'hour' } }),
    'POST /api/needs/show-again': async () => ({ body: { kind: 'stalled', subject: 'a' } }),
    'POST /api/approvals/settings/{runtime}': async () => ({ body: { isOn: true } }),
    'POST /api/hooks/{id}/{kind}': async () => ({ params: { id: await firstOf('/api/hooks') } }),
    'DELETE /api/tokens/{id}': async () => ({ params: { id: await firstOf('/api/tokens') } }),
    'POST /api/annotations/': async () => ({
      body: { changes: [{ id: await firstOf('/api/sessions?limit=1'), isPinned: true }] },
    }),
    'PUT /api/crons/{id}/deadline': async () => ({ params: { id: await jobId() }, body: { withinMs: 3_600_000 } }),
    'POST /api/crons/': async () => ({ body: { job: newJob } }),
    'POST /api/crons/{id}/enable': async () => ({ params: { id: await jobId() } }),
    'POST /api/crons/{id}/disable': async () => ({ params: { id: await jobId() } }),
    'POST /api/crons/{id}/run': async () => ({ params: { id: await jobId() } }),
    'PATCH /api/crons/{id}': async () => ({
      params: { id: await jobId() },
      body: { patch: { name: 'renamed' }, revision: 'none' },
    }),
    'DELETE /api/crons/{id}': async () => ({ params: { id: await jobId() } }),
    'POST /api/steering/sessions/{id}/{kind}': async () => ({
      params: { id: await firstOf('/api/sessions?limit=1'), kind: 'send' },
      body: { text: 'Ahoy' },
    }),
    'POST /api/steering/stop': async () => ({ body: { sessions: [await firstOf('/api/sessions?limit=1')] } }),
    'POST /api/steering/several': async () => ({
      body: { kind: 'archive', sessions: [await firstOf('/api/sessions?limit=1')] },
    }),
    'POST /api/controls/{id}/check-update': async () => ({ params: { id: await unlocked('gateway') } }),
    'POST /api/controls/{id}/{verb}': async () => ({ params: { id: await unlocked('Sleeper') } }),
    'POST /api/gateways/{id}/config': async () => ({
      params: { id: await firstOf('/api/gateways') },
      body: { edits: [{ path: ['logging', 'level'], value: 'debug' }], hash: 'none' },
    }),
    'POST /api/gateways/{id}/config/undo': async () => ({ params: { id: await firstOf('/api/gateways') } }),
    'POST /api/gateways/{id}/agents': async () => ({
      params: { id: await firstOf('/api/gateways') },
      body: { name: 'Temp', workspace: '/tmp/nowhere' },
    }),
    'PATCH /api/gateways/{id}/agents/{agent}': async () => ({
      params: { id: await firstOf('/api/gateways'), agent: 'main' },
      body: { patch: { name: 'Temp' }, revision: 'none' },
    }),
    'DELETE /api/gateways/{id}/agents/{agent}': async () => ({
      params: { id: await firstOf('/api/gateways'), agent: 'main' },
    }),
    'PUT /api/gateways/{id}/agents/{agent}/files/{file}': async () => ({
      params: { id: await firstOf('/api/gateways'), agent: 'main', file: 'SOUL.md' },
      body: { content: 'Be kind.', revision: 'none' },
    }),
    'POST /api/gateways/{id}/pairing/{request}/{how}': async () => ({
      params: { id: await firstOf('/api/gateways'), request: 'nobody', how: 'reject' },
    }),
    'DELETE /api/gateways/{id}/devices/{device}': async () => ({
      params: { id: await firstOf('/api/gateways'), device: 'nobody' },
    }),
    'DELETE /api/gateways/{id}': async () => ({ params: { id: await firstOf('/api/gateways') } }),
    'POST /api/health/processes/{pid}/stop': async () => ({ params: { pid: '1' }, body: { startTime: 1 } }),
    'POST /api/gateways/test': async () => ({ body: { address: 'ws://127.0.0.1:9', token: 'none' } }),
    'POST /api/gateways/': async () => ({ body: { name: 'Attic', address: 'ws://127.0.0.1:9', token: 'none' } }),
    'PUT /api/agents/{id}/look': async () => ({
      params: { id: await firstOf('/api/agents') },
      body: { choice: 'hair=bun' },
    }),
    'POST /api/alerts/rules': async () => ({ body: alertRule }),
    'PUT /api/alerts/rules/{id}': async () => ({ params: { id: 'default.cpu' }, body: alertRule }),
    'DELETE /api/alerts/rules/{id}': async () => ({ params: { id: 'default.cpu' } }),
    'POST /api/alerts/rules/{id}/switch': async () => ({ params: { id: 'default.cpu' }, body: { isOn: false } }),
    'POST /api/alerts/mutes': async () => ({
      body: { ruleId: null, subject: null, from: Date.now(), until: Date.now() + 60_000, why: null },
    }),
    'DELETE /api/alerts/mutes/{id}': async () => ({ params: { id: '1' } }),
    'POST /api/incidents/{id}/acknowledge': async () => ({ params: { id: '1' } }),
    'POST /api/incidents/{id}/snooze': async () => ({ params: { id: '1' }, body: { until: null } }),
    'POST /api/incidents/{id}/notes': async () => ({ params: { id: '1' }, body: { text: 'a note' } }),
    'POST /api/notifications/channels': async () => ({ body: { ...channel, routing } }),
    'POST /api/notifications/test': async () => ({ body: channel }),
    'PUT /api/notifications/channels/{id}': async () => ({
      params: { id: await channelId() },
      body: { ...channel, name: 'Other', routing },
    }),
    'PUT /api/notifications/channels/{id}/on': async () => ({
      params: { id: await channelId() },
      body: { isOn: false },
    }),
    'DELETE /api/notifications/channels/{id}': async () => ({ params: { id: await channelId() } }),
    'PUT /api/notifications/pause': async () => ({ body: { hours: 1 } }),
    'PUT /api/ask/model': async () => ({ body: model }),
    'PUT /api/ask/model/on': async () => ({ body: { isOn: false } }),
    'POST /api/ask/model/test': async () => ({ body: model }),
    'POST /api/ask/questions': async () => ({ body: { question: 'What goes on?' } }),
    'POST /api/ask/questions/{id}/stop': async () => ({ params: { id: crypto.randomUUID() } }),
    'DELETE /api/ask/conversations/{id}': async () => ({ params: { id: crypto.randomUUID() } }),
    'PUT /api/office/layout/': async () => ({ body: { layout: null, revision: 0 } }),
    'POST /api/reconcile/bills': async () => ({ body: bill }),
    'POST /api/reconcile/bills/undo': async () => ({
      body: { change: (await send('POST', '/api/reconcile/bills', bill)).body.change },
    }),
  }

  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => method !== 'get')
      .map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, method, path, operation })),
  )
  // Tokens are made before they are revoked.
  routes.sort((a, b) => b.method.localeCompare(a.method))
  expect(Object.keys(withoutLine).filter((name) => !routes.some(({ route }) => route === name))).toEqual([])

  const silent: string[] = []
  for (const { route, method, path, operation } of routes) {
    if (withoutLine[route]) continue
    const given = await real[route]?.()
    const params = Object.fromEntries((operation.parameters ?? []).map((one) => [one.name, valueFor(one)]))
    const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) =>
      encodeURIComponent(given?.params?.[name] ?? params[name] ?? ''),
    )
    const body = given?.body ?? {}
    const [before] = (await get<{ items: Line[] }>('/api/audit?limit=1')).items
    let answer = await send(method.toUpperCase(), filled, body)
    const ask = answer.body.confirm as { phrase: string } | undefined
    if (answer.body.code === 'confirm-needed')
      answer = await send(method.toUpperCase(), filled, { ...body, confirm: ask!.phrase })
    const linesSince = async () =>
      (await get<{ items: Line[] }>('/api/audit?limit=50')).items.filter(({ id }) => id > (before?.id ?? 0)).reverse()
    let lines = await linesSince()
    // An act that is followed until it has come true ends after it was answered.
    const isGoingOn = () => answer.status === 200 && lines.length === 1 && lines[0]?.stage === 'asked'
    for (let tries = 0; isGoingOn() && tries < 300; tries++) {
      await Bun.sleep(100)
      lines = await linesSince()
    }
    const stages = lines.map(({ stage }) => stage).join()
    const isOneAct = new Set(lines.map(({ actId }) => actId)).size === 1
    const wanted = answer.status === 200 ? /^(asked,)?done$/ : /^(asked,failed|refused)$/
    if (!isOneAct || !wanted.test(stages))
      silent.push(`${route} answered ${answer.status} (${answer.body.detail ?? ''}) and left “${stages}”`)
  }
  expect(silent).toEqual([])
}, 120_000)

test('a call that is refused before anything is asked leaves one line with what is known', async () => {
  using folder = temporary('audited-refused')
  await using server = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await server.caughtUp()
  const person = { ...(await signIn(server, { code: server.code })), origin: server.url }
  const json = { 'content-type': 'application/json' }
  const { items: jobs } = (await (await fetch(`${server.url}/api/crons`, { headers: person })).json()) as {
    items: { id: string }[]
  }
  const job = `/api/crons/${encodeURIComponent(jobs[0]!.id)}`
  type Refused = { id: number; stage: string; role: string; credential: string | null; target: string; detail: string }
  const newest = async () =>
    ((await (await fetch(`${server.url}/api/audit?limit=50`, { headers: person })).json()) as { items: Refused[] })
      .items

  for (const [why, method, path, headers, body, line] of [
    [
      'a stranger',
      'POST',
      `${job}/run`,
      { authorization: 'Bearer no.body' },
      '{}',
      { role: 'nobody', credential: null },
    ],
    ['only a viewer', 'POST', `${job}/run`, { origin: server.url }, '{}', { role: 'viewer', credential: 'same user' }],
    ['an id that nothing has', 'DELETE', '/api/crons/nobody', person, '{}', { credential: 'signed-in browser' }],
    ['a body that is wrong', 'PATCH', job, person, '{"patch":{"name":7},"revision":"a"}', { detail: /name/ }],
    ['a body that is no JSON', 'PATCH', job, person, '{', { detail: /JSON/ }],
    ['a field that nobody knows', 'POST', '/api/tokens', person, '{"name":"a","role":"captain"}', { detail: /role/ }],
    ['services that are locked', 'POST', '/api/controls/gateway/stop', person, '{}', { detail: /locked/ }],
  ] as const) {
    const before = (await newest())[0]?.id ?? 0
    const { status } = await fetch(server.url + path, { method, headers: { ...json, ...headers }, body })
    expect([why, status >= 400 && status < 500]).toEqual([why, true])
    const lines = (await newest()).filter(({ id }) => id > before)
    expect([why, lines.map(({ stage }) => stage)]).toEqual([why, ['refused']])
    expect(lines[0]!.target).toBe(`${method} ${path}`)
    for (const [field, value] of Object.entries(line))
      if (value instanceof RegExp) expect(lines[0]![field as keyof Refused]).toMatch(value)
      else expect([why, lines[0]![field as keyof Refused]]).toEqual([why, value])
  }

  // A question is no refusal.
  const before = (await newest())[0]!.id
  const asked = await fetch(`${server.url}${job}`, { method: 'DELETE', headers: { ...json, ...person }, body: '{}' })
  expect([asked.status, (await newest())[0]!.id]).toEqual([409, before])
}, 60_000)

test('what can be asked for is described with the body that it takes', async () => {
  using folder = temporary('audited-described')
  await using server = await start(folder.path)
  type Schema = { properties?: Record<string, unknown>; required?: string[]; anyOf?: Schema[] }
  type Body = { required?: boolean; content?: Record<string, { schema?: Schema }> }
  const { paths } = await server.ask<{ paths: Record<string, Record<string, { requestBody?: Body }>> }>(
    '/api/openapi.json',
  )
  const bodyOf = (method: string, path: string) => {
    const schema = paths[path]?.[method]?.requestBody?.content?.['application/json']?.schema
    return Object.keys(
      (schema?.properties ? schema : schema?.anyOf?.find(({ properties }) => properties))?.properties ?? {},
    )
  }
  expect(bodyOf('post', '/api/controls/{id}/{verb}')).toEqual(['confirm'])
  expect(bodyOf('patch', '/api/crons/{id}')).toEqual(['patch', 'revision'])
  expect(bodyOf('post', '/api/crons/')).toEqual(['job', 'home'])
  expect(bodyOf('post', '/api/tokens')).toContain('role')
  expect(bodyOf('put', '/api/costs/budgets')).toContain('usd')
  expect(paths['/api/controls/{id}/{verb}']?.post?.requestBody?.required).toBe(false)
  expect(paths['/api/tokens']?.post?.requestBody?.required).toBe(true)
}, 60_000)
