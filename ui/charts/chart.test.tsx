import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import { find, show, until } from '../testing/dom.ts'
import { drawnOn, resizeTo } from '../testing/stand-ins.ts'
import { Chart } from './chart.tsx'
import type { ChartProps, Series } from './chart-model.ts'
import { axisMoney } from './chart-scale.ts'

const bars = (...values: (number | null)[]): Series => ({ kind: 'bars', ink: 'accent', values })

/** A chart of 600 by 200 pixels; `setMore` changes what it is given. */
async function open(start: Partial<ChartProps>) {
  const [more, setMore] = createSignal(start)
  const pointed: (number | undefined)[] = []
  show(() => (
    <Chart
      xs={[0, 1, 2]}
      series={[bars(1, 2, 13.7)]}
      sentence="Cost by day"
      axisLabels={axisMoney}
      labels={() => [{ x: 2, text: 'today' }]}
      onPoint={(index) => pointed.push(index)}
      {...more()}
    />
  ))
  resizeTo(find('.chart'), 600, 200)
  await until('it is drawn', () => texts().length > 0)
  return { setMore, pointed }
}
const canvas = () => find<HTMLCanvasElement>('canvas')
const calls = (call: string) => drawnOn(canvas()).filter((one) => one.call === call)
/** The texts that were drawn, each once and in order. */
const texts = () =>
  document.querySelector('canvas') ? [...new Set(calls('fillText').map(({ args }) => String(args[0])))] : []

test('a chart says in a sentence what it shows', async () => {
  await open({})
  expect(find('[role="img"]').getAttribute('aria-label')).toBe('Cost by day')
})

test('nothing is drawn before the chart has a size', () => {
  show(() => (
    <Chart xs={[0]} series={[bars(1)]} sentence="" axisLabels={axisMoney} labels={() => []} onPoint={() => {}} />
  ))
  expect(document.querySelectorAll('canvas')).toHaveLength(0)
  resizeTo(find('.chart'), 0, 0)
  expect(document.querySelectorAll('canvas')).toHaveLength(0)
})

test('the axis goes in round steps to beyond the highest value, the names stand below', async () => {
  await open({})
  expect(texts()).toEqual(['today', '$0', '$5', '$10', '$15'])
})

test('what is allowed has room and its name; of three notes the first two are drawn', async () => {
  const notes = ['one', 'two', 'three'].map((text, x) => ({ x, y: 1, text }))
  await open({ limit: { value: 25, words: 'budget $25' }, notes })
  expect(texts()).toEqual(['today', '$0', '$10', '$20', '$30', 'budget $25', 'one', 'two'])
})

test('a note stands inside the plot, however far to the edge its point is', async () => {
  await open({ notes: [{ x: 2, y: 1, text: 'a rather long note' }] })
  const [, left] = calls('fillText').find(({ args }) => args[0] === 'a rather long note')!.args as [string, number]
  const width = 6 * 'a rather long note'.length
  expect(left).toBeGreaterThan(0)
  expect(left + width).toBeLessThanOrEqual(canvas().width)
})

test('a stack draws a rectangle for each layer that has a value, and none for a gap', async () => {
  const layers = [
    { ink: 'series-1' as const, values: [1, null, 3] },
    { ink: 'series-2' as const, values: [2, null, 0] },
  ]
  await open({ series: [{ kind: 'stack', layers }] })
  const drawn = new Set(calls('fillRect').map(({ args }) => args.join()))
  expect(drawn.size).toBe(3)
})

test('a layer stands on the one below it, a pixel apart', async () => {
  const layers = [
    { ink: 'series-1' as const, values: [1] },
    { ink: 'series-2' as const, values: [1] },
  ]
  await open({ xs: [0], series: [{ kind: 'stack', layers }], labels: () => [{ x: 0, text: 'now' }] })
  const [lower, upper] = calls('fillRect').map(({ args }) => args as number[])
  expect(upper![1]! + upper![3]!).toBeCloseTo(lower![1]! - 1)
})

test('what only one chart has is drawn below and above everything else', async () => {
  const places: string[] = []
  await open({ draw: (where, { x, box }) => places.push(`${where} ${x(0) > box.left}`) })
  expect(places.slice(0, 2)).toEqual(['below true', 'above true'])
})

test('another number of series makes another plot, other values do not', async () => {
  const { setMore } = await open({})
  const first = canvas()
  setMore({ series: [bars(1, 2, 3)] })
  expect(canvas() === first).toBe(true)
  setMore({ series: [bars(1, 2, 3), { kind: 'line', ink: 'text', values: [1, 2, 3] }] })
  await until('another plot is there', () => canvas() !== first)
})

test('a plot goes with its chart', async () => {
  await open({})
  const [shown, setShown] = createSignal(true)
  show(() => (
    <>
      {shown() && (
        <Chart
          xs={[0]}
          series={[bars(1)]}
          sentence="gone"
          axisLabels={axisMoney}
          labels={() => []}
          onPoint={() => {}}
        />
      )}
    </>
  ))
  resizeTo(find('[aria-label="gone"]'), 100, 100)
  expect(document.querySelectorAll('canvas')).toHaveLength(2)
  setShown(false)
  expect(document.querySelectorAll('canvas')).toHaveLength(1)
})
