import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { costOf, type Given, writeCorpus } from './testing/corpus.ts'
import { runOnce, start, temporary } from './testing/program.ts'

type Sums = {
  calls: number
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  costUsd: number | null
}
type Report = { rows: (Sums & { key: string })[]; totals: Sums & { unpricedTokens: number; boundTokens: number } }

const zones = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Europe/Vienna']
const groupings = ['day', 'week', 'month', 'session', 'model', 'agent', 'project', 'runtime', 'cron', 'block', 'family']
const commands = ['daily', 'weekly', 'monthly', 'sessions', 'models', 'agents', 'projects', 'blocks']

const sumOf = (given: Given[]): Sums => ({
  calls: given.length,
  inputTokens: given.reduce((sum, { input }) => sum + input, 0),
  outputTokens: given.reduce((sum, { output }) => sum + output, 0),
  cacheReadTokens: given.reduce((sum, { cacheRead }) => sum + cacheRead, 0),
  cacheWriteTokens: given.reduce((sum, { cacheWrite }) => sum + cacheWrite, 0),
  costUsd: given.reduce((sum, one) => sum + costOf(one), 0),
})

/** To the token, and to a billionth of a dollar. */
function expectSum(found: Sums, given: Given[], where: string) {
  const { costUsd, ...tokens } = sumOf(given)
  expect({ where, ...found }).toMatchObject({ where, ...tokens })
  expect(Math.abs(found.costUsd! - costUsd!)).toBeLessThan(1e-9)
}

function dayIn(zone: string) {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
  return ({ at }: Given) => format.format(at)
}

function expectRows({ rows }: Report, given: Given[], keyOf: (one: Given) => string, where: string) {
  const keys = [...new Set(given.map(keyOf))].sort()
  expect({ where, keys: rows.map(({ key }) => key).sort() }).toEqual({ where, keys })
  for (const row of rows)
    expectSum(
      row,
      given.filter((one) => keyOf(one) === row.key),
      `${where} ${row.key}`,
    )
}

test('what six runtimes used, among all that can go wrong in their files, is in every view to the token and the cent', async () => {
  using folder = temporary('truth')
  const { given, env } = writeCorpus(folder.path)
  // Once without a server, once with one, and once more after it was killed and started again.
  for (const command of commands) {
    const { stdout, code } = await runOnce(
      folder.path,
      ['costs', command, '--json', '--timezone', 'Asia/Kathmandu', '--data', join(folder.path, 'cold')],
      { env },
    )
    expect(code).toBe(0)
    expectSum((JSON.parse(stdout) as Report).totals, given, `costs ${command}`)
  }
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    await using server = await start(folder.path, [], { env })
    await server.caughtUp()
    const report = (query: string) => server.ask<Report>(`/api/costs/report?${query}`)
    for (const zone of zones) {
      for (const by of groupings) {
        const { rows, totals } = await report(`by=${by}&timezone=${zone}`)
        expectSum(totals, given, `${by} in ${zone}`)
        expect(totals).toMatchObject({ unpricedTokens: 0, boundTokens: 0 })
        expect(rows.reduce((sum, { calls }) => sum + calls, 0)).toBe(given.length)
      }
      expectRows(await report(`by=day&timezone=${zone}`), given, dayIn(zone), `days in ${zone}`)
      expectRows(
        await report(`by=month&timezone=${zone}`),
        given,
        (one) => dayIn(zone)(one).slice(0, 7),
        `months in ${zone}`,
      )
      const turned = given.filter((one) => dayIn(zone)(one) === '2026-10-25')
      const day = await report(`by=model&timezone=${zone}&since=2026-10-25&until=2026-10-25`)
      expectRows(day, turned, ({ model }) => model, `the day on which clocks are put back in ${zone}`)
    }
    expectRows(await report('by=model'), given, ({ model }) => model, 'models')
    expectRows(await report('by=runtime'), given, ({ runtime }) => runtime, 'runtimes')
    for (const runtime of new Set(given.map((one) => one.runtime)))
      expectSum(
        (await report(`by=week&runtime=${runtime}`)).totals,
        given.filter((one) => one.runtime === runtime),
        runtime,
      )
    const rows = await server.ask<{ totals: Sums }>('/api/costs/rows')
    expectSum(rows.totals, given, 'the rows behind it')
    const csv = await (await fetch(`${server.url}/api/costs/export?format=csv&what=answers`)).text()
    expect(csv.trim().split('\n')).toHaveLength(given.length + 1)
    await server.stop(signal)
  }
}, 120_000)

test('what nobody can read in them is named, by file, and nothing else is', async () => {
  using folder = temporary('truth')
  const { env } = writeCorpus(folder.path)
  await using server = await start(folder.path, [], { env })
  await server.caughtUp()
  const { findings } = await server.ask<{ findings: { code: string; message: string }[] }>('/api/doctor')
  const unread = findings
    .filter(({ code }) => code === 'unread')
    .map(({ message }) => message)
    .join('\n')
  for (const name of ['0c0c0c0c', 'one.jsonl', 'rollout-', 'session-1.jsonl', '0.jsonl']) expect(unread).toContain(name)
  expect(unread).not.toContain('two.jsonl')
  await server.stop()
}, 60_000)
