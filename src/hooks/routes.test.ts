import { expect, test } from 'bun:test'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import { type Caller, markCaller } from '../auth/caller.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createHooks, type HookSettings } from './hooks.ts'
import { hookRoutes } from './routes.ts'

const settings = '{\n  "theme": "dark",\n  "env": { "MY_API_KEY": "sk-ant-api03-abcdefgh" }\n}\n'

function start() {
  const folder = temporary('hooks')
  mkdirSync(folder.at('claude'))
  mkdirSync(folder.at('gemini'))
  writeFileSync(folder.at('claude', 'settings.json'), settings)
  chmodSync(folder.at('claude', 'settings.json'), 0o640)
  const audit = createAudit(storeInMemory('wheelhouse'), { now: () => 1, publish() {} })
  const hooks = createHooks(
    {
      'claude-code': [folder.at('claude'), folder.at('missing')],
      codex: [],
      gemini: [folder.at('gemini')],
      opencode: [],
    },
    { executable: '/opt/wheelhouse', dataFolder: folder.at('data') },
  )
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .use(hookRoutes({ hooks, actionGate: createActionGate(audit) }))
  enforce(app)

  async function ask<Answer>(method: string, path: string, body?: unknown, as: Caller = callerAs('admin')) {
    const request = new Request(`http://localhost/api/hooks${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    markCaller(request, () => as)
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Answer }
  }
  const list = async () => (await ask<{ items: HookSettings[] }>('GET', '')).body.items
  type Question = { detail: string; confirm: { diff: string; phrase: string } }
  return {
    file: folder.at('claude', 'settings.json'),
    folder,
    ask,
    list,
    idOf: async (runtime: string) => (await list()).find((one) => one.runtime === runtime)!.id,
    question: (id: string, kind: string) => ask<Question>('POST', `/${id}/${kind}`, {}),
    findings: () => hooks.findings().map(({ about, level, code }) => [about, level, code]),
    recorded: () =>
      audit
        .lines({ limit: 500 })
        .items.map(({ stage, action }) => `${stage}: ${action}`)
        .reverse(),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}

test('hooks are installed after their change was shown, and removed again without a trace', async () => {
  using world = start()
  expect((await world.list()).map(({ what, runtime, state }) => [what, runtime, state])).toEqual([
    ['hooks', 'claude-code', 'off'],
    ['hooks', 'gemini', 'off'],
    ['statusline', 'claude-code', 'off'],
  ])
  const id = await world.idOf('claude-code')
  const asked = await world.question(id, 'install')
  expect(asked.status).toBe(409)
  expect(asked.body.confirm.diff).toContain('+    "PermissionRequest": [')
  expect(asked.body.confirm.diff).not.toContain('sk-ant')
  expect(readFileSync(world.file, 'utf8')).toBe(settings)

  const { phrase } = asked.body.confirm
  expect(await world.ask('POST', `/${id}/install`, { confirm: phrase })).toMatchObject({
    status: 200,
    body: { state: 'on' },
  })
  expect(statSync(world.file).mode & 0o777).toBe(0o640)
  expect(JSON.parse(readFileSync(world.file, 'utf8')).env).toEqual({ MY_API_KEY: 'sk-ant-api03-abcdefgh' })
  expect((await world.question(id, 'install')).status).toBe(409)

  const removal = await world.question(id, 'remove')
  await world.ask('POST', `/${id}/remove`, { confirm: removal.body.confirm.phrase })
  expect(readFileSync(world.file, 'utf8')).toBe(settings)
  expect(readdirSync(world.folder.at('claude'))).toEqual(['settings.json'])
  expect(world.recorded()).toEqual([
    'asked: install hooks',
    'done: install hooks',
    'asked: remove hooks',
    'done: remove hooks',
  ])
})

test('the status line is installed and removed on its own, beside the hooks', async () => {
  using world = start()
  const hooks = await world.idOf('claude-code')
  const id = (await world.list()).find(({ what }) => what === 'statusline')!.id
  for (const one of [hooks, id])
    await world.ask('POST', `/${one}/install`, { confirm: (await world.question(one, 'install')).body.confirm.phrase })
  expect((await world.list()).map(({ state }) => state)).toEqual(['on', 'off', 'on'])
  expect(JSON.parse(readFileSync(world.file, 'utf8')).statusLine.command).toBe(
    `'/opt/wheelhouse' statusline --data '${world.folder.at('data')}' 2>/dev/null || true # wheelhouse`,
  )
  for (const one of [hooks, id])
    await world.ask('POST', `/${one}/remove`, { confirm: (await world.question(one, 'remove')).body.confirm.phrase })
  expect(readFileSync(world.file, 'utf8')).toBe(settings)
  expect(world.recorded()).toContain('done: install status line')
})

test('a file that has changed since its diff was shown is shown again, not written', async () => {
  using world = start()
  const id = await world.idOf('claude-code')
  const { phrase } = (await world.question(id, 'install')).body.confirm
  writeFileSync(world.file, '{}\n')
  expect((await world.ask('POST', `/${id}/install`, { confirm: phrase })).status).toBe(409)
  expect(readFileSync(world.file, 'utf8')).toBe('{}\n')
})

test('the diff of an installation does not confirm a removal', async () => {
  using world = start()
  const id = await world.idOf('claude-code')
  const { phrase } = (await world.question(id, 'install')).body.confirm
  await world.ask('POST', `/${id}/install`, { confirm: phrase })
  expect((await world.ask('POST', `/${id}/remove`, { confirm: phrase })).status).toBe(409)
})

test('nobody but an admin who may act changes a file of a runtime', async () => {
  using world = start()
  const id = await world.idOf('gemini')
  const { phrase } = (await world.question(id, 'install')).body.confirm
  for (const caller of [callerAs('viewer'), callerAs('operator'), callerAs('admin', { mayAct: false })])
    expect((await world.ask('POST', `/${id}/install`, { confirm: phrase }, caller)).status).toBe(403)
  expect(existsSync(world.folder.at('gemini', 'settings.json'))).toBe(false)
  expect((await world.ask('POST', `/${id}/install`, { confirm: phrase })).status).toBe(200)
  expect(statSync(world.folder.at('gemini', 'settings.json')).mode & 0o777).toBe(0o600)
})

test('comments, broken JSON and strange hooks are never rewritten, and it is said why', async () => {
  using world = start()
  const id = await world.idOf('claude-code')
  for (const text of ['{ // mine\n}', '{"a"', '{"hooks":[]}', '\ufffe\u0000']) {
    writeFileSync(world.file, text)
    const [claude] = await world.list()
    expect(claude).toMatchObject({ state: 'blocked', problem: expect.stringContaining(`${world.file} stays as it is`) })
    expect((await world.question(id, 'install')).status).toBe(409)
    expect(readFileSync(world.file, 'utf8')).toBe(text)
  }
})

test('a file that is a link stays one', async () => {
  using world = start()
  const id = await world.idOf('gemini')
  mkdirSync(world.folder.at('dotfiles'))
  writeFileSync(world.folder.at('dotfiles', 'gemini.json'), '{}\n')
  symlinkSync('../dotfiles/gemini.json', world.folder.at('gemini', 'settings.json'))
  const { phrase } = (await world.question(id, 'install')).body.confirm
  await world.ask('POST', `/${id}/install`, { confirm: phrase })
  expect(JSON.parse(readFileSync(world.folder.at('dotfiles', 'gemini.json'), 'utf8')).hooks.AfterTool).toHaveLength(1)
  expect(readdirSync(world.folder.at('gemini'))).toEqual(['settings.json'])
})

test('ids and kinds are checked before a file is looked at', async () => {
  using world = start()
  expect((await world.ask('POST', '/gemini.00000000/install')).status).toBe(404)
  expect((await world.ask('POST', '/..%2F..%2Fetc/install')).status).toBe(400)
  expect((await world.ask('POST', `/${await world.idOf('gemini')}/rewrite`)).status).toBe(400)
})

test('doctor says what hooks would tell, and which ones call an executable that is elsewhere', async () => {
  using world = start()
  expect(world.findings()).toEqual([['gemini', 'info', 'hooks-off']])
  for (const runtime of ['gemini', 'claude-code']) {
    const id = await world.idOf(runtime)
    const { phrase } = (await world.question(id, 'install')).body.confirm
    await world.ask('POST', `/${id}/install`, { confirm: phrase })
  }
  expect(world.findings()).toEqual([])
  writeFileSync(world.file, readFileSync(world.file, 'utf8').replaceAll('/opt/wheelhouse', '/tmp/wheelhouse'))
  expect(world.findings()).toEqual([['claude-code', 'warn', 'hooks-outdated']])
})
