/** Two to four round steps from zero to at least `max`: 0, 5, 10, 15. */
export function stepsTo(max: number): number[] {
  if (!(max > 0)) return [0, 1]
  const size = 10 ** Math.floor(Math.log10(max / 3))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * size).find((step) => Math.ceil(max / step - 1e-9) <= 3)!
  const count = Math.ceil(max / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** The upper edge of each layer of a stack. Where nothing is known of any layer, all of them have a gap. */
export function stackLayers(layers: (number | null)[][]): (number | null)[][] {
  const isGap = (index: number) => layers.every((layer) => (layer[index] ?? null) === null)
  const heights = (layers[0] ?? []).map((_, index): number | null => (isGap(index) ? null : 0))
  return layers.map((layer) => {
    for (const [index, value] of layer.entries())
      if (heights[index] !== null) heights[index] = (heights[index] ?? 0) + (value ?? 0)
    return [...heights]
  })
}

/** The labels of an axis in US dollars, as short as its steps allow: `$10`, `$0.50`, `$0.005`. */
export function axisMoney(steps: number[]): string[] {
  const digits = steps.every(Number.isInteger) ? 0 : Math.max(2, ...steps.map(digitsOf))
  return steps.map((step) => (step === 0 ? '$0' : `$${grouped(step.toFixed(digits))}`))
}

const digitsOf = (step: number) => step.toFixed(9).replace(/0+$/, '').split('.')[1]!.length
const grouped = (text: string) => text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')
