import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

type Overview = {
  demo: boolean
  agents: { name: string; state: string }[]
  sessions: { active: number; total: number }
  costs: { todayUsd: number; monthUsd: number; budgetUsd: number | null }
  attention: { kind: string; score: number; agentId: string }[]
  health: { recent: { values: Record<string, (number | null)[]> } }
  sources: { runtime: string; state: string; detail: string }[]
}

test('where nothing is found --demo-if-empty shows the demo alive, says so on every page, and keeps its books apart', async () => {
  using folder = temporary('demo')
  await using server = await start(folder.path, ['--demo-if-empty'], { env: { TMPDIR: folder.path } })
  await server.caughtUp()
  const overview = await server.ask<Overview>('/api/overview')
  expect(overview.demo).toBe(true)
  expect(overview.agents.length).toBeGreaterThanOrEqual(10)
  expect(overview.sessions.active).toBeGreaterThan(0)
  expect(overview.costs.monthUsd).toBeGreaterThan(0)
  expect(existsSync(join(folder.path, 'data', 'index.sqlite'))).toBe(false)

  await using browser = await openBrowser({ width: 390, height: 844 })
  const page = await browser.page()
  for (const path of ['/', '/settings/access']) {
    await page.goto(server.url + path)
    await page.getByText('Demo: everything here is made up').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  }
  await page.goto(server.url)
  const seen = await page.locator('table').textContent()
  await until('something moves by itself', async () => (await page.locator('table').textContent()) !== seen)

  const worlds = () => readdirSync(folder.path).filter((name) => name.startsWith('wheelhouse-demo-'))
  expect(worlds().length).toBe(1)
  expect(await server.stop()).toBe(0)
  expect(worlds()).toEqual([])
})

test('where a home is there --demo-if-empty shows the home', async () => {
  using folder = temporary('demo')
  const { recordedHome } = await import('./testing/program.ts')
  await using server = await start(folder.path, ['--demo-if-empty'], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  expect((await server.ask<Overview>('/api/overview')).demo).toBe(false)
})

test('the bare executable with nothing found says where it looked, and is one click from the demo', async () => {
  using folder = temporary('empty')
  await using server = await start(folder.path)
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.url)
  await page.getByText('No agents were found on this machine').waitFor()
  await page.getByText('.openclaw').first().waitFor()
  await page.getByRole('button', { name: 'Start the demo' }).click()
  await page.getByText('Demo: everything here is made up').waitFor()
  expect((await server.ask<Overview>('/api/overview')).demo).toBe(true)
  expect(await server.stop()).toBe(0)
})

test('the demo opens with four runtimes, commands to allow, a stall, a failing job, an hour of lines and a budget at two thirds', async () => {
  using folder = temporary('promise')
  await using server = await start(folder.path, ['--demo'], { env: { TMPDIR: folder.path } })
  const lines = async () => (await server.ask<Overview>('/api/overview')).health.recent.values
  await until('an hour of the machine is there', async () =>
    (await lines())['memory.percent']!.every((value) => value !== null),
  )
  await server.caughtUp()
  const { attention, sources, costs } = await until('the gateway has said who waits', async () => {
    const overview = await server.ask<Overview>('/api/overview')
    const kinds = new Set(overview.attention.map(({ kind }) => kind))
    return kinds.has('waiting') && kinds.has('approval-asked') && overview
  })
  expect(sources.map(({ runtime, state }) => `${runtime} ${state}`)).toEqual(
    ['openclaw', 'claude-code', 'codex', 'gemini'].map((runtime) => `${runtime} ok`),
  )
  const urgent = attention.filter(({ score }) => score >= 80)
  // At some hours the context of somebody is full as well, and in that of its run a job is not overdue.
  const kinds = new Set(urgent.map(({ kind }) => kind)).difference(new Set(['context-full', 'cron-overdue']))
  expect(kinds).toEqual(new Set(['approval-asked', 'cron-failed', 'stalled', 'waiting']))
  await until('an hour of tokens is there', async () => {
    const known = (await lines())['tokens.perMinute']!.filter((value) => value !== null && value > 0)
    return known.length >= 55
  })
  const { budgets } = await server.ask<{ budgets: { per: string; usedPercent: number }[] }>('/api/costs/summary')
  // In the first hours of a month hardly anything of its budget is spent.
  const isYoung = new Date().getDate() === 1
  expect(budgets.find(({ per }) => per === 'month')!.usedPercent).toBeWithin(isYoung ? 0 : 55, 78)
  expect(costs.budgetUsd).toBeGreaterThan(0)
})

test('the demo reads nothing of the person’s own: no home, no budget, no price, no hook, and writes nothing outside its folder', async () => {
  using folder = temporary('demo-apart')
  const own = join(folder.path, 'home', '.claude', 'projects', '-own')
  mkdirSync(own, { recursive: true })
  writeFileSync(
    join(own, '11111111-1111-4111-8111-111111111111.jsonl'),
    `${JSON.stringify({ parentUuid: null, type: 'user', cwd: '/nowhere/own-project', sessionId: 'x', timestamp: new Date().toISOString(), message: { role: 'user', content: 'My own words' } })}\n`,
  )
  const config = join(folder.path, 'config.toml')
  writeFileSync(
    config,
    [
      '[budget]',
      'day_usd = 0.01',
      '[claude_code]',
      'billing = "subscription"',
      '[prices."claude-opus-4-6"]',
      'input = 1000',
      'output = 1000',
    ].join('\n'),
  )
  const before = readdirSync(folder.path, { recursive: true })
  {
    await using server = await start(folder.path, ['--demo'], {
      env: { TMPDIR: folder.path, WHEELHOUSE_CONFIG: config },
    })
    await server.caughtUp()
    const { agents, costs, sources } = await server.ask<Overview>('/api/overview')
    expect(agents.map(({ name }) => name)).not.toContain('own-project')
    for (const { detail } of sources) expect(detail).toContain('wheelhouse-demo-')
    expect(costs.budgetUsd).toBeGreaterThan(1)
    expect(costs.monthUsd).toBeLessThan(2_000)
    expect(await server.stop()).toBe(0)
  }
  // The executable itself lies beside its data folder.
  const kept = (path: string) => !/^(data|alone)/.test(path)
  expect((readdirSync(folder.path, { recursive: true }) as string[]).filter(kept).sort()).toEqual(
    (before as string[]).filter(kept).sort(),
  )
})
