const step = 4
const width = 3
const height = 16

/** Counts of hours as bars, in a box of 4 by 16 for each; an hour with nothing keeps a foot, so that the row is a row. */
export function hourBars(hours: readonly number[]): string {
  const most = Math.max(1, ...hours)
  return hours
    .map((count, hour) => {
      const high = count === 0 ? 1 : Math.max(3, Math.round((count / most) * height))
      return `M${hour * step} ${height - high}h${width}v${high}h-${width}z`
    })
    .join('')
}
