import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { indexOnce, startIndex } from '../../indexing/testing/index-all.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { createGemini } from './gemini.ts'
import { geminiHome, geminiIn, message } from './testing/world.ts'

const at = Date.UTC(2026, 10, 20, 10)
const hash = (path: string) => createHash('sha256').update(path).digest('hex')

function write(path: string, content: unknown) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
}

const lines = (...records: object[]) => records.map((one) => `${JSON.stringify(one)}\n`).join('')

type Row = { id: string; kind: string; parent_key: string | null; first_prompt: string; project_path: string }

/** The index after one pass over a folder. */
async function indexed(folder: string) {
  await using started = await indexOnce(() => [geminiIn(folder)])
  const { calls, index, unread } = started
  const sums = index.$client
    .query<Record<string, number>, []>(
      'SELECT sum(input) AS input, sum(cache_read) AS cacheRead, sum(output) AS output, sum(reasoning) AS reasoning FROM usage',
    )
    .get()!
  const sessions = index.$client.query<Row, []>('SELECT * FROM sessions ORDER BY started_at, id').all()
  const agents = index.$client.query<{ name: string }, []>('SELECT name FROM agents ORDER BY name').all()
  return { calls: calls(), sums, sessions, agents: agents.map(({ name }) => name), unread: unread() }
}

test('the recorded home comes to what the fake model was asked: three answers, though they are written five times', async () => {
  using home = geminiHome()
  const { calls, sums, sessions, agents, unread } = await indexed(home.path)
  expect([calls, unread]).toEqual([3, []])
  // The sums of the 1st to 3rd answers: multiples of 1,000 and 400, and of 50 and 10 more.
  expect(sums).toEqual({ input: 6 * 600, cacheRead: 6 * 400, output: 3 * 60 + 2 * 6, reasoning: 3 * 10 + 6 })
  expect(agents).toEqual(['boat'])
  expect(sessions).toMatchObject([
    { kind: 'direct', project_path: '/home/user/boat', first_prompt: 'look around in the hold' },
  ])
  expect(sessions[0]!.id).toMatch(/^gemini\.boat-[0-9a-f]{6}\.[0-9a-f-]{36}$/)
})

test('a chat that was one object and goes on in lines is counted once', async () => {
  using home = temporary('gemini')
  const messages = [message('m1', at, [100, 0, 10, 0]), message('m2', at, [200, 0, 10, 0])]
  write(home.at('tmp', 'boat', 'chats', 'session-1.json'), { sessionId: 's', messages })
  write(
    home.at('tmp', 'boat', 'chats', 'session-1.jsonl'),
    lines({ sessionId: 's', projectHash: 'x' }, ...messages, message('m3', at, [5, 0, 1, 0])),
  )
  expect(await indexed(home.path)).toMatchObject({ calls: 3, sums: { input: 305 } })
})

test('a chat belongs to the directory behind its folder, else to what its folder is called', async () => {
  using home = temporary('gemini')
  const chat = (folder: string, id: string) =>
    write(home.at('tmp', folder, 'chats', 'session-1.json'), {
      sessionId: id,
      messages: [message(id, at, [1, 0, 1, 0])],
    })
  chat(hash('/nowhere/boat'), 'a')
  chat(hash('/unknown'), 'b')
  chat('mast', 'c')
  write(home.at('projects.json'), { projects: { '/nowhere/boat': 'boat', '/nowhere/the mast': 'mast' } })
  expect((await indexed(home.path)).agents).toEqual([hash('/unknown').slice(0, 6), 'boat', 'the mast'])
})

test('a sub-agent stands below the session that sent it', async () => {
  using home = temporary('gemini')
  const chats = (...parts: string[]) => home.at('tmp', 'boat', 'chats', ...parts)
  write(chats('session-1.jsonl'), lines({ sessionId: 'mother', kind: 'main' }, message('m1', at, [1, 0, 1, 0])))
  write(
    chats('mother', 'child.jsonl'),
    lines({ sessionId: 'child', kind: 'subagent' }, message('m1', at + 1, [1, 0, 1, 0])),
  )
  const { calls, sessions } = await indexed(home.path)
  expect(calls).toBe(2)
  expect(sessions.map(({ kind, parent_key }) => [kind, parent_key])).toEqual([
    ['direct', null],
    ['subagent', 'mother'],
  ])
})

test('a hostile folder comes to what can be read of it', async () => {
  using home = temporary('gemini')
  const chats = (...parts: string[]) => home.at('tmp', 'boat', 'chats', ...parts)
  const huge = { ...message('m2', at, [2, 0, 0, 0]), content: 'x'.repeat(16 << 20) }
  write(chats('a.jsonl'), lines({ sessionId: '../../etc' }, message('m1', at, [1, 0, 0, 0]), huge))
  appendFileSync(chats('a.jsonl'), `{"type":"gemini"\n\n${JSON.stringify(message('m3', at, [4, 0, 0, 0]))}`)
  write(chats('b.json'), {
    sessionId: 'b',
    messages: [message('m1', at, [8, 0, 0, 0]), null, 7, message('m2', at, [-1, 0, 0, 0])],
  })
  write(chats('c.json'), 'no more words')
  write(chats('d.json'), '[]')
  write(home.at('tmp', 'boat', 'logs.json'), { sessionId: 'x', messages: [message('m1', at, [900, 0, 0, 0])] })
  symlinkSync(home.path, chats('loop'))
  const { calls, sums, sessions, unread } = await indexed(home.path)
  expect([calls, sums.input]).toEqual([4, 15])
  expect(unread.map(({ reason }) => reason).sort()).toEqual([
    expect.stringContaining('JSON'),
    expect.stringContaining('JSON'),
    'no answer has -1 input tokens',
    'not a JSON object',
  ])
  for (const { id } of sessions) expect(id).toMatch(/^gemini\.boat-[0-9a-f]{6}\.[A-Za-z0-9_-]+$/)
})

test('a half-written chat waits for its other half, and is named only when that does not come', async () => {
  using home = temporary('gemini')
  const path = home.at('tmp', 'boat', 'chats', 'session-1.json')
  const recently = Date.now() - 3_600_000
  const whole = JSON.stringify({ sessionId: 's', messages: [message('m1', recently, [1, 0, 1, 0])] })
  write(path, whole.slice(0, -20))
  await using started = startIndex(() => [createGemini([home.path])])
  await started.until(started.isDone)
  expect(started.unread()).toEqual([])
  await started.until(() => started.unread().length > 0)
  write(path, whole)
  await started.until(() => started.calls() === 1)
  expect(started.unread()).toEqual([])
}, 20_000)
