import { createMemo, createSignal } from 'solid-js'
import { moved, parentRow, type Row } from './tree-rows.ts'

type Deps = {
  rows(): Row[]
  rowsPerPage(): number
  scrollTo(index: number): void
  /** Opens a session. */
  onOpen(id: string): void
  /** Opens or closes a group or the children of a session. */
  onToggle(row: Row): void
  onEscape(): void
}

/** The selected row of a tree of rows, and the keys of a treegrid that move the selection. */
export function createGridSelection({ rows, rowsPerPage, scrollTo, onOpen, onToggle, onEscape }: Deps) {
  const [selected, setSelected] = createSignal<string>()
  const indexes = createMemo(() => new Map(rows().map((row, index) => [row.id, index])))
  const indexOf = (id: string | undefined) => (id === undefined ? undefined : indexes().get(id))
  const selectedIndex = () => indexOf(selected())
  const selectedRow = () => rows()[selectedIndex() ?? -1]

  /** Selects a row and brings it into view. */
  function select(id: string | undefined) {
    if (id === undefined) return
    setSelected(id)
    const index = indexOf(id)
    if (index !== undefined) scrollTo(index)
  }
  const step = (by: number) => select(moved(rows(), selected(), by))

  function enter() {
    const row = selectedRow()
    if (row?.kind === 'session') onOpen(row.id)
    else if (row?.kind === 'group') onToggle(row)
  }

  /** Opens a closed row; in an open one it goes to the first child. */
  function inwards() {
    const row = selectedRow()
    if (!row || row.kind === 'loading') return
    if (row.open === false) onToggle(row)
    else if (row.open) step(1)
  }

  /** Closes an open row; from a closed one it goes to the parent. */
  function outwards() {
    const row = selectedRow()
    if (!row || row.kind === 'loading') return
    if (row.open) onToggle(row)
    else select(parentRow(rows(), row.id))
  }

  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    PageDown: () => step(rowsPerPage()),
    PageUp: () => step(-rowsPerPage()),
    Home: () => select(moved(rows(), undefined, 1)),
    End: () => select(moved(rows(), undefined, -1)),
    ArrowRight: inwards,
    ArrowLeft: outwards,
    Enter: enter,
    Escape: onEscape,
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    // Enter belongs to the button that has the focus, such as the head of a column.
    if (event.key === 'Enter' && event.target !== event.currentTarget) return
    const run = keys[event.key]
    if (!run) return
    event.preventDefault()
    run()
  }

  return { selected, selectedIndex, setSelected, select, step, onKeyDown }
}
