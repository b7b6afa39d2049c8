import { expect, test } from 'bun:test'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import type { StatuslineWord } from '../../facts/statusline.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { figuresIn, keptWords, limitsIn, statuslineWordIn } from './statusline-word.ts'

const now = Date.parse('2026-11-29T12:00:00Z')
const word: StatuslineWord = {
  kind: 'statusline',
  runtime: 'claude-code',
  key: 'one',
  model: 'opus',
  usd: 0.42,
  limits: [
    { name: 'five_hour', usedPercent: 23.5, resetsAt: now + 1 },
    { name: 'seven_day', usedPercent: 41, resetsAt: now + 2 },
    { name: 'seven_day_opus', usedPercent: 5, resetsAt: null },
  ],
  pid: 7,
  startTime: 9,
  at: now,
}

test('a word is the reading of the counter of its process, one for each session and quarter of an hour', () => {
  const keys = [word, { ...word, at: now + 1 }, { ...word, at: now + 900_000 }, { ...word, key: 'two' }].map((one) => {
    const [figure] = figuresIn(one, now)
    return [figure!.key, figure!.counter]
  })
  expect(new Set(keys.map(([key]) => key)).size).toBe(3)
  expect(new Set(keys.map(([, counter]) => counter)).size).toBe(1)
  expect(figuresIn({ ...word, startTime: 10 }, now)[0]!.counter).not.toBe(keys[0]![1])
})

test('a word without a cost, or of a wrong clock, states nothing', () => {
  expect(figuresIn({ ...word, usd: null }, now)).toEqual([])
  for (const at of [0, now + 30 * 86_400_000, Number.NaN]) {
    expect(figuresIn({ ...word, at }, now)).toEqual([])
    expect(limitsIn({ ...word, at }, now)).toEqual([])
  }
})

test('its limits have the names that people use', () => {
  expect(
    limitsIn(word, now).map(({ id, name, windowMinutes, resetsAt }) => [id, name, windowMinutes, resetsAt]),
  ).toEqual([
    ['claude-code:five_hour', '5 hours', 300, now + 1],
    ['claude-code:seven_day', 'week', 10_080, now + 2],
    ['claude-code:seven_day_opus', 'seven day opus', null, null],
  ])
  expect(limitsIn({ ...word, limits: [{ name: 'constructor', usedPercent: 1, resetsAt: null }] }, now)).toHaveLength(1)
  expect(limitsIn({ ...word, limits: [{ name: '../x', usedPercent: 1, resetsAt: null }] }, now)).toEqual([])
})

test('whatever a word holds, it is a word or none', () => {
  expect(statuslineWordIn({ ...word })).toEqual(word)
  for (const wrong of [undefined, {}, { ...word, kind: 'x' }, { ...word, key: 5 }, { ...word, runtime: 'codex' }])
    expect(statuslineWordIn(wrong as Record<string, unknown>)).toBeUndefined()
  expect(statuslineWordIn({ ...word, usd: 'much', limits: { length: 5 }, pid: {}, model: [] })).toEqual({
    ...word,
    usd: null,
    limits: [],
    pid: null,
    model: null,
  })
})

test('the last words of sessions are read from their folder, the oldest first; strange files are no words, old ones go', () => {
  using folder = temporary('statusline')
  expect(keptWords(folder.at('missing'), now)).toEqual([])
  mkdirSync(folder.at('words'))
  const write = (name: string, text: string) => writeFileSync(folder.at('words', name), text)
  write('two.1.json', JSON.stringify({ ...word, key: 'two', at: now + 5 }))
  write('one.1.json', JSON.stringify(word))
  write('broken.1.json', '{"kind": ')
  write('long.1.json', ' '.repeat(5_000))
  write('one.1.json.77', JSON.stringify(word))
  write('old.1.json', JSON.stringify(word))
  const long = (now - 40 * 86_400_000) / 1_000
  for (const name of readdirSync(folder.at('words'))) utimesSync(folder.at('words', name), now / 1_000, now / 1_000)
  utimesSync(folder.at('words', 'old.1.json'), long, long)
  expect(keptWords(folder.at('words'), now).map(({ key }) => key)).toEqual(['one', 'two'])
  expect(readdirSync(folder.at('words'))).not.toContain('old.1.json')
})
