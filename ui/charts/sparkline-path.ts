/** A sparkline as SVG paths. */
type SparklinePath = { line: string; area: string; last: { x: number; y: number } | undefined }

type Box = { width: number; height: number }

/** The room of the dot at the end. */
const edge = 2.5

/**
 * Straight lines from value to value, the oldest at the left; `top` is the value at the upper edge, zero is the lower.
 * A gap stays a gap. A value between two gaps is a point.
 */
export function sparklinePath(values: (number | null)[], top: number, { width, height }: Box): SparklinePath {
  const stepX = (width - 2 * edge) / Math.max(1, values.length - 1)
  const place = (value: number, index: number) => ({
    x: round(edge + index * stepX),
    y: round(height - edge - (Math.min(Math.max(value, 0), top) / (top || 1)) * (height - 2 * edge)),
  })
  const pieces: { x: number; y: number }[][] = []
  let goesOn = false
  for (const [index, value] of values.entries()) {
    if (value !== null) {
      if (!goesOn) pieces.push([])
      pieces.at(-1)!.push(place(value, index))
    }
    goesOn = value !== null
  }
  const lineOf = (piece: { x: number; y: number }[]) =>
    piece.length === 1
      ? `M${piece[0]!.x} ${piece[0]!.y}h0`
      : piece.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  const areaOf = (piece: { x: number; y: number }[]) =>
    `M${piece[0]!.x} ${height}${piece.map(({ x, y }) => `L${x} ${y}`).join('')}L${piece.at(-1)!.x} ${height}Z`
  return {
    line: pieces.map(lineOf).join(''),
    area: pieces
      .filter((piece) => piece.length > 1)
      .map(areaOf)
      .join(''),
    last: pieces.at(-1)?.at(-1),
  }
}

const round = (value: number) => Math.round(value * 10) / 10
