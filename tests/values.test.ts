import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { appendFileSync, cpSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { start, temporary, until } from './testing/program.ts'

type Session = {
  id: string
  agentId: string
  runtime: string
  key: string
  state: string
  reason: string | null
  model: string
  branch: string | null
  contextPercent: number | null
}
type Page = { items: Session[]; nextCursor: string | null }

/** The recorded homes of all command lines, copied, in whose repository another branch is checked out. */
function recorded(into: string) {
  for (const runtime of ['claude-code', 'codex', 'gemini', 'opencode'])
    cpSync(resolve('tests/homes', runtime), join(into, runtime), { recursive: true })
  const boat = join(into, 'boat')
  mkdirSync(join(boat, '.git'), { recursive: true })
  const head = join(boat, '.git', 'HEAD')
  writeFileSync(head, 'ref: refs/heads/new-sails\n')
  // It was checked out before anything was recorded.
  utimesSync(head, new Date('2026-11-01'), new Date('2026-11-01'))
  writeFileSync(join(into, 'gemini', 'tmp', 'boat', '.project_root'), boat)
  using database = new Database(join(into, 'opencode', 'opencode.db'))
  database.run("UPDATE session SET directory = ? WHERE directory = '/home/user/boat'", [boat])
  const config = join(into, 'config.toml')
  writeFileSync(config, '[models."gull-1"]\ncontext = 32_000\n')
  return {
    CLAUDE_CONFIG_DIR: join(into, 'claude-code'),
    CODEX_HOME: join(into, 'codex'),
    GEMINI_DATA_DIR: join(into, 'gemini'),
    OPENCODE_DATA_DIR: join(into, 'opencode'),
    WHEELHOUSE_CONFIG: config,
  }
}

const percentOf = (part: number, whole: number) => Math.round((part / whole) * 1_000) / 10

test('how full a context is, is known for every command line, and is one number wherever it is shown', async () => {
  using folder = temporary('values')
  await using server = await start(folder.path, [], { env: recorded(folder.path) })
  await server.caughtUp()
  const { items } = await server.ask<Page>('/api/sessions?limit=100')
  const of = (runtime: string) => items.filter((session) => session.runtime === runtime)

  // Every one of them has read some 21,000 tokens of 200,000; one knows no model, because it only failed.
  const claude = of('claude-code').map(({ model, contextPercent }) => (model === null ? model : contextPercent))
  expect(claude.sort()).toEqual([10.5, 10.5, 10.5, 10.5, 10.5, null])
  expect(of('gemini').map(({ contextPercent }) => contextPercent)).toEqual([percentOf(3_000, 1_048_576)])
  expect(of('codex').every(({ contextPercent }) => contextPercent !== null)).toBeTrue()
  const gulls = of('opencode').filter(({ model }) => model === 'gull-1')
  const tokens = [4_604, 5_605, 8_608, 11_611]
  expect(gulls.map(({ contextPercent }) => contextPercent!).sort((x, y) => x - y)).toEqual(
    tokens.map((one) => percentOf(one, 32_000)),
  )
  // Nobody knows this model.
  expect(of('opencode').find(({ model }) => model === 'free-1')?.contextPercent).toBeNull()

  const everywhere = (session: Session) => [session.id, session.contextPercent]
  const byContext = await server.ask<Page>('/api/sessions?limit=100&sort=context')
  expect(byContext.items.map(everywhere).sort()).toEqual(items.map(everywhere).sort())
  for (const session of items)
    expect(everywhere(await server.ask<Session>(`/api/sessions/${encodeURIComponent(session.id)}`))).toEqual(
      everywhere(session),
    )
  const overview = await server.ask<{ sessions: { items: Session[] } }>('/api/overview')
  const known = new Map(items.map(({ id, contextPercent }) => [id, contextPercent]))
  for (const { id, contextPercent } of overview.sessions.items) expect(contextPercent).toBe(known.get(id)!)
}, 60_000)

test('a session has the branch of its folder where its transcript names none', async () => {
  using folder = temporary('values')
  await using server = await start(folder.path, [], { env: recorded(folder.path) })
  await server.caughtUp()
  const { items } = await server.ask<Page>('/api/sessions?limit=100')
  const branches = (runtime: string) => items.filter((one) => one.runtime === runtime).map(({ branch }) => branch)
  expect(branches('gemini')).toEqual(['new-sails'])
  expect(branches('opencode').filter((branch) => branch !== null)).toEqual(Array(4).fill('new-sails'))
  expect(branches('opencode').filter((branch) => branch === null).length).toBe(1)
}, 60_000)

test('an error that ends a turn of Claude Code is the reason of its session, until somebody goes on', async () => {
  using folder = temporary('values')
  const env = recorded(folder.path)
  await using server = await start(folder.path, [], { env })
  await server.caughtUp()
  const project = join(env.CLAUDE_CONFIG_DIR, 'projects', '-home-user-boat')
  const file = readdirSync(project).find((name) => name.endsWith('.jsonl'))!
  const key = file.slice(0, -'.jsonl'.length)
  const say = (type: string, content: unknown, more: object = {}) =>
    appendFileSync(
      join(project, file),
      `${JSON.stringify({ parentUuid: 'x', isSidechain: false, type, uuid: crypto.randomUUID(), timestamp: new Date().toISOString(), message: { role: type, model: '<synthetic>', content, stop_reason: 'stop_sequence' }, cwd: '/home/user/boat', sessionId: key, ...more })}\n`,
    )
  const standing = async () => {
    const { items } = await server.ask<Page>('/api/sessions?limit=100')
    const session = items.find((one) => one.key === key)
    return [session?.state, session?.reason]
  }
  say('user', 'Hoist the sails')
  const text = 'Claude AI usage limit reached|1749924000'
  say('assistant', [{ type: 'text', text }], { isApiErrorMessage: true })
  await until('it has failed', async () => (await standing())[0] === 'failed')
  expect(await standing()).toEqual(['failed', text])
  say('user', 'Again')
  await until('it goes on', async () => (await standing())[0] !== 'failed')
  expect((await standing())[1]).toBeNull()
}, 60_000)
