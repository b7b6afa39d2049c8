/** Sessions below one, each with its depth behind the one that started it. Each stands once, also one above itself. */
export function inTree<S extends { id: string; parentId: string | null }>(
  sessions: readonly S[],
  top: string,
): { session: S; depth: number }[] {
  const children = Map.groupBy(sessions, ({ parentId }) => parentId ?? '')
  const put = new Set([top])
  const rows: { session: S; depth: number }[] = []
  function below(id: string, depth: number) {
    for (const session of children.get(id) ?? []) {
      if (put.has(session.id)) continue
      put.add(session.id)
      rows.push({ session, depth })
      below(session.id, depth + 1)
    }
  }
  below(top, 1)
  return rows
}
