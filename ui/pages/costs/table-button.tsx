/** Turns a chart into a table of the same numbers and back; `what` is the word for the chart. */
export const TableButton = (props: { asTable: boolean; onAsTable(on: boolean): void; what?: string }) => (
  <button class="link" type="button" aria-pressed={props.asTable} onClick={() => props.onAsTable(!props.asTable)}>
    {props.asTable ? `Show as ${props.what ?? 'chart'}` : 'Show as table'}
  </button>
)
