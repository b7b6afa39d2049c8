import { expect, test } from 'bun:test'
import { parseConfigFile } from '../config/file.ts'
import { settingsOf } from '../feature.ts'
import { costsFeature } from './feature.ts'
import { costSections, costSettingsOf } from './settings.ts'

/** What a file decides about money. */
const from = (toml: string) =>
  costSettingsOf(settingsOf(costsFeature, parseConfigFile('config.toml', toml, costSections).sections))

test('prices of one’s own, from a day on, one or several for a model', () => {
  const toml = `[prices."gpt-x"]\ninput = 1.5\noutput = 6\ncache_read = 0.1\nfrom = 2026-01-01
[[prices.m]]\ninput = 1\noutput = 2\n[[prices.m]]\ninput = 2\noutput = 3\nfrom = "2026-06-01"`
  expect(from(toml).prices).toEqual([
    { model: 'gpt-x', input: 1.5, output: 6, cacheRead: 0.1, from: '2026-01-01' },
    { model: 'm', input: 1, output: 2 },
    { model: 'm', input: 2, output: 3, from: '2026-06-01' },
  ])
})

test('budgets of one’s own stand beside the simple one', () => {
  const { budgets, dayUsd } = from(
    '[budget]\nday_usd = 25\n[[budgets]]\nname = "Opus"\nper = "month"\nusd = 300\nmodel = "opus"\nwarn = [1, 0.5]\non_trip = "stop-crons"',
  )
  expect(budgets).toEqual([
    { name: 'Daily budget', per: 'day', usd: 25, filter: {}, warn: [0.8, 1], onTrip: 'nothing' },
    { name: 'Opus', per: 'month', usd: 300, filter: { model: 'opus' }, warn: [0.5, 1], onTrip: 'stop-crons' },
  ])
  expect(dayUsd).toBe(25)
})

test('what a day may cost is said in dollars, with or without cents', () => {
  expect(from('[budget]\nday_usd = 25').dayUsd).toBe(25)
  expect(from('[budget]\nday_usd = 7.5').dayUsd).toBe(7.5)
  expect(from('[budget]').dayUsd).toBeNull()
})

test('without the simple budget the first for every day and everything says what a day may cost', () => {
  const declared = (rest: string) => `[[budgets]]\nname = "a"\nper = "day"\nusd = 9\n${rest}`
  expect(from(declared('')).dayUsd).toBe(9)
  expect(from(declared('model = "m"')).dayUsd).toBeNull()
})

test('an empty file decides nothing', () =>
  expect(from('')).toEqual({ budgets: [], dayUsd: null, prices: [], blockLimit: { usd: null, tokens: null } }))
