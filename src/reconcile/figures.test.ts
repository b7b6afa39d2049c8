import { expect, test } from 'bun:test'
import type { StatedFigure } from '../facts/stated-figure.ts'
import { openStore } from '../store/store.ts'
import { createFigures } from './figures.ts'

const at = (time: string) => Date.parse(`2026-11-${time}:00Z`)

const figure = (given: Partial<StatedFigure>): StatedFigure => ({
  key: 'one',
  witness: 'statusline',
  runtime: 'claude-code',
  provider: '',
  model: '',
  sessionKey: 's',
  counter: '',
  since: at('20T10:00'),
  at: at('20T10:00'),
  usd: 1,
  tokens: null,
  saidAt: at('20T10:00'),
  note: '',
  ...given,
})

const figuresIn = () => createFigures(openStore('wheelhouse', ':memory:'), { now: () => at('20T12:00') })

const all = (figures: ReturnType<typeof figuresIn>) => figures.between(0, at('30T00:00')).map(({ usd }) => usd)

test('a figure that is repeated counts once, and what was said later replaces it, in whatever order they arrive', () => {
  const said = [figure({ usd: 1 }), figure({ usd: 2, saidAt: at('20T10:01') }), figure({ key: 'other', usd: 5 })]
  for (const order of [said, said.toReversed(), [...said, ...said], [...said, ...said.toReversed()]]) {
    const figures = figuresIn()
    for (const one of order) figures.write([one])
    expect(all(figures).toSorted()).toEqual([2, 5])
  }
})

test('two witnesses may use the same key', () => {
  const figures = figuresIn()
  figures.write([figure({}), figure({ witness: 'otlp', usd: 3 })])
  expect(all(figures).toSorted()).toEqual([1, 3])
})

test('a month brings along the last reading of a counter before it, and no other', () => {
  const figures = figuresIn()
  const reading = (counter: string, time: string, usd: number) =>
    figure({ key: `${counter}${time}`, counter, sessionKey: counter, at: at(time), usd })
  figures.write([
    reading('a', '18T10:00', 1),
    reading('a', '19T10:00', 2),
    reading('a', '20T10:00', 4),
    reading('b', '19T10:00', 8),
  ])
  expect(figures.between(at('20T00:00'), at('21T00:00')).map(({ usd }) => usd)).toEqual([2, 4])
})

test('what cannot be a figure is refused, counted and named; its neighbours are kept', () => {
  const figures = figuresIn()
  const wrong: Partial<StatedFigure>[] = [
    { usd: -1 },
    { usd: Number.NaN },
    { usd: 1e300 },
    { usd: '5' as unknown as number },
    { usd: null },
    { at: 0 },
    { key: '' },
    { runtime: 'cursor' as 'codex' },
  ]
  figures.write([...wrong.map((one, number) => figure({ key: `wrong ${number}`, ...one })), figure({ usd: 7 })])
  expect(all(figures)).toEqual([7])
  const findings = figures.findings().map(({ message }) => message)
  expect(findings).toContain(
    'Of what the status line states about costs, a value could not be used: “key” was refused: it is not a key of at most 4096 visible characters.',
  )
  expect(findings.length).toBeGreaterThanOrEqual(4)
})
