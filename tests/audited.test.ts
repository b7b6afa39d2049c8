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
  'POST /api/demo': 'it shows invented data beside the real one and changes nothing',
  'POST /api/approvals/{id}':
    'a request that does not wait has nothing to decide; approvals/routes.test.ts has real ones',
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
  const real: Record<string, () => Promise<{ params?: Record<string, string>; body?: object }>> = {
    'PUT /api/costs/budgets': async () => ({ body: { was: null, name: 'all', per: 'day', usd: 5, filter: {} } }),
    'PUT /api/breaker/guards/{subject}': async () => ({
      params: { subject: 'budget:all' },
      body: { measures: ['notify', 'hold-crons'], atPercent: 100, jobs: null },
    }),
    'POST /api/breaker/acts/{id}/undo': async () => ({ params: { id: '1' } }),
    'POST /api/tokens': async () => ({ body: { name: 'a', role: 'screen' } }),
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
    'POST /api/controls/{id}/check-update': async () => ({ params: { id: await unlocked('gateway') } }),
    'POST /api/controls/{id}/{verb}': async () => ({ params: { id: await unlocked('Sleeper') } }),
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
