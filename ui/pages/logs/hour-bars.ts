const step = 4
const width = 3
const height = 16

/** Counts of hours as bars, in a box of 4 by 16 for each; a single error among hundreds is seen. */
export function hourBars(hours: readonly number[]): string {
  const most = Math.max(1, ...hours)
  return hours
    .map((count, hour) => {
      if (count === 0) return ''
      const high = Math.max(3, Math.round((count / most) * height))
      return `M${hour * step} ${height - high}h${width}v${high}h-${width}z`
    })
    .join('')
}

/** The places of so many bars, so that an hour with nothing is one too. */
export const hourFeet = (count: number) =>
  Array.from({ length: count }, (_, hour) => `M${hour * step} ${height - 1}h${width}v1h-${width}z`).join('')
