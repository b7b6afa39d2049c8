import { For, type JSX, Show } from 'solid-js'

/** A column of a table: what is in its cells, and what its sum is. */
export type Column<Row> = {
  head: JSX.Element
  headTitle?: string
  /** Of its head, its cells and its sum. */
  class?: string | undefined
  /** Of its cells alone. */
  cellClass?: string
  /** Whether its cells and its sum are what the table is about. */
  strong?: boolean
  cell(row: Row): JSX.Element
  title?(row: Row): string | undefined
  sum?(): JSX.Element
}

/** A table whose foot is the sum of its rows. The first column names a row. */
export function SumTable<Row extends object>(props: {
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  class?: string
  /** Without one, the rows are not added up. */
  hasSum?: boolean
  /** The rows that are not shown, as one. */
  rest?: { row: Row; label: JSX.Element } | undefined
  isMarked?: ((row: Row) => boolean) | undefined
  /** A line below each row, or below those that are marked where any may be; over the whole width. */
  detail?: ((row: Row) => JSX.Element) | undefined
}) {
  return (
    <table class={props.class}>
      <thead>
        <tr>
          <For each={props.columns}>
            {(column) => (
              <th class={column.class} title={column.headTitle}>
                {column.head}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <>
              <tr data-open={props.isMarked?.(row) ? '' : undefined}>
                <For each={props.columns}>{(column) => <Cell column={column} row={row} />}</For>
              </tr>
              <Show when={(props.isMarked?.(row) ?? true) && props.detail}>
                {(detail) => (
                  <tr class="detail" data-open={props.isMarked ? '' : undefined}>
                    <td colspan={props.columns.length}>{detail()(row)}</td>
                  </tr>
                )}
              </Show>
            </>
          )}
        </For>
        <Show when={props.rest}>
          {(rest) => (
            <tr>
              <td class="quiet">{rest().label}</td>
              <For each={props.columns.slice(1)}>{(column) => <Cell column={column} row={rest().row} />}</For>
            </tr>
          )}
        </Show>
      </tbody>
      <Show when={props.hasSum}>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            <For each={props.columns.slice(1)}>
              {(column) => <td class={classes(column.class, column.strong && 'strong')}>{column.sum?.()}</td>}
            </For>
          </tr>
        </tfoot>
      </Show>
    </table>
  )
}

function Cell<Row>(props: { column: Column<Row>; row: Row }) {
  const { column } = props
  return (
    <td class={classes(column.class, column.cellClass, column.strong && 'strong')} title={column.title?.(props.row)}>
      {column.cell(props.row)}
    </td>
  )
}

const classes = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ') || undefined
