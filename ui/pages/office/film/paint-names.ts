/** Paints the names that are seen over the picture, where they are and `factor` times as large. `frame` holds both. */
export function paintNames(context: CanvasRenderingContext2D, frame: HTMLElement, factor: number) {
  const origin = frame.getBoundingClientRect()
  const boxOf = (element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return [(left - origin.left) * factor, (top - origin.top) * factor, width * factor, height * factor] as const
  }
  context.textBaseline = 'middle'
  for (const label of frame.querySelectorAll<HTMLElement>('.office-plates li:not([data-off]) .name-label')) {
    const { backgroundColor, borderTopColor, color, fontFamily, fontSize, fontWeight } = getComputedStyle(label)
    const [x, y, width, height] = boxOf(label)
    context.fillStyle = backgroundColor
    context.fillRect(x, y, width, height)
    context.strokeStyle = borderTopColor
    context.lineWidth = factor
    context.strokeRect(x + factor / 2, y + factor / 2, width - factor, height - factor)
    const name = label.querySelector('bdi')
    if (!name) continue
    const [left, top, room, line] = boxOf(name)
    context.fillStyle = color
    context.font = `${fontWeight} ${Number.parseFloat(fontSize) * factor}px ${fontFamily}`
    context.fillText(name.textContent, left, top + line / 2, room)
  }
}
