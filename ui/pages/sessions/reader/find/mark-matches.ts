/** As many matches are marked at once: those near the window are among them. */
const maxMarked = 2_000
const names = { all: 'find', current: 'find-current' } as const

/**
 * Marks the words in what is shown of a transcript. The browser paints the marks over the text, so no element changes and
 * nothing moves. A browser that cannot do that marks nothing. The answer is the first match in the current item.
 */
export function markMatches(
  root: HTMLElement,
  words: readonly string[],
  currentItem: string | undefined,
): Range | undefined {
  if (typeof Highlight === 'undefined' || !CSS.highlights) return undefined
  const all = new Highlight()
  const current = new Highlight()
  let first: Range | undefined
  const wanted = words.map((one) => one.toLowerCase()).filter(Boolean)
  if (wanted.length > 0) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    let count = 0
    for (let node = walker.nextNode(); node && count < maxMarked; node = walker.nextNode()) {
      const text = node.textContent?.toLowerCase() ?? ''
      for (const one of wanted)
        for (let at = text.indexOf(one); at >= 0 && count < maxMarked; at = text.indexOf(one, at + one.length)) {
          // A letter whose small form is longer moves the places behind it.
          if (at + one.length > (node.textContent?.length ?? 0)) break
          const range = new Range()
          range.setStart(node, at)
          range.setEnd(node, at + one.length)
          const item = node.parentElement?.closest<HTMLElement>('[data-item]')?.dataset.item
          const isCurrent = item === currentItem
          if (isCurrent) first ??= range
          ;(isCurrent ? current : all).add(range)
          count++
        }
    }
  }
  CSS.highlights.set(names.all, all)
  CSS.highlights.set(names.current, current)
  return first
}

/** Takes all marks away. */
export function unmarkMatches() {
  if (typeof Highlight === 'undefined' || !CSS.highlights) return
  for (const name of Object.values(names)) CSS.highlights.delete(name)
}

/**
 * Scrolls a match into the window, and into the block that scrolls around it. False where its text is not laid out: it is
 * outside the window, and its line is scrolled to first.
 */
export function reveal(match: Range): boolean {
  const around = match.startContainer.parentElement
  for (const box of [
    around?.closest<HTMLElement>('.well, .diff-view, .code, .md-table'),
    around?.closest<HTMLElement>('.transcript'),
  ]) {
    if (!box) continue
    const [inner, outer] = [match.getBoundingClientRect(), box.getBoundingClientRect()]
    if (inner.height === 0) continue
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8)
      box.scrollTop += inner.top - outer.top - outer.height / 3
  }
  if (match.getBoundingClientRect().height > 0) return true
  around?.closest('.item')?.scrollIntoView({ block: 'nearest' })
  return false
}
