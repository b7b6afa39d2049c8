// biome-ignore-all lint/a11y/useSemanticElements: a list of which only a part is drawn cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active row
// biome-ignore-all lint/a11y/useAriaActivedescendantWithTabindex: it has a tabindex of 0
import { useNavigate } from '@solidjs/router'
import { createVirtualizer, type VirtualItem } from '@tanstack/solid-virtual'
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Index,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
  untrack,
} from 'solid-js'
import type { Sort } from '../../../src/sessions/listing.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import type { Listing } from './create-listing.ts'
import { type Filter, firstDir } from './filter.ts'
import { GroupLine, type LineProps, type RowPosition, SessionCard, SessionLine, WaitingLine } from './session-row.tsx'
import { moved, parentRow, type Row, unsettledWords } from './tree-rows.ts'

const columns: { name: string; class: string; sort?: Sort }[] = [
  { name: 'Session', class: 'c-session', sort: 'title' },
  { name: 'Agent', class: 'c-agent' },
  { name: 'Why it is in this state', class: 'c-reason', sort: 'standing' },
  { name: 'Via', class: 'c-via' },
  { name: 'Model', class: 'c-model' },
  { name: 'Context', class: 'c-context', sort: 'context' },
  { name: 'Cost', class: 'c-cost', sort: 'cost' },
  { name: 'Last', class: 'c-last', sort: 'last' },
]

const cardHeight = 64
const headHeight = 30
/** The next page is asked for while this many rows are still below. */
const rowsAhead = 40

export type GridProps = {
  listing: Listing
  filter: Filter
  /** Cards instead of a table. */
  cards: boolean
  /** The session that is open beside it. */
  openId: string | undefined
  hrefOf(id: string): string
  nameOf(agentId: string): string
  onSort(sort: Sort, dir: Filter['dir']): void
  onRest(resting: boolean): void
  onEscape(): void
}

/** The sessions as a tree of rows; only those in sight are drawn. */
export function SessionGrid(props: GridProps) {
  const navigate = useNavigate()
  const [selected, setSelected] = createSignal<string>()
  const [rowHeight, setRowHeight] = createSignal(34)
  const [pointed, setPointed] = createSignal(false)
  const [atTop, setAtTop] = createSignal(true)
  let scroller!: HTMLDivElement

  const rows = () => props.listing.rows()
  const headRoom = () => (props.cards ? 0 : headHeight)
  const isGrouped = () => props.filter.sort === 'standing'

  const heightOf = (row: Row | undefined) =>
    row === undefined
      ? rowHeight()
      : row.kind === 'group'
        ? headHeight
        : props.cards && row.kind === 'session' && row.depth === 0
          ? cardHeight
          : rowHeight()

  const virtualizer = createVirtualizer<HTMLDivElement, HTMLDivElement>({
    get count() {
      return rows().length
    },
    getScrollElement: () => scroller,
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
  createEffect(on([() => props.cards, rowHeight], () => virtualizer.measure(), { defer: true }))

  const drawn = () => virtualizer.getVirtualItems()
  /** As many places as were ever needed at once, in eights: a row that comes into sight takes the place of one that left. */
  const poolSize = createMemo<number>((before) => Math.max(before, Math.ceil(drawn().length / 8) * 8), 8)
  const pool = createMemo(() => {
    const places: (VirtualItem | undefined)[] = Array.from({ length: poolSize() })
    for (const item of drawn()) places[item.index % poolSize()] = item
    return places
  })
  createEffect(() => {
    const last = drawn().at(-1)
    const isNear = last ? last.index >= rows().length - rowsAhead : props.listing.loaded()
    // What failed is asked again by hand, not at once and for ever.
    if (isNear && props.listing.hasMore() && !props.listing.problem()) untrack(() => void props.listing.more())
  })

  createEffect(() => props.onRest(!pointed() && atTop()))
  createEffect(() => {
    const id = props.openId
    if (id) setSelected((now) => now ?? id)
  })
  // A filter begins at its top, and with nothing chosen.
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

  onMount(() => {
    const measure = () => {
      const probe = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-h'))
      setRowHeight(Number.isFinite(probe) && probe > 0 ? probe : 34)
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

  const indexOf = createMemo(() => new Map(rows().map((row, index) => [row.id, index])))
  const domId = (index: number) => `session-row-${index}`
  const activeId = () => {
    const index = indexOf().get(selected() ?? '')
    return index === undefined ? undefined : domId(index)
  }

  function select(id: string | undefined) {
    if (id === undefined) return
    setSelected(id)
    const index = indexOf().get(id)
    if (index === 0) scroller.scrollTop = 0
    else if (index !== undefined) virtualizer.scrollToIndex(index, { align: 'auto' })
  }
  const step = (by: number) => select(moved(rows(), selected(), by))
  const pageRows = () => Math.max(1, Math.floor((scroller.clientHeight - headRoom()) / rowHeight()) - 1)
  const row = () => rows()[indexOf().get(selected() ?? '') ?? -1]

  function open(id: string) {
    setSelected(id)
    navigate(props.hrefOf(id), { scroll: false, replace: props.openId !== undefined })
  }

  function toggle(row: Row, wish?: boolean) {
    if (row.kind === 'waiting') return
    if (row.kind === 'group') {
      if (wish === undefined || wish !== row.open) props.listing.toggleGroup(row.group)
    } else if (row.open !== undefined && (wish === undefined || wish !== row.open))
      row.open ? props.listing.close(row.id) : void props.listing.open(row.id)
  }

  function enter() {
    const now = row()
    if (now?.kind === 'session') open(now.id)
    else if (now) toggle(now)
  }

  function inwards() {
    const now = row()
    if (!now || now.kind === 'waiting') return
    if (now.open === false) toggle(now, true)
    else if (now.open) step(1)
  }

  function outwards() {
    const now = row()
    if (!now || now.kind === 'waiting') return
    if (now.open) toggle(now, false)
    else select(parentRow(rows(), now.id))
  }

  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    PageDown: () => step(pageRows()),
    PageUp: () => step(-pageRows()),
    Home: () => select(moved(rows(), undefined, 1)),
    End: () => select(moved(rows(), undefined, -1)),
    ArrowRight: inwards,
    ArrowLeft: outwards,
    Enter: enter,
    Escape: () => props.onEscape(),
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    // A head or a lever that has the focus keeps Enter for itself.
    if (event.key === 'Enter' && event.target !== scroller) return
    const run = keys[event.key]
    if (!run) return
    event.preventDefault()
    run()
  }

  const focusAnd = (run: () => void) => () => {
    if (!scroller.contains(document.activeElement)) scroller.focus({ preventScroll: true })
    run()
  }
  bindKeys([
    { keys: 'J', words: 'Next session', group: 'This page', run: focusAnd(() => step(1)) },
    { keys: 'K', words: 'Previous session', group: 'This page', run: focusAnd(() => step(-1)) },
  ])

  function sortBy(sort: Sort) {
    const { sort: now, dir } = props.filter
    if (now !== sort) return props.onSort(sort, firstDir(sort))
    if (sort === 'standing') return
    if (dir === firstDir(sort)) props.onSort(sort, dir === 'asc' ? 'desc' : 'asc')
    else props.onSort('standing', firstDir('standing'))
  }

  const at = (index: () => number, row: () => Row): RowPosition => ({
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
      return isGrouped() ? 2 : 1
    },
  })

  const waitingWords = () => unsettledWords(props.listing.unsettled())

  return (
    <div
      class="grid-frame"
      role="presentation"
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => {
        setPointed(false)
        props.listing.settleSoon()
      }}
    >
      <Show when={waitingWords() && (pointed() || !atTop())}>
        <button
          class="arrivals"
          type="button"
          onClick={() => {
            scroller.scrollTop = 0
            void props.listing.load()
          }}
        >
          {waitingWords()}
        </button>
      </Show>
      <div
        ref={scroller}
        class="session-grid"
        classList={{ cards: props.cards }}
        role="treegrid"
        aria-label="Sessions"
        aria-rowcount={props.listing.hasMore() ? -1 : rows().length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={activeId()}
        aria-busy={props.listing.loading()}
        tabindex={0}
        // Who comes by keyboard sees where they are: on the first session.
        onFocus={() => {
          if (activeId() === undefined && scroller.matches(':focus-visible'))
            select(rows().find(({ kind }) => kind === 'session')?.id)
        }}
        onKeyDown={onKeyDown}
        onScroll={() => {
          const top = scroller.scrollTop < 4
          if (top !== atTop()) {
            setAtTop(top)
            if (top) props.listing.settleSoon()
          }
        }}
      >
        <div role="rowgroup" class="grid-head" classList={{ hidden: props.cards }}>
          <div role="row" class="line head" aria-rowindex={1}>
            <For each={columns}>
              {(column) => (
                <span
                  role="columnheader"
                  class={column.class}
                  aria-sort={
                    column.sort === undefined || props.filter.sort !== column.sort
                      ? undefined
                      : props.filter.dir === 'asc'
                        ? 'ascending'
                        : 'descending'
                  }
                >
                  <Show when={column.sort} fallback={column.name}>
                    {(sort) => (
                      <button
                        type="button"
                        tabindex={props.cards ? -1 : 0}
                        data-on={props.filter.sort === sort() ? '' : undefined}
                        onClick={() => sortBy(sort())}
                      >
                        {column.name}
                        <Show when={props.filter.sort === sort() && sort() !== 'standing'}>
                          <span aria-hidden="true">{props.filter.dir === 'asc' ? ' ↑' : ' ↓'}</span>
                        </Show>
                      </button>
                    )}
                  </Show>
                </span>
              )}
            </For>
          </div>
        </div>
        <div role="rowgroup" class="grid-body" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          <Index each={pool()}>
            {(place) => (
              <Show when={place() && rows()[place()!.index]}>
                {(row) => (
                  <div
                    role="presentation"
                    class="place"
                    style={{
                      height: `${place()!.size}px`,
                      transform: `translateY(${place()!.start - headRoom()}px)`,
                    }}
                  >
                    <Line {...props} row={row()} at={at(() => place()?.index ?? 0, row)} open={open} toggle={toggle} />
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

type LineOf = GridProps & { row: Row; at: RowPosition; open(id: string): void; toggle(row: Row): void }

function Line(props: LineOf) {
  const item = () => (props.row.kind === 'session' ? props.listing.item(props.row.id) : undefined)
  return (
    <Switch>
      <Match when={props.row.kind === 'group' && props.row}>
        {(group) => <GroupLine row={group()} at={props.at} onToggle={() => props.toggle(group())} />}
      </Match>
      <Match when={props.row.kind === 'waiting' && props.row}>
        {(waiting) => <WaitingLine depth={waiting().depth} index={props.at.index} />}
      </Match>
      <Match when={item()}>
        {(item) => {
          const line: LineProps = {
            get row() {
              return props.row as LineProps['row']
            },
            get item() {
              return item()
            },
            at: props.at,
            get href() {
              return props.hrefOf(item().id)
            },
            get agentName() {
              return props.nameOf(item().agentId)
            },
            onOpen: () => props.open(item().id),
            onToggle: () => props.toggle(props.row),
          }
          return (
            <Show when={props.cards} fallback={<SessionLine {...line} />}>
              <SessionCard {...line} />
            </Show>
          )
        }}
      </Match>
    </Switch>
  )
}
