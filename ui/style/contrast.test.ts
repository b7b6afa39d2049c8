import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { themes } from '../theme.ts'
import { type Colour, contrast, mix, parseHex } from './contrast.ts'

const css = readFileSync('ui/style/tokens.css', 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

/** The rules outside of @media and @supports: those are what every page gets. */
const rules = [...css.replace(/@\w[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(
  ([, selector = '', body = '']) => ({
    selectors: selector.split(',').map((one) => one.trim()),
    values: [...body.matchAll(/--([\w-]+)\s*:\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()] as const),
  }),
)

/** What a theme sets on the element that wears it, whatever stands around it: later rules win. */
function tokensOf(theme: string) {
  const own = rules.filter(
    ({ selectors }) => selectors.includes(`[data-theme="${theme}"]`) || selectors.includes('[data-theme]'),
  )
  return new Map(own.flatMap(({ values }) => values))
}

function colourIn(tokens: Map<string, string>, name: string): Colour {
  const value = tokens.get(name)
  if (value === undefined) throw new Error(`--${name} is not set`)
  const mixed = /^color-mix\(in oklab, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)$/.exec(value)
  if (mixed) return mix(colourIn(tokens, mixed[1]!), colourIn(tokens, mixed[3]!), Number(mixed[2]) / 100)
  const same = /^var\(--([\w-]+)\)$/.exec(value)
  return same ? colourIn(tokens, same[1]!) : parseHex(value)
}

const surfaces = ['hull', 'panel', 'raised', 'overlay', 'well']
const states = ['lamp', 'ok', 'warn', 'danger', 'info']
const texts = ['text', 'text-2', 'text-3']
const numbered = (name: string, upTo: number) => Array.from({ length: upTo }, (_, at) => `${name}-${at + 1}`)

type Pair = { front: string; back: string; least: number }
const each = (fronts: string[], backs: string[], least: number): Pair[] =>
  fronts.flatMap((front) => backs.map((back) => ({ front, back, least })))

/** AA of WCAG 2: 4.5 for what is read, 3 for what is only seen (borders of controls, lines and bars of charts). */
const pairs: Pair[] = [
  ...each([...texts, ...states], surfaces, 4.5),
  ...each(['idle'], ['hull', 'panel', 'well'], 4.5),
  ...each(['idle'], ['raised', 'overlay'], 3),
  ...states.flatMap((state) => each([state, ...texts], [`${state}-bg`], 4.5)),
  ...each(['lamp-ink'], ['lamp'], 4.5),
  ...each(['hull'], ['danger'], 4.5),
  ...each(['line-strong', 'series-other', ...numbered('agent', 12)], ['panel'], 3),
  ...each(numbered('series', 8), ['panel', 'well'], 3),
  ...each(['focus'], surfaces, 3),
]

for (const theme of themes)
  test(`everything in ${theme} can be told from what it stands on`, () => {
    const tokens = tokensOf(theme)
    const tooWeak = pairs
      .map((pair) => ({ ...pair, ratio: contrast(colourIn(tokens, pair.front), colourIn(tokens, pair.back)) }))
      .filter(({ ratio, least }) => ratio < least)
      .map(({ front, back, least, ratio }) => `${theme}: ${front} on ${back} is ${ratio.toFixed(2)}, below ${least}`)
    expect(tooWeak).toEqual([])
  })

test('every theme of the style sheet can be chosen, and every one to choose is in the style sheet', () => {
  const drawn = new Set([...css.matchAll(/\[data-theme="(\w+)"\]/g)].map(([, name]) => name!))
  expect([...drawn].sort()).toEqual([...themes].sort())
})

test('contrast is what WCAG counts', () => {
  const [black, white, grey] = ['#000000', '#ffffff', '#767676'].map(parseHex) as [Colour, Colour, Colour]
  expect(contrast(black, white)).toBe(21)
  expect(contrast(grey, white)).toBeCloseTo(4.54, 2)
  expect(contrast(white, white)).toBe(1)
})

test('a mix in oklab has its ends where they were, and a middle that browsers agree with', () => {
  const [red, blue] = ['#ff0000', '#0000ff'].map(parseHex) as [Colour, Colour]
  const hex = (colour: Colour) =>
    `#${colour
      .map((part) =>
        Math.round(part * 255)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`
  expect(hex(mix(red, blue, 1))).toBe('#ff0000')
  expect(hex(mix(red, blue, 0))).toBe('#0000ff')
  expect(hex(mix(red, blue, 0.5))).toBe('#8c53a2')
})
