import { createVirtualizer, type VirtualItem } from '@tanstack/solid-virtual'
import { createEffect, createMemo, createSignal, on, onCleanup, onMount } from 'solid-js'
import type { Row } from './tree-rows.ts'

const cardHeight = 82
/** The height of the head of a group, and of the head of the table, which stays in view above the rows. */
const headHeight = 30
const defaultRowHeight = 34

type Deps = {
  rows(): Row[]
  /** Cards instead of a table. */
  cards(): boolean
  scroller(): HTMLDivElement
}

/** Which rows are in view, and where they stand. All heights are in CSS pixels. */
export function createVirtualRows({ rows, cards, scroller }: Deps) {
  const [rowHeight, setRowHeight] = createSignal(defaultRowHeight)
  const headRoom = () => (cards() ? 0 : headHeight)

  function heightOf(row: Row | undefined) {
    if (row?.kind === 'group') return headHeight
    return cards() && row?.kind === 'session' && row.depth === 0 ? cardHeight : rowHeight()
  }

  const virtualizer = createVirtualizer<HTMLDivElement, HTMLDivElement>({
    get count() {
      return rows().length
    },
    getScrollElement: scroller,
    estimateSize: (index) => heightOf(rows()[index]),
    get getItemKey() {
      const known = rows()
      return (index: number) => known[index]?.id ?? index
    },
    get scrollMargin() {
      return headRoom()
    },
    get scrollPaddingStart() {
      return headRoom()
    },
    overscan: 12,
  })
  createEffect(on([cards, rowHeight], () => virtualizer.measure(), { defer: true }))

  const drawn = () => virtualizer.getVirtualItems()
  /** The most slots that were ever needed at once, in eights. */
  const slotCount = createMemo<number>((before) => Math.max(before, Math.ceil(drawn().length / 8) * 8), 8)
  /** A row that comes into view takes the slot of one that left it, so that scrolling creates no elements. */
  const slots = createMemo(() => {
    const slots: (VirtualItem | undefined)[] = Array.from({ length: slotCount() })
    for (const item of drawn()) slots[item.index % slotCount()] = item
    return slots
  })

  onMount(() => {
    const measure = () => {
      const height = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-h'))
      setRowHeight(Number.isFinite(height) && height > 0 ? height : defaultRowHeight)
    }
    measure()
    const density = new MutationObserver(measure)
    density.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] })
    const coarse = matchMedia('(pointer: coarse)')
    coarse.addEventListener('change', measure)
    onCleanup(() => {
      density.disconnect()
      coarse.removeEventListener('change', measure)
    })
  })

  return {
    slots,
    lastIndex: () => drawn().at(-1)?.index,
    totalHeight: () => virtualizer.getTotalSize(),
    /** The distance of a slot from the first row. */
    topOf: (item: VirtualItem) => item.start - headRoom(),
    rowsPerPage: () => Math.max(1, Math.floor((scroller().clientHeight - headRoom()) / rowHeight()) - 1),
    scrollTo(index: number) {
      if (index === 0) scroller().scrollTop = 0
      else virtualizer.scrollToIndex(index, { align: 'auto' })
    },
  }
}
