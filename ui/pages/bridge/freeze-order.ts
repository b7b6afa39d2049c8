/**
 * Rows as they stood when somebody laid a hand on them: each stays where it was, with what is known of it now. What
 * came since is counted, not shown.
 */
export function freezeOrder<Row extends { id: string }>(rows: Row[], held: string[] | undefined) {
  if (!held) return { rows, arrivals: 0 }
  const byId = new Map(rows.map((row) => [row.id, row]))
  const known = new Set(held)
  return {
    rows: held.flatMap((id) => byId.get(id) ?? []),
    arrivals: rows.filter(({ id }) => !known.has(id)).length,
  }
}
