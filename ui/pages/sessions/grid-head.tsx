// biome-ignore-all lint/a11y/useSemanticElements: a list of which only a part is drawn cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active row
import { createEffect, For, Show } from 'solid-js'
import type { Sort } from '../../../src/sessions/session-order.ts'
import { type Columns, columns } from './columns.ts'
import type { Checked } from './create-checked.ts'
import { type Filter, firstDir } from './filter.ts'

/** The order that a click on the head of a column leads to: its usual direction, then the other, then the default order. */
function nextSort({ sort, dir }: Pick<Filter, 'sort' | 'dir'>, clicked: Sort): Pick<Filter, 'sort' | 'dir'> {
  if (clicked !== sort) return { sort: clicked, dir: firstDir(clicked) }
  if (sort === 'standing') return { sort, dir }
  if (dir === firstDir(sort)) return { sort, dir: dir === 'asc' ? 'desc' : 'asc' }
  return { sort: 'standing', dir: firstDir('standing') }
}

type HeadProps = {
  filter: Filter
  columns: Columns
  checked: Checked
  hidden: boolean
  onSort(order: Pick<Filter, 'sort' | 'dir'>): void
}

/** The names of the columns, each with a button where the list can be sorted by it. `hidden` above cards. */
export function GridHead(props: HeadProps) {
  return (
    <div role="rowgroup" class="grid-head" classList={{ hidden: props.hidden }}>
      <div role="row" class="line head" aria-rowindex={1}>
        <span role="columnheader" class="c-check">
          <CheckAll checked={props.checked} />
        </span>
        <HeadCell {...props} name="Session" class="c-session" sort="title" />
        <For each={props.columns.shown()}>
          {(id) => <HeadCell {...props} name={columns[id].name} class={`c-${id}`} sort={columns[id].sort} />}
        </For>
      </div>
    </div>
  )
}

function CheckAll(props: { checked: Checked }) {
  let box!: HTMLInputElement
  createEffect(() => {
    box.indeterminate = props.checked.extent() === 'some'
  })
  return (
    <input
      ref={box}
      class="check"
      type="checkbox"
      tabindex={-1}
      aria-label="Select all that are loaded"
      title="Select all that are loaded (Ctrl A)"
      checked={props.checked.extent() === 'all'}
      onChange={() => props.checked.toggleAll()}
    />
  )
}

function HeadCell(props: HeadProps & { name: string; class: string; sort: Sort | undefined }) {
  const isSorted = () => props.sort !== undefined && props.sort === props.filter.sort
  return (
    <span
      role="columnheader"
      class={`${props.class} cut`}
      aria-sort={isSorted() ? (props.filter.dir === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      <Show when={props.sort} fallback={props.name}>
        {(sort) => (
          <button
            type="button"
            tabindex={props.hidden ? -1 : 0}
            data-on={isSorted() ? '' : undefined}
            onClick={() => {
              const next = nextSort(props.filter, sort())
              if (next.sort !== props.filter.sort || next.dir !== props.filter.dir) props.onSort(next)
            }}
          >
            {props.name}
            <Show when={isSorted() && sort() !== 'standing'}>
              <span aria-hidden="true">{props.filter.dir === 'asc' ? ' ↑' : ' ↓'}</span>
            </Show>
          </button>
        )}
      </Show>
    </span>
  )
}
