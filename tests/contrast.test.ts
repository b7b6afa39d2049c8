import { expect, test } from 'bun:test'
import { themes } from '../ui/platform/theme.ts'
import { type Colour, contrast } from '../ui/style/contrast.ts'
import { openBrowser } from './testing/browser.ts'
import { start, temporary } from './testing/program.ts'

const surfaces = ['page', 'panel', 'raised', 'overlay', 'well']
const states = ['accent', 'ok', 'warn', 'danger', 'info']
const texts = ['text', 'text-2', 'text-3']
const numbered = (name: string, upTo: number) => Array.from({ length: upTo }, (_, at) => `${name}-${at + 1}`)

type Pair = { front: string; back: string; least: number }
const each = (fronts: string[], backs: string[], least: number): Pair[] =>
  fronts.flatMap((front) => backs.map((back) => ({ front, back, least })))

/** AA of WCAG 2: 4.5 for what is read, 3 for what is only seen (borders of controls, lines and bars of charts). */
const pairs: Pair[] = [
  ...each([...texts, ...states], surfaces, 4.5),
  ...each(['idle'], ['page', 'panel', 'well'], 4.5),
  ...each(['idle'], ['raised', 'overlay'], 3),
  ...states.flatMap((state) => each([state, ...texts], [`${state}-bg`], 4.5)),
  ...each(['accent-ink'], ['accent'], 4.5),
  ...each(['page'], ['warn', 'danger'], 4.5),
  ...each(['line-strong', 'series-other', ...numbered('agent', 12)], ['panel'], 3),
  ...each(numbered('series', 8), ['panel', 'well'], 3),
  ...each(['focus'], surfaces, 3),
  ...each(['code-type', 'terminal-magenta', 'terminal-cyan'], ['well'], 4.5),
]

/** Every token as a screen shows it, from the style sheet that is in the executable, mixed by a real browser. */
async function coloursOf(names: string[]) {
  using folder = temporary('contrast')
  await using server = await start(folder.path, [])
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.url)
  return await page.evaluate(
    ([themes, names]) => {
      const probe = document.body.appendChild(document.createElement('i'))
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
      const shown = (name: string) => {
        probe.style.color = ''
        probe.style.color = `var(--${name})`
        // What is no colour would leave the pixel as it was before.
        if (getComputedStyle(document.documentElement).getPropertyValue(`--${name}`) === '') return null
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = getComputedStyle(probe).color
        canvas.fillRect(0, 0, 1, 1)
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
      }
      const drawn = new Set<string>()
      for (const sheet of document.styleSheets)
        for (const rule of sheet.cssRules)
          for (const [, name] of rule.cssText.matchAll(/\[data-theme="(\w+)"\]/g)) drawn.add(name!)
      const colours = themes!.map((theme) => {
        document.documentElement.dataset.theme = theme
        return [theme, names!.map((name) => [name, shown(name)] as const)] as const
      })
      return { drawn: [...drawn], colours }
    },
    [[...themes], names] as const,
  )
}

test('everything in every theme can be told from what it stands on', async () => {
  const names = [...new Set(pairs.flatMap(({ front, back }) => [front, back]))]
  const { drawn, colours } = await coloursOf(names)
  expect(drawn.sort()).toEqual([...themes].sort())
  const tooWeak = colours.flatMap(([theme, values]) => {
    const tokens = new Map(values)
    return pairs.flatMap(({ front, back, least }) => {
      const [one, other] = [tokens.get(front), tokens.get(back)] as (Colour | null)[]
      if (!one || !other) return [`${theme}: ${front} or ${back} is not set`]
      const ratio = contrast(one, other)
      return ratio < least ? [`${theme}: ${front} on ${back} is ${ratio.toFixed(2)}, below ${least}`] : []
    })
  })
  expect(tooWeak).toEqual([])
})
