/** Paints the names that are seen over the picture, where they are and `factor` times as large. `frame` holds both. */
export function paintNames(context: CanvasRenderingContext2D, frame: HTMLElement, factor: number) {
  const origin = frame.getBoundingClientRect()
  const boxOf = (element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return [(left - origin.left) * factor, (top - origin.top) * factor, width * factor, height * factor] as const
  }
  for (const label of frame.querySelectorAll<HTMLElement>('.office-plates li:not([data-off]) .name-label')) {
    const { backgroundColor, borderTopColor, color, fontFamily, fontSize, fontWeight } = getComputedStyle(label)
    const [x, y, width, height] = boxOf(label)
    context.fillStyle = backgroundColor
    context.fillRect(x, y, width, height)
    context.strokeStyle = borderTopColor
    context.lineWidth = factor
    context.strokeRect(x + factor / 2, y + factor / 2, width - factor, height - factor)
    for (const icon of label.querySelectorAll('svg')) {
      const [left, top, size] = boxOf(icon)
      paintIcon(context, icon, left, top, size)
    }
    const name = label.querySelector('bdi')
    if (!name) continue
    const [left, top, room, line] = boxOf(name)
    context.fillStyle = color
    context.font = `${fontWeight} ${Number.parseFloat(fontSize) * factor}px ${fontFamily}`
    context.textBaseline = 'middle'
    context.fillText(name.textContent, left, top + line / 2, room)
  }
}

/** An icon of circles and paths, such as the mark of a state, at a place in this size. */
function paintIcon(context: CanvasRenderingContext2D, icon: SVGSVGElement, x: number, y: number, size: number) {
  context.save()
  context.translate(x, y)
  context.scale(size / icon.viewBox.baseVal.width, size / icon.viewBox.baseVal.height)
  for (const shape of icon.querySelectorAll<SVGGeometryElement>('circle, path')) {
    const { fill, stroke, strokeWidth } = getComputedStyle(shape)
    const outline = new Path2D(shape.getAttribute('d') ?? undefined)
    if (shape instanceof SVGCircleElement)
      outline.arc(shape.cx.baseVal.value, shape.cy.baseVal.value, shape.r.baseVal.value, 0, 2 * Math.PI)
    context.fillStyle = fill
    if (fill !== 'none') context.fill(outline)
    context.strokeStyle = stroke
    context.lineWidth = Number.parseFloat(strokeWidth)
    if (stroke !== 'none') context.stroke(outline)
  }
  context.restore()
}
