/**
 * Rows in the order in which they were when a person pointed at them, with their newest data. Rows that have arrived
 * since are counted and not shown.
 */
export function freezeOrder<Row extends { id: string }>(rows: Row[], frozenIds: string[] | undefined) {
  if (!frozenIds) return { rows, arrivals: 0 }
  const byId = new Map(rows.map((row) => [row.id, row]))
  const known = new Set(frozenIds)
  return {
    rows: frozenIds.flatMap((id) => byId.get(id) ?? []),
    arrivals: rows.filter(({ id }) => !known.has(id)).length,
  }
}
