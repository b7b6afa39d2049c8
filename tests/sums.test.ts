import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { recordedHome, runOnce, start, temporary } from './testing/program.ts'

type Row = {
  key: string
  calls: number
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  costUsd: number | null
  unpricedTokens: number
}
type Report = { rows: Row[]; totals: Omit<Row, 'key'> }

/** What each recorded home adds up to, by agent: calls, input, output, cache read, dollars. */
const known = {
  '2026.9.6': {
    'openclaw:main': [27, 188_765, 609, 188_750, 0.6027316],
    'openclaw:ops': [20, 132_291, 8_684, 132_284, 0.1802554],
    'openclaw:writer': [4, 29_017, 74, 29_014, null],
  },
  '2026.3.24': {
    'openclaw:main': [32, 236_259, 758, 236_241, 0.7235393],
    'openclaw:ops': [26, 188_328, 8_697, 188_315, 0.2419475],
    'openclaw:writer': [4, 29_582, 74, 29_581, null],
    'openclaw:nosuchagent': [1, 7_352, 35, 7_351, 0.0247863],
  },
} as const

const views = ['day', 'week', 'month', 'session', 'model', 'agent', 'project', 'runtime', 'cron', 'block']
const commands = ['daily', 'weekly', 'monthly', 'sessions', 'models', 'agents', 'projects', 'blocks']

function expectAgents(report: Report, agents: Record<string, readonly (number | null)[]>) {
  for (const [id, [calls, input, output, cacheRead, usd]] of Object.entries(agents)) {
    const row = report.rows.find((row) => row.key === id)!
    expect([row.calls, row.inputTokens, row.outputTokens, row.cacheReadTokens]).toEqual([
      calls,
      input,
      output,
      cacheRead,
    ] as number[])
    if (usd === null) expect(row.costUsd).toBeNull()
    else expect(row.costUsd).toBeCloseTo(usd as number, 9)
  }
  expect(report.rows.length).toBe(Object.keys(agents).length)
}

function expectTotals(report: Report, agents: Record<string, readonly (number | null)[]>) {
  const rows = Object.values(agents)
  const sum = (column: number) => rows.reduce((total, row) => total + (row[column] ?? 0), 0)
  const { calls, inputTokens, outputTokens, cacheReadTokens, costUsd } = report.totals
  expect([calls, inputTokens, outputTokens, cacheReadTokens]).toEqual([sum(0), sum(1), sum(2), sum(3)])
  expect(costUsd).toBeCloseTo(sum(4), 9)
}

for (const [version, agents] of Object.entries(known) as [
  '2026.9.6' | '2026.3.24',
  Record<string, readonly (number | null)[]>,
][]) {
  test(`the home of ${version} has its sums in every view over HTTP`, async () => {
    using folder = temporary('sums')
    await using server = await start(folder.path, [], {
      env: { OPENCLAW_STATE_DIR: recordedHome(version, folder.path) },
    })
    await server.caughtUp()
    for (const by of views) {
      const report = await server.ask<Report>(`/api/costs/report?by=${by}`)
      expectTotals(report, agents)
      if (by === 'agent') expectAgents(report, agents)
    }
    const overview = await server.ask<{ costs: { monthUsd: number }; sessions: { total: number } }>('/api/overview')
    expect(overview.sessions.total).toBeGreaterThan(10)
    expect(await server.stop()).toBe(0)
  })

  test(`the home of ${version} has its sums in every view of the terminal, without a server`, async () => {
    using folder = temporary('sums')
    const env = {
      OPENCLAW_STATE_DIR: recordedHome(version, folder.path),
      WHEELHOUSE_DATA_DIR: join(folder.path, 'data'),
    }
    for (const command of commands) {
      const { code, stdout, stderr } = await runOnce(folder.path, ['costs', command, '--json'], { env })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expectTotals(JSON.parse(stdout), agents)
    }
  })
}

test('two homes at once are two sets of agents and one sum', async () => {
  using folder = temporary('sums')
  const homes = [recordedHome('2026.9.6', folder.path), recordedHome('2026.3.24', folder.path)]
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: homes.join(',') } })
  await server.caughtUp()
  const report = await server.ask<Report>('/api/costs/report?by=agent')
  expectTotals(report, {
    ...known['2026.9.6'],
    ...Object.fromEntries(Object.entries(known['2026.3.24']).map(([id, row]) => [`${id} of the other`, row])),
  })
  expect(report.rows.length).toBe(7)
  expectAgents({ ...report, rows: report.rows.filter(({ key }) => key in known['2026.9.6']) }, known['2026.9.6'])
})

test('a day in another zone may be another day, and the sum stays', async () => {
  using folder = temporary('sums')
  await using server = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await server.caughtUp()
  const days = async (timezone: string) =>
    (await server.ask<Report>(`/api/costs/report?by=day&timezone=${timezone}`)).rows.map((row) => row.key)
  expect(await days('UTC')).toEqual(['2026-11-20'])
  expect(await days('Asia/Kathmandu')).toEqual(['2026-11-21'])
  const one = await server.ask<Report>(
    '/api/costs/report?by=day&timezone=Asia/Kathmandu&since=2026-11-21&until=2026-11-21',
  )
  expectTotals(one, known['2026.9.6'])
})
