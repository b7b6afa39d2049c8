import type { Group } from '../../../src/sessions/listing.ts'

/** An item where it was put: it keeps its group until the list is put in order again. */
export type Placed = { id: string; group: Group | undefined }

export type Row =
  | { kind: 'group'; id: string; group: Group; count: number; open: boolean }
  | {
      kind: 'session'
      id: string
      depth: number
      /** Where the elbow lines of its ancestors go on below it, from the outermost; the last is its own. */
      goesOn: boolean[]
      /** Undefined for a session without children. */
      open: boolean | undefined
    }
  | { kind: 'waiting'; id: string; depth: number }

export type Shown = {
  placed: Placed[]
  /** Of each session that is known: how many children it has. */
  childCount(id: string): number | undefined
  /** How many sessions each group holds, also those that are not loaded. */
  counts: Partial<Record<Group, number>>
  closed: ReadonlySet<Group>
  /** The children of opened parents; null while they are on their way. */
  children: ReadonlyMap<string, string[] | null>
}

/** The list as it is drawn: heads of groups, sessions, the children of those that are open. */
export function rowsOf({ placed, childCount, counts, closed, children }: Shown): Row[] {
  const rows: Row[] = []
  const above = new Set<string>()

  function add(id: string, depth: number, goesOn: boolean[]) {
    const count = childCount(id)
    // Foreign data may say that somebody is its own grandmother.
    if (count === undefined || above.has(id)) return
    const opened = children.get(id)
    const hasChildren = count > 0
    rows.push({ kind: 'session', id, depth, goesOn, open: hasChildren ? opened !== undefined : undefined })
    if (!hasChildren || opened === undefined) return
    if (opened === null) {
      rows.push({ kind: 'waiting', id: `waiting ${id}`, depth: depth + 1 })
      return
    }
    above.add(id)
    for (const [index, child] of opened.entries()) add(child, depth + 1, [...goesOn, index < opened.length - 1])
    above.delete(id)
  }

  const perGroup = new Map<Group, number>()
  for (const { group } of placed) if (group) perGroup.set(group, (perGroup.get(group) ?? 0) + 1)
  let last: Group | undefined
  for (const { id, group } of placed) {
    if (group && group !== last) {
      const count = Math.max(counts[group] ?? 0, perGroup.get(group) ?? 0)
      rows.push({ kind: 'group', id: `group ${group}`, group, count, open: !closed.has(group) })
      last = group
    }
    if (group && closed.has(group)) continue
    add(id, 0, [])
  }
  return rows
}

/** The row that is `step` rows on, among those one can stand on; the first or last where there is none. */
export function moved(rows: Row[], from: string | undefined, step: number): string | undefined {
  const standing = rows.filter(({ kind }) => kind !== 'waiting')
  const at = standing.findIndex(({ id }) => id === from)
  if (at === -1) return (step > 0 ? standing[0] : standing.at(-1))?.id
  return standing[Math.min(Math.max(at + step, 0), standing.length - 1)]?.id
}

/** The row a child or a session of a group hangs from. */
export function parentRow(rows: Row[], id: string): string | undefined {
  const at = rows.findIndex((row) => row.id === id)
  const row = rows[at]
  if (!row || row.kind === 'group') return undefined
  for (let index = at - 1; index >= 0; index--) {
    const before = rows[index]!
    if (before.kind === 'group') return before.id
    if (before.depth < row.depth) return before.id
  }
  return undefined
}

/** What the list waits to be put in order for: sessions that are not in it yet, and those that stand elsewhere now. */
export type Unsettled = { fresh: ReadonlySet<string>; moved: ReadonlySet<string> }

/** `3 new`, `1 moved`, or nothing. */
export function unsettledWords({ fresh, moved }: Unsettled): string {
  return [fresh.size > 0 ? `${fresh.size} new` : '', moved.size > 0 ? `${moved.size} moved` : '']
    .filter(Boolean)
    .join(', ')
}
