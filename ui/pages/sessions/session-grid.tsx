// biome-ignore-all lint/a11y/useSemanticElements: a list of which only a part is drawn cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active row
// biome-ignore-all lint/a11y/useAriaActivedescendantWithTabindex: it has a tabindex of 0
import { useNavigate } from '@solidjs/router'
import { createEffect, createMemo, createSignal, Index, on, onCleanup, onMount, Show, untrack } from 'solid-js'
import { bindKeys } from '../../platform/keyboard.ts'
import { createGridSelection } from './create-grid-selection.ts'
import { createLongPress } from './create-long-press.ts'
import { createRowDetails } from './create-row-details.ts'
import { createVirtualRows } from './create-virtual-rows.ts'
import { GridHead } from './grid-head.tsx'
import { type GridProps, GridRow } from './grid-row.tsx'
import type { RowPosition } from './row-parts.tsx'
import { type Row, unsettledWords } from './tree-rows.ts'

/** The next page is loaded while this many rows are still below the last one in view. */
const rowsAhead = 40

/** The sessions as a tree of rows. Only the rows in view are in the DOM. */
export function SessionGrid(props: GridProps) {
  const navigate = useNavigate()
  const [pointed, setPointed] = createSignal(false)
  const [atTop, setAtTop] = createSignal(true)
  let scroller!: HTMLDivElement
  const rows = () => props.listing.rows()
  const virtual = createVirtualRows({ rows, cards: () => props.cards, scroller: () => scroller })
  const { selected, selectedIndex, selectedRow, setSelected, select, step, onKeyDown } = createGridSelection({
    rows,
    rowsPerPage: virtual.rowsPerPage,
    scrollTo: virtual.scrollTo,
    onOpen: open,
    onToggle: toggle,
    onCheck: (id) => props.checked.toggle(id),
    onExtend: (id, from) => props.checked.extendTo(id, from),
    onCheckAll: () => props.checked.checkAll(),
    onEscape: () => {
      if (!props.checked.clear()) props.onEscape()
    },
  })

  const details = createRowDetails({
    inView: createMemo(() =>
      virtual.slots().flatMap((slot) => {
        const row = slot && rows()[slot.index]
        return (row?.kind === 'session' && props.listing.item(row.id)) || []
      }),
    ),
    wantsBurn: () => !props.cards && props.columns.has('burn'),
    wantsPrompts: () => !props.cards && props.columns.has('prompt'),
  })
  const longPress = createLongPress((target) => {
    const id = target.closest<HTMLElement>('[data-session]')?.dataset.session
    if (id !== undefined) props.checked.toggle(id)
  })
  onMount(() => {
    const size = new ResizeObserver(([entry]) => props.columns.setWidth(entry?.contentRect.width ?? 0))
    size.observe(scroller)
    onCleanup(() => size.disconnect())
  })

  function open(id: string) {
    setSelected(id)
    navigate(props.hrefOf(id), { scroll: false, replace: props.openId !== undefined })
  }

  function toggle(row: Row) {
    if (row.kind === 'group') props.listing.toggleGroup(row.group)
    else if (row.kind === 'session' && row.open) props.listing.close(row.id)
    else if (row.kind === 'session' && row.open === false) void props.listing.open(row.id)
  }

  createEffect(() => {
    const last = virtual.lastIndex()
    const isNear = last === undefined ? props.listing.loaded() : last >= rows().length - rowsAhead
    // A page that could not be loaded is asked for again by hand, not at once and for ever.
    if (isNear && props.listing.hasMore() && !props.listing.problem()) untrack(() => void props.listing.more())
  })
  createEffect(() => props.onRest(!pointed() && atTop()))
  createEffect(() => {
    const id = props.openId
    if (id) setSelected((now) => now ?? id)
  })
  // Another filter begins at its top, with nothing selected.
  createEffect(
    on(
      () => props.filter,
      () => {
        scroller.scrollTop = 0
        setSelected(props.openId)
      },
      { defer: true },
    ),
  )

  const focusAnd = (run: () => void) => () => {
    if (!scroller.contains(document.activeElement)) scroller.focus({ preventScroll: true })
    run()
  }
  /** While a session is open, its transcript hears the keys that do not come from the list. */
  const isOurs = (target: EventTarget | null) => props.openId === undefined || scroller.contains(target as Node | null)
  bindKeys([
    { keys: 'J', isFor: isOurs, words: 'Next session', group: 'This page', run: focusAnd(() => step(1)) },
    { keys: 'K', isFor: isOurs, words: 'Previous session', group: 'This page', run: focusAnd(() => step(-1)) },
    // The list hears these itself while it has the focus. A button that has it keeps its own Space.
    {
      keys: 'Space',
      isFor: isNobody,
      words: 'Select the session',
      group: 'This page',
      run: focusAnd(() => {
        const row = selectedRow()
        if (row?.kind === 'session') props.checked.toggle(row.id)
      }),
    },
    {
      keys: 'Shift ArrowDown',
      isFor: isNobody,
      words: 'Select on from there',
      group: 'This page',
      run: (event) => focusAnd(() => onKeyDown(event))(),
    },
    {
      keys: 'Ctrl A',
      isFor: isNobody,
      words: 'Select all that are loaded',
      group: 'This page',
      run: focusAnd(() => props.checked.checkAll()),
    },
    {
      keys: 'Escape',
      isFor: () => props.checked.count() > 0,
      words: 'Clear the selection',
      group: 'This page',
      run: () => void props.checked.clear(),
    },
  ])

  const domId = (index: number) => `session-row-${index}`
  const activeId = () => {
    const index = selectedIndex()
    return index === undefined ? undefined : domId(index)
  }
  const positionOf = (index: () => number, row: () => Row): RowPosition => ({
    get id() {
      return domId(index())
    },
    get index() {
      return index() + 2
    },
    get selected() {
      return selected() === row().id
    },
    get open() {
      return props.openId === row().id
    },
    get level() {
      return props.filter.sort === 'standing' ? 2 : 1
    },
  })
  const arrivals = () => unsettledWords(props.listing.unsettled())

  return (
    <div
      class="grid-container"
      role="presentation"
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => {
        setPointed(false)
        props.listing.settleSoon()
      }}
    >
      <Show when={arrivals() && (pointed() || !atTop())}>
        <button
          class="arrivals"
          type="button"
          onClick={() => {
            scroller.scrollTop = 0
            void props.listing.load()
          }}
        >
          {arrivals()}
        </button>
      </Show>
      <div
        ref={scroller}
        class="session-grid"
        classList={{ cards: props.cards }}
        role="treegrid"
        aria-label="Sessions"
        aria-rowcount={props.listing.hasMore() ? -1 : rows().length + 1}
        aria-multiselectable="true"
        aria-colcount={props.columns.shown().length + 2}
        style={{ '--tracks': props.columns.template() }}
        aria-activedescendant={activeId()}
        aria-busy={props.listing.loading()}
        tabindex={0}
        // Whoever comes by keyboard stands on the first session.
        onFocus={() => {
          if (activeId() === undefined && scroller.matches(':focus-visible'))
            select(rows().find(({ kind }) => kind === 'session')?.id)
        }}
        onKeyDown={onKeyDown}
        {...longPress}
        onScroll={() => {
          const top = scroller.scrollTop < 4
          if (top === atTop()) return
          setAtTop(top)
          if (top) props.listing.settleSoon()
        }}
      >
        <GridHead
          filter={props.filter}
          columns={props.columns}
          checked={props.checked}
          hidden={props.cards}
          onSort={props.onSort}
        />
        <div role="rowgroup" class="grid-body" style={{ height: `${virtual.totalHeight()}px` }}>
          <Index each={virtual.slots()}>
            {(slot) => (
              <Show when={slot() && rows()[slot()!.index]}>
                {(row) => (
                  <div
                    role="presentation"
                    class="grid-slot"
                    style={{ height: `${slot()!.size}px`, transform: `translateY(${virtual.topOf(slot()!)}px)` }}
                  >
                    <GridRow
                      {...props}
                      row={row()}
                      details={details}
                      at={positionOf(() => slot()?.index ?? 0, row)}
                      open={open}
                      toggle={toggle}
                    />
                  </div>
                )}
              </Show>
            )}
          </Index>
        </div>
        <Show when={props.listing.loadingMore()}>
          <p class="hidden">Loading more</p>
        </Show>
      </div>
    </div>
  )
}

/** Whether nothing on the page has the keyboard. */
const isNobody = (target: EventTarget | null) => target === document.body
