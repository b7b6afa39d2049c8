import { expect, test } from 'bun:test'
import { session, usage } from '../indexing/testing/filled.ts'
import { books } from './pricing/testing/books.ts'
import type { PricedCall } from './reports/breakdown.ts'
import type { SessionBurn } from './reports/session-burn.ts'
import { costRoutes } from './routes.ts'

const now = Date.UTC(2026, 10, 20, 12)

function start() {
  const facts = [
    session('a.s1', { title: '=HYPERLINK("http://x")', projectPath: '/p' }),
    session('a.s2', { title: 'Two, "quoted"' }),
    ...Array.from({ length: 120 }, (_, n) =>
      usage(`a.s${1 + (n % 2)}`, {
        key: `k${String(n).padStart(3, '0')}`,
        at: now - n * 60_000,
        loggedUsd: 1 + (n % 7),
        model: `m${n % 3}`,
        tokens: { output: 5 },
      }),
    ),
  ]
  const { reader, timezone, now: clock } = books(facts, { now })
  const routes = costRoutes({ reader, pricing: () => null, timezone, now: clock })
  return {
    routes,
    get: (path: string) => routes.handle(new Request(`http://localhost/api/costs${path}`)),
    async json<T>(path: string): Promise<T> {
      return (await routes.handle(new Request(`http://localhost/api/costs${path}`))).json() as Promise<T>
    },
  }
}

test('numbers are for a screen, what is behind them for a viewer', () => {
  const roles = start().routes.routes.map(({ path, hooks }) => `${path} ${hooks.detail?.['x-role']}`)
  expect(roles).toEqual([
    '/api/costs/today screen',
    '/api/costs/summary screen',
    '/api/costs/burn screen',
    '/api/costs/forecast screen',
    '/api/costs/page viewer',
    '/api/costs/breakdown viewer',
    '/api/costs/report viewer',
    '/api/costs/rows viewer',
    '/api/costs/stack viewer',
    '/api/costs/heatmap viewer',
    '/api/costs/export viewer',
  ])
})

for (const sort of ['newest', 'cost'])
  test(`the pages behind a figure hold each answer once, ${sort} first, and sum to it`, async () => {
    const { json } = start()
    type Page = { items: PricedCall[]; nextCursor: string | null; totals: { costUsd: number; calls: number } }
    const rows: PricedCall[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Page = await json(
        `/rows?model=m1&limit=7&sort=${sort}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      rows.push(...page.items)
      cursor = page.nextCursor
      expect(page.totals.calls).toBe(40)
      if (cursor === null) expect(rows.reduce((sum, { costUsd }) => sum + costUsd!, 0)).toBe(page.totals.costUsd)
    }
    expect(new Set(rows.map(({ id }) => id)).size).toBe(40)
    const order = rows.map((row) => (sort === 'cost' ? row.costUsd! : row.at))
    expect(order).toEqual(order.toSorted((a, b) => b - a))
  })

test('a cursor of somebody else is refused in words', async () => {
  const { routes } = start()
  const answer = await routes.handle(new Request('http://localhost/api/costs/rows?cursor=bm9uZQ'))
  expect(answer.status).toBeGreaterThanOrEqual(400)
})

test('a filter narrows a report, and an empty one asks for what has none', async () => {
  const { json } = start()
  type Answer = { totals: { calls: number }; rows: { key: string; breakdown?: unknown[] }[] }
  expect((await json<Answer>('/report?by=agent&project=/p')).totals.calls).toBe(60)
  expect((await json<Answer>('/report?by=agent&project=')).totals.calls).toBe(60)
  expect((await json<Answer>('/report?by=agent&session=openclaw.a.s1&model=m0')).totals.calls).toBe(20)
  expect((await json<Answer>('/report?by=agent&breakdown=true')).rows[0]!.breakdown).toHaveLength(3)
})

test('no cell of an export is calculated by a spreadsheet', async () => {
  const { get } = start()
  const answer = await get('/export?by=session')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="costs-session-all-2026-11-20.csv"')
  const lines = (await answer.text()).split('\r\n')
  expect(lines[0]).toStartWith('key,name,cost_usd,')
  const cells = lines.find((line) => line.includes('HYPERLINK'))
  expect(cells).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect(lines.find((line) => line.includes('Two'))).toContain('"Two, ""quoted"""')
})

test('every answer can be taken out, as a table and as JSON', async () => {
  const { get } = start()
  const csv = await (await get('/export?what=answers')).text()
  expect(csv.trim().split('\r\n')).toHaveLength(121)
  const { items } = (await (await get('/export?what=answers&format=json&model=m2')).json()) as { items: PricedCall[] }
  expect(items).toHaveLength(40)
  expect(await (await get('/export?what=answers&format=json&model=none')).json()).toEqual({
    items: [],
    nextCursor: null,
  })
})

test('a stack has every day of its range, and one layer for the rest', async () => {
  const { json } = start()
  type Answer = { days: unknown[]; layers: { label: string; isOther: boolean }[] }
  const { days, layers } = await json<Answer>('/stack?by=model&layers=1&since=2026-11-01&until=2026-11-20')
  expect(days).toHaveLength(20)
  expect(layers.map(({ isOther }) => isOther)).toEqual([false, true])
  expect(layers[1]!.label).toBe('2 others')
})

test('a heat map knows the hour on the wall of the zone', async () => {
  const { json } = start()
  type Answer = { cells: { day: string; hour: number; calls: number }[] }
  const { cells } = await json<Answer>('/heatmap?timezone=Asia/Kathmandu&until=2026-11-20')
  expect(cells.map(({ day, hour, calls }) => [day, hour, calls])).toEqual([
    ['2026-11-20', 15, 14],
    ['2026-11-20', 16, 60],
    ['2026-11-20', 17, 46],
  ])
})

test('what sessions cost in the last 30 minutes is asked of several at once; one that asked nothing is not there', async () => {
  const { json } = start()
  const burn = await json<Record<string, SessionBurn>>('/burn?sessions=openclaw.a.s1,openclaw.a.s2,openclaw.a.nobody')
  expect(Object.keys(burn).sort()).toEqual(['openclaw.a.s1', 'openclaw.a.s2'])
  const { minutes, perMinuteUsd, isLowerBound } = burn['openclaw.a.s1']!
  // One call every second minute, the last one now: three of them in five minutes.
  expect([minutes.length, minutes.at(-1), minutes.at(-2), minutes.at(-3)]).toEqual([30, 1, 0, 3])
  expect([perMinuteUsd, isLowerBound]).toEqual([(1 + 3 + 5) / 5, false])
})
