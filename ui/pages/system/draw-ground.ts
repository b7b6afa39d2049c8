import type { Plot, Values } from '../../charts/chart-model.ts'

/** The ground of a chart of measures: from the least to the greatest of each step, and hatching where nothing was read. */

type Step = { xs: readonly number[]; stepMs: number }

/** The shade between the least and the greatest value of each step. A gap is a gap. */
export function drawBand({ ctx, x, y, token }: Plot, { xs, stepMs }: Step, min: Values, max: Values) {
  ctx.save()
  ctx.fillStyle = token('text-3')
  ctx.globalAlpha = 0.24
  for (let from = 0; from < xs.length; from++) {
    let to = from
    while (to < xs.length && min[to] !== null && max[to] !== null) to++
    if (to > from) {
      ctx.beginPath()
      for (let i = from; i < to; i++) ctx.lineTo(x(xs[i]!), y(max[i]!))
      // A single step has a width, or nothing of it would be seen.
      if (to - from === 1) ctx.lineTo(x(xs[from]! + stepMs), y(max[from]!))
      if (to - from === 1) ctx.lineTo(x(xs[from]! + stepMs), y(min[from]!))
      for (let i = to - 1; i >= from; i--) ctx.lineTo(x(xs[i]!), y(min[i]!))
      ctx.closePath()
      ctx.fill()
    }
    from = to
  }
  ctx.restore()
}

/** Hatches stretches in which nothing was read. */
export function drawGaps({ ctx, box, x, token }: Plot, { xs }: Step, gaps: readonly { first: number; last: number }[]) {
  for (const { first, last } of gaps) {
    const left = Math.max(box.left, x(xs[first - 1] ?? xs[first]!))
    const right = Math.min(box.left + box.width, x(xs[last + 1] ?? xs[last]!))
    if (right - left < 3 * devicePixelRatio) continue
    ctx.save()
    ctx.beginPath()
    ctx.rect(left, box.top, right - left, box.height)
    ctx.clip()
    ctx.beginPath()
    for (let at = left - box.height; at < right; at += 8 * devicePixelRatio) {
      ctx.moveTo(at, box.top + box.height)
      ctx.lineTo(at + box.height, box.top)
    }
    ctx.strokeStyle = token('line-strong')
    ctx.globalAlpha = 0.5
    ctx.lineWidth = devicePixelRatio
    ctx.stroke()
    ctx.restore()
  }
}
