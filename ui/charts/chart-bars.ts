import type { Plot } from './chart-model.ts'

/** Outlines the part of a bar that is still to come, from its height to the projected one. */
export function drawOutline({ ctx, x, y, barWidth, token }: Plot, at: number, height: number, projected: number) {
  const [top, bottom] = [y(projected), y(height)]
  if (bottom - top < 2 * devicePixelRatio) return
  ctx.save()
  ctx.strokeStyle = token('accent')
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([2 * devicePixelRatio, 2 * devicePixelRatio])
  ctx.strokeRect(x(at) - barWidth / 2, top, barWidth, bottom - top - devicePixelRatio)
  ctx.restore()
}

/** The rows of three or more bars of which nothing is known, each as its first and last index. */
export function gapsIn(isKnown: boolean[]): [number, number][] {
  const gaps: [number, number][] = []
  for (let from = 0; from < isKnown.length; from++) {
    let to = from
    while (isKnown[to] === false) to++
    if (to - from > 2) gaps.push([from, to - 1])
    from = Math.max(from, to)
  }
  return gaps
}

/** Hatches the ground of gaps, so that unknown is not mistaken for free. */
export function drawHatching({ ctx, box, x, token }: Plot, gaps: [number, number][]) {
  const half = (x(1) - x(0)) / 2
  for (const [from, to] of gaps) {
    const [left, right] = [x(from) - half, x(to) + half]
    ctx.save()
    ctx.beginPath()
    ctx.rect(left, box.top, right - left, box.height)
    ctx.clip()
    ctx.beginPath()
    for (let at = left - box.height; at < right; at += 9 * devicePixelRatio) {
      ctx.moveTo(at, box.top + box.height)
      ctx.lineTo(at + box.height, box.top)
    }
    ctx.strokeStyle = token('grid')
    ctx.lineWidth = devicePixelRatio
    ctx.stroke()
    ctx.restore()
  }
}
