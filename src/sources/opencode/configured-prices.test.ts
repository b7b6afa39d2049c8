import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { indexOnce } from '../../indexing/testing/index-all.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { createConfiguredPrices } from './configured-prices.ts'
import { createOpencode } from './opencode.ts'
import { recordedHome } from './testing/world.ts'

/** As a person writes it: with a comment, and a comma at the end. */
const config = (cost: string, model = 'free-1') =>
  `{ // ours\n "provider": { "harbour": { "npm": "@ai-sdk/openai-compatible", "models": { "${model}": { "cost": ${cost}, } } } } }`

const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** The answer that opencode logged no cost for, priced; and the findings. */
async function freeAnswer(home: string, configs: string[], index?: string) {
  const source = createOpencode({ homes: [home], configs, now: () => Date.UTC(2026, 10, 22) })
  const once = await indexOnce(() => [source], index === undefined ? {} : { path: index })
  const priced = once.index.$client
    .query<{ usd: number | null; source: string; price: string | null }, []>(
      `SELECT cost_usd AS usd, cost_source AS source, prices.source || ' ' || entry AS price
       FROM usage LEFT JOIN prices ON prices.id = price_id WHERE model = 'free-1'`,
    )
    .get()!
  const logged = once.index.$client
    .query<{ n: number; usd: number }, []>(
      "SELECT count(*) AS n, sum(cost_usd) AS usd FROM usage WHERE counted = 1 AND cost_source = 'logged'",
    )
    .get()!
  once.index.$client.close()
  expect([logged.n, Number(logged.usd.toFixed(6))]).toEqual([7, 0.0525])
  return { ...priced, codes: source.report().findings.map(({ code }) => code) }
}

test('a price in opencode.json is that of answers whose cost opencode does not know; what it logged stands', async () => {
  using home = recordedHome()
  expect(await freeAnswer(home.home, [])).toMatchObject({ usd: null, source: 'unpriced' })
  write(home.at('opencode.jsonc'), config('{ "input": 1, "output": 5, "cache_read": 0.1 }'))
  // 1,500 of input, 110 of output with its reasoning, 9,000 from the cache.
  const { usd, ...rest } = await freeAnswer(home.home, [home.at('opencode.jsonc')])
  expect(usd).toBeCloseTo(0.0015 + 0.00055 + 0.0009, 12)
  expect(rest).toEqual({ source: 'computed', price: 'runtime harbour/free-1', codes: [] })
})

test('an answer that was stored without a price has one once a configuration says it', async () => {
  using home = recordedHome()
  const index = home.at('index.sqlite')
  expect((await freeAnswer(home.home, [], index)).usd).toBeNull()
  write(home.at('opencode.json'), config('{ "input": 1, "output": 5, "cache_read": 0 }'))
  expect((await freeAnswer(home.home, [home.at('opencode.json')], index)).usd).toBeCloseTo(0.00205, 12)
})

test('the nearest configuration counts: of a folder before its project, of a project before all folders', () => {
  using folder = temporary('opencode-prices')
  let clock = 0
  const prices = createConfiguredPrices([folder.at('global.json')], () => clock)
  const [root, inner] = [folder.at('boat'), folder.at('boat/deck/mast')]
  const of = (at: string | null, project: string | null = root) =>
    prices.ratesOf({ root: project, folder: at, provider: 'harbour', model: 'free-1' })?.input
  const said = () => [of(null, null), of(root), of(inner), of('/elsewhere', null)]
  expect(said()).toEqual([undefined, undefined, undefined, undefined])
  write(folder.at('global.json'), config('{ "input": 1, "output": 1 }'))
  write(folder.at('boat/opencode.json'), config('{ "input": 2, "output": 1 }'))
  write(folder.at('boat/deck/.opencode/opencode.jsonc'), config('{ "input": 3, "output": 1 }'))
  clock += 1_000
  expect(said()).toEqual([1, 2, 3, 1])
  // What is written later is seen within a second.
  write(folder.at('boat/opencode.json'), config('{ "input": 2, "output": 1 }', 'another'))
  clock += 1_000
  expect(said()).toEqual([1, 1, 3, 1])
})

test('a file that is none and a price that no model has are named, and neither is a price', async () => {
  using home = recordedHome()
  for (const [text, code] of [
    ['{ "provider": {', 'config-unreadable'],
    [config('{ "input": -1, "output": 5 }'), 'prices-refused'],
    [config('{ "input": "1", "output": 5 }'), 'prices-refused'],
    [config('{ "output": 5 }'), 'prices-refused'],
  ] as const) {
    write(home.at('opencode.json'), text)
    expect(await freeAnswer(home.home, [home.at('opencode.json')])).toMatchObject({ usd: null, codes: [code] })
  }
  for (const text of ['null', '[]', '{"provider":[1,{"models":"x"}]}', config('null'), config('{}')]) {
    write(home.at('opencode.json'), text)
    expect(await freeAnswer(home.home, [home.at('opencode.json')])).toMatchObject({ usd: null, codes: [] })
  }
})
