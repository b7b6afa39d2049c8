import { expect, test } from 'bun:test'
import { appendFileSync, cpSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runOnce, start, temporary, until } from './testing/program.ts'

type Row = { key: string; label: string; inputTokens: number; outputTokens: number; calls: number }
type Report = { rows: Row[]; totals: Row & { totalTokens: number; cacheReadTokens: number; cacheWriteTokens: number } }
type Session = { id: string; title: string; kind: string; parentId: string | null; branch: string; projectPath: string }
type Doctor = { findings: { code: string; message: string }[] }

/** The recorded folder, copied, and the transcript in which something was said. */
function recorded(into: string) {
  const folder = join(into, 'claude')
  cpSync(resolve('tests/homes/claude-code'), folder, { recursive: true })
  const project = join(folder, 'projects', '-home-user-boat')
  const files = readdirSync(project).filter((name) => name.endsWith('.jsonl'))
  return {
    folder,
    fileWith: (words: string) =>
      files.map((name) => join(project, name)).find((path) => readFileSync(path, 'utf8').includes(words))!,
  }
}

test('what Claude Code used is in every report, to the token, and grows as it goes on', async () => {
  using folder = temporary('claude-code')
  const { folder: home, fileWith } = recorded(folder.path)
  await using server = await start(folder.path, [], { env: { CLAUDE_CONFIG_DIR: home } })
  await server.caughtUp()
  const report = (by: string) => server.ask<Report>(`/api/costs/report?by=${by}&timezone=UTC`)
  for (const by of ['day', 'week', 'month', 'session', 'model', 'agent', 'project', 'runtime', 'block']) {
    const { totals, rows } = await report(by)
    expect(totals).toMatchObject({
      calls: 8,
      inputTokens: 116,
      outputTokens: 379,
      cacheReadTokens: 160_036,
      cacheWriteTokens: 8_000,
      totalTokens: 168_531,
    })
    expect(rows.reduce((sum, { calls }) => sum + calls, 0)).toBe(8)
  }
  expect((await report('project')).rows.map(({ key }) => key)).toEqual(['/home/user/boat'])
  expect((await report('agent')).rows.map(({ label }) => label)).toEqual(['boat'])

  const { items } = await server.ask<{ items: Session[] }>('/api/sessions?limit=20')
  const child = items.find(({ kind }) => kind === 'subagent')!
  const parent = items.find(({ id }) => id === child.parentId)!
  expect([child.title, parent.title]).toEqual(['Look below deck', 'Ask somebody to count the barrels.'])
  expect([parent.branch, parent.projectPath]).toEqual(['main', '/home/user/boat'])

  const file = fileWith('And now?')
  const last = readFileSync(file, 'utf8')
    .split('\n')
    .findLast((line) => line.includes('msg_0003'))!
  appendFileSync(file, `${last.replaceAll('msg_0003', 'msg_0900')}\n${last}\n{"usage": torn\n`)
  await until('the new answer is counted', async () => (await report('day')).totals.calls === 9)
  expect((await report('day')).totals.inputTokens).toBe(116 + 13)
  await until('the torn line is named', async () =>
    (await server.ask<Doctor>('/api/doctor')).findings.some(
      ({ code, message }) => code === 'unread' && message.includes(file.split('/').at(-1)!),
    ),
  )
}, 30_000)

test('its folder may be one of several, and one that is not there is only said', async () => {
  using folder = temporary('claude-code')
  const { folder: home } = recorded(folder.path)
  const env = { CLAUDE_CONFIG_DIR: `${join(folder.path, 'nowhere')},${home}` }
  const { stdout, code } = await runOnce(folder.path, ['costs', 'agents', '--json', '--data', join(folder.path, 'd')], {
    env,
  })
  expect(code).toBe(0)
  expect((JSON.parse(stdout) as Report).totals.calls).toBe(8)
})
