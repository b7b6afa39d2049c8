import { expect, test } from 'bun:test'
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { StatuslineWord } from '../src/facts/statusline.ts'
import type { Reconciliation } from '../src/reconcile/reconciliation.ts'
import { runOnce, start, temporary, until } from './testing/program.ts'

const said = (session: string, usd: number) =>
  JSON.stringify({
    session_id: session,
    transcript_path: '/home/secret/transcript.jsonl',
    cwd: '/home/secret',
    model: { id: 'claude-opus-4-5', display_name: 'Opus 4.5' },
    workspace: { current_dir: '/home/secret' },
    cost: { total_cost_usd: usd, total_duration_ms: 5_000 },
    context_window: { context_window_size: 200_000, used_percentage: 12 },
    rate_limits: { five_hour: { used_percentage: 23.5, resets_at: Math.round(Date.now() / 1_000) + 3_600 } },
  })

/** The status line as Claude Code runs it: what it is handed, and what came of it. */
async function run(folder: string, words: string[], input: string | Uint8Array, cwd?: string) {
  const child = Bun.spawn([join(folder, 'alone', 'wheelhouse'), 'statusline', ...words], {
    env: { HOME: folder, XDG_RUNTIME_DIR: folder, PATH: process.env.PATH ?? '' },
    ...(cwd !== undefined && { cwd }),
    stdin: new Blob([input as string]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  return { code, out, err }
}

type Limit = { runtime: string; name: string; usedPercent: number }

test('a status line is shown, its limits reach the pages at once, and its cost is kept', async () => {
  using folder = temporary('statusline')
  await using server = await start(folder.path)
  expect(await run(folder.path, ['--data', join(folder.path, 'data')], said('a', 0.42))).toEqual({
    code: 0,
    out: 'Opus 4.5 · $0.42 · context 12% · 5 h 24%\n',
    err: '',
  })
  let limits: Limit[] = []
  await until('the limit is known', async () => {
    limits = (await server.ask<{ limits: Limit[] }>('/api/costs/summary')).limits
    return limits.length > 0
  })
  expect(limits).toMatchObject([{ runtime: 'claude-code', name: '5 hours', usedPercent: 23.5 }])
})

test('where nobody listens the last word of a session is kept for the next start, readable by us alone', async () => {
  using folder = temporary('statusline')
  {
    await using _ = await start(folder.path)
  }
  const data = join(folder.path, 'data')
  for (const usd of [0.1, 0.2]) await run(folder.path, ['--data', data], said('a', usd))
  const [name] = readdirSync(join(data, 'statusline'))
  expect(readdirSync(join(data, 'statusline'))).toHaveLength(1)
  expect(statSync(join(data, 'statusline', name!)).mode & 0o777).toBe(0o600)
  const kept = readFileSync(join(data, 'statusline', name!), 'utf8')
  expect(JSON.parse(kept)).toMatchObject({ key: 'a', usd: 0.2 })
  expect(kept).not.toContain('secret')
  await using server = await start(folder.path)
  await until('the limit is known', async () => {
    const { limits } = await server.ask<{ limits: Limit[] }>('/api/costs/summary')
    return limits.length === 1
  })
})

test('in front of another status line the input passes through as it is, whatever it is', async () => {
  using folder = temporary('statusline')
  {
    await using _ = await start(folder.path)
  }
  const odd = ['', '{"session_id": ', said('a', 1), 'ü\0\r\n'.repeat(40_000), '[]', '{"session_id":"../../x"}']
  for (const input of odd)
    expect(await run(folder.path, ['--copy', '--data', join(folder.path, 'data')], input)).toEqual({
      code: 0,
      out: input,
      err: '',
    })
  expect(readdirSync(join(folder.path, 'data', 'statusline')).map((name) => name.split('.')[0])).toEqual(['a'])
})

test('whatever is wrong, it prints no error and succeeds', async () => {
  using folder = temporary('statusline')
  {
    await using _ = await start(folder.path)
  }
  const shut = join(folder.path, 'shut')
  mkdirSync(shut)
  chmodSync(shut, 0o777)
  for (const data of [join(folder.path, 'missing', 'deep'), '/proc/1', shut, ''])
    for (const input of ['', 'x', said('a', 1)]) {
      const { code, err, out } = await run(folder.path, ['--data', data], input)
      expect([code, err]).toEqual([0, ''])
      expect(out).toEndWith('\n')
    }
})

test('with no folder named it keeps its words in the home, never where it was called', async () => {
  using folder = temporary('statusline')
  {
    await using _ = await start(folder.path)
  }
  const here = join(folder.path, 'here')
  mkdirSync(here)
  await run(folder.path, ['--data', ''], said('a', 1), here)
  expect(readdirSync(here)).toEqual([])
})

test('what a real Claude Code counted itself is what its transcripts hold, to the last digit', async () => {
  using folder = temporary('statusline')
  const data = join(folder.path, 'data')
  const config = join(folder.path, 'claude')
  cpSync(resolve('tests/homes/claude-code-statusline/projects'), join(config, 'projects'), { recursive: true })
  mkdirSync(join(data, 'statusline'), { recursive: true, mode: 0o700 })
  const words = resolve('tests/homes/claude-code-statusline/statusline')
  for (const name of readdirSync(words)) copyFileSync(join(words, name), join(data, 'statusline', name))
  await using server = await start(folder.path, [], { env: { CLAUDE_CONFIG_DIR: config } })
  await server.caughtUp()
  type Rows = { rows: { key: string; costUsd: number }[]; totals: { costUsd: number } }
  const { totals, rows } = await server.ask<Rows>('/api/costs/report?by=family')
  expect(totals.costUsd).toBeCloseTo(9 * 0.00226, 9)
  const stated = readdirSync(words).map((name) => JSON.parse(readFileSync(join(words, name), 'utf8')) as StatuslineWord)
  for (const { key, usd } of stated) expect(rows.find((row) => row.key.endsWith(key))!.costUsd).toBeCloseTo(usd!, 9)
  const { runtimes, overall } = await server.ask<Reconciliation>('/api/reconcile?month=2026-11')
  expect(runtimes).toMatchObject([
    { runtime: 'claude-code', statements: [{ witness: 'statusline', sessions: 2, ledgerSessions: 2, driftCents: 0 }] },
  ])
  expect(overall).toMatchObject({ driftCents: 0, parts: [], leftCents: 0 })
  const { stdout } = await runOnce(folder.path, ['costs', 'reconcile', '--month', '2026-11'], {
    env: { WHEELHOUSE_DATA_DIR: data, CLAUDE_CONFIG_DIR: config },
  })
  expect(stdout).toStartWith('2026-11: $0.00. Our ledger has $0.02, $0.02 was stated by runtimes.\n')
})
