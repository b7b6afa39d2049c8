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
  /** Checks the selected session, or gives it back. */
  onCheck(id: string): void
  /** Checks everything up to a session; a range that is new begins at `from`. */
  onExtend(id: string, from: string | undefined): void
  onCheckAll(): void
  onEscape(): void
}

/** The selected row of a tree of rows, and the keys of a treegrid that move the selection. */
export function createGridSelection({
  rows,
  rowsPerPage,
  scrollTo,
  onOpen,
  onToggle,
  onCheck,
  onExtend,
  onCheckAll,
  onEscape,
}: Deps) {
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
    ' ': check,
    Escape: onEscape,
  }
  /** With Shift what is passed is checked. */
  const extending: Record<string, () => void> = {
    ArrowDown: () => extend(1),
    ArrowUp: () => extend(-1),
    PageDown: () => extend(rowsPerPage()),
    PageUp: () => extend(-rowsPerPage()),
    ' ': check,
  }

  function check() {
    const row = selectedRow()
    if (row?.kind === 'session') onCheck(row.id)
  }

  function extend(by: number) {
    const from = selectedRow()
    step(by)
    // The head of a group is passed over.
    while (selectedRow()?.kind === 'group') {
      const before = selected()
      step(Math.sign(by))
      if (selected() === before) break
    }
    const row = selectedRow()
    if (row?.kind === 'session') onExtend(row.id, from?.kind === 'session' ? from.id : undefined)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey) return
    const isOwn = event.target === event.currentTarget
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'a' || event.shiftKey || !isOwn) return
      event.preventDefault()
      return onCheckAll()
    }
    // Enter and Space belong to the button that has the focus, such as the head of a column.
    if ((event.key === 'Enter' || event.key === ' ') && !isOwn) return
    const run = (event.shiftKey ? extending : keys)[event.key]
    if (!run) return
    event.preventDefault()
    run()
  }

  return { selected, selectedIndex, selectedRow, setSelected, select, step, onKeyDown }
}
