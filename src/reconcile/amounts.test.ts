import { expect, test } from 'bun:test'
import type { StatedFigure } from '../facts/stated-figure.ts'
import { amountsOf } from './amounts.ts'

/** Readings as `counter/session=usd`, in this order. */
const readings = (words: string): StatedFigure[] =>
  words.split(' ').map((word, at) => {
    const [, counter = '', sessionKey = '', usd = ''] = /^(\w*)\/(\w+)=([\d.]+)$/.exec(word) ?? []
    return {
      key: String(at),
      witness: 'statusline',
      runtime: 'claude-code',
      provider: '',
      model: '',
      sessionKey,
      counter,
      since: at,
      at,
      usd: Number(usd),
      tokens: null,
      saidAt: at,
      note: '',
    }
  })

const check = (words: string, amounts: string) =>
  expect(
    amountsOf(readings(words))
      .map(({ sessionKey, usd }) => `${sessionKey}=${usd}`)
      .join(' '),
  ).toBe(amounts)

test('amounts are what they are', () => check('/a=1 /a=1 /b=2', 'a=1 a=1 b=2'))
test('readings of a counter are differences', () => check('p/a=1 p/a=1 p/a=4', 'a=1 a=0 a=3'))
test('a process that changes to another session goes on counting', () => check('p/a=5 p/b=5 p/b=7', 'a=5 b=0 b=2'))
test('a counter that falls begins anew', () => check('p/a=5 p/b=0 p/b=2', 'a=5 b=0 b=2'))
test('a session that another process continues with what was spent goes on', () =>
  check('p/a=5 q/a=5 q/a=6', 'a=5 a=0 a=1'))
test('a session that another process continues from nothing is added', () => check('p/a=5 q/a=0 q/a=2', 'a=5 a=0 a=2'))
test('two processes with the same session each count what they spend', () =>
  check('p/a=1 q/a=0 p/a=2 q/a=3 p/a=4', 'a=1 a=0 a=1 a=3 a=2'))
test('a view of something else in between is not counted', () => check('p/a=5 p/a=1 p/a=2 p/a=6', 'a=5 a=0 a=0 a=1'))
test('a counter that grows past its earlier height step by step is no such view', () =>
  check('p/a=5 p/a=1 p/a=4 p/a=6', 'a=5 a=1 a=3 a=2'))
