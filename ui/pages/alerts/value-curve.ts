/** A curve of a measure in a square of 100 by 100, with gaps where nothing is known. */

export type Curve = {
  lines: string[]
  x(at: number): number
  y(value: number): number
  /** The values that the axis names, from the top down. */
  ticks: number[]
}

const room = 1.08

/**
 * `reach` is a value that has to be in sight, such as a limit; the axis is named in units of `size`, and ends at
 * `cap` where no value is above. Undefined where
 * nothing is known.
 */
export function curveOf(
  at: readonly number[],
  values: readonly (number | null)[],
  reach: number | null,
  { size = 1, cap = Number.POSITIVE_INFINITY }: { size?: number; cap?: number } = {},
): Curve | undefined {
  const known = values.filter((value) => value !== null)
  const [first, last] = [at[0], at.at(-1)]
  if (known.length === 0 || first === undefined || last === undefined) return undefined
  const most = Math.max(...known, reach ?? 0, 0)
  const top = most > cap ? niceTop((most * room) / size) * size : Math.min(cap, niceTop((most * room) / size) * size)
  const width = Math.max(1, last - first)
  const x = (time: number) => round(Math.min(100, Math.max(0, ((time - first) / width) * 100)))
  const y = (value: number) => round(100 - Math.min(1, Math.max(0, value / top)) * 100)
  const lines: string[] = []
  let line: string[] = []
  const end = () => {
    // A value by itself is a short stroke.
    if (line.length === 1) line.push(`${line[0]!.split(' ')[0]} ${line[0]!.split(' ')[1]}`)
    if (line.length > 0) lines.push(`M${line.join('L')}`)
    line = []
  }
  for (const [place, value] of values.entries())
    if (value === null) end()
    else line.push(`${x(at[place]!)} ${y(value)}`)
  end()
  return { lines, x, y, ticks: [top, top / 2, 0] }
}

/** The next round number that is not below. */
export function niceTop(value: number): number {
  if (value <= 0) return 1
  const size = 10 ** Math.floor(Math.log10(value))
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((step) => step * size).find((step) => step >= value * 0.999) ?? 10 * size
}

const round = (value: number) => Math.round(value * 100) / 100
