// biome-ignore-all lint/a11y/useSemanticElements: a list of which only a part is drawn cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active row
import { For, Show } from 'solid-js'
import type { Sort } from '../../../src/sessions/session-order.ts'
import { type Filter, firstDir } from './filter.ts'

const columns: { name: string; class: string; sort?: Sort }[] = [
  { name: 'Session', class: 'c-session', sort: 'title' },
  { name: 'Agent', class: 'c-agent' },
  { name: 'Reason', class: 'c-reason', sort: 'standing' },
  { name: 'Via', class: 'c-via' },
  { name: 'Model', class: 'c-model' },
  { name: 'Context', class: 'c-context', sort: 'context' },
  { name: 'Cost', class: 'c-cost', sort: 'cost' },
  { name: 'Last', class: 'c-last', sort: 'last' },
]
export const columnCount = columns.length

/** The order that a click on the head of a column leads to: its usual direction, then the other, then the default order. */
function nextSort({ sort, dir }: Pick<Filter, 'sort' | 'dir'>, clicked: Sort): Pick<Filter, 'sort' | 'dir'> {
  if (clicked !== sort) return { sort: clicked, dir: firstDir(clicked) }
  if (sort === 'standing') return { sort, dir }
  if (dir === firstDir(sort)) return { sort, dir: dir === 'asc' ? 'desc' : 'asc' }
  return { sort: 'standing', dir: firstDir('standing') }
}

/** The names of the columns, each with a button where the list can be sorted by it. `hidden` above cards. */
export function GridHead(props: {
  filter: Filter
  hidden: boolean
  onSort(order: Pick<Filter, 'sort' | 'dir'>): void
}) {
  const isSortedBy = (sort: Sort | undefined) => sort === props.filter.sort
  return (
    <div role="rowgroup" class="grid-head" classList={{ hidden: props.hidden }}>
      <div role="row" class="line head" aria-rowindex={1}>
        <For each={columns}>
          {(column) => (
            <span
              role="columnheader"
              class={column.class}
              aria-sort={
                isSortedBy(column.sort) ? (props.filter.dir === 'asc' ? 'ascending' : 'descending') : undefined
              }
            >
              <Show when={column.sort} fallback={column.name}>
                {(sort) => (
                  <button
                    type="button"
                    tabindex={props.hidden ? -1 : 0}
                    data-on={isSortedBy(sort()) ? '' : undefined}
                    onClick={() => {
                      const next = nextSort(props.filter, sort())
                      if (next.sort !== props.filter.sort || next.dir !== props.filter.dir) props.onSort(next)
                    }}
                  >
                    {column.name}
                    <Show when={isSortedBy(sort()) && sort() !== 'standing'}>
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
  )
}
