import { For, type JSX, Show } from 'solid-js'

/** A column of a table: its head, its cells and its sum. */
export type Column<Row> = {
  head: JSX.Element
  headTitle?: string
  /** The class of its head, its cells and its sum. */
  class?: string | undefined
  /** A further class of its cells. */
  cellClass?: string
  /** Whether its cells and its sum are emphasised. */
  strong?: boolean
  cell(row: Row): JSX.Element
  title?(row: Row): string | undefined
  sum?(): JSX.Element
}

/** A table with a head, rows and, in its foot, their sum. The first column names a row. */
export function SumTable<Row extends object>(props: {
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  class?: string
  /** Whether the table has a foot with sums. */
  hasSum?: boolean
  /** The rows that are not shown, as one. */
  rest?: { row: Row; label: JSX.Element } | undefined
  isMarked?: ((row: Row) => boolean) | undefined
  /** A line of full width below each row; with `isMarked` only below marked rows. */
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
