import type { Group } from '../../../src/sessions/session-order.ts'

/** The groups of the list: what is pinned stands above those of the server. */
export type ListGroup = 'pinned' | Group

/** The place of an item in the list. It keeps its group until the list is sorted again. */
export type Placed = { id: string; group: ListGroup | undefined }

export type Row =
  /** `below` of its sessions stand below the one that began them, and so under whatever head that one has. */
  | { kind: 'group'; id: string; group: ListGroup; count: number; below: number; open: boolean }
  | {
      kind: 'session'
      id: string
      depth: number
      /** For each ancestor from the outermost, and last for itself: whether its connecting line continues below the row. */
      continues: boolean[]
      /** Undefined for a session without children. */
      open: boolean | undefined
    }
  /** A placeholder for children that load. */
  | { kind: 'loading'; id: string; depth: number }

export type Shown = {
  placed: Placed[]
  /** Of each session that is known: how many children it has. */
  childCount(id: string): number | undefined
  /** How many sessions each group holds, also those that are not loaded. */
  counts: Partial<Record<ListGroup, number>>
  /** How many more of each group stand below another session. */
  below?: Partial<Record<ListGroup, number>>
  closed: ReadonlySet<ListGroup>
  /** The children of open parents; null while they load. */
  children: ReadonlyMap<string, string[] | null>
}

/** The rows of the list: heads of groups, sessions, and the children of open sessions. */
export function rowsOf({ placed, childCount, counts, below: nested = {}, closed, children }: Shown): Row[] {
  const rows: Row[] = []
  const above = new Set<string>()
  const onTop = new Set(placed.map(({ id }) => id))

  function add(id: string, depth: number, continues: boolean[]) {
    const count = childCount(id)
    // Foreign data may make a session its own ancestor.
    if (count === undefined || above.has(id)) return
    const opened = children.get(id)
    const hasChildren = count > 0
    rows.push({ kind: 'session', id, depth, continues, open: hasChildren ? opened !== undefined : undefined })
    if (!hasChildren || opened === undefined) return
    if (opened === null) {
      rows.push({ kind: 'loading', id: `loading ${id}`, depth: depth + 1 })
      return
    }
    above.add(id)
    // A child that is pinned stands in its own place.
    const below = opened.filter((child) => !onTop.has(child))
    for (const [index, child] of below.entries()) add(child, depth + 1, [...continues, index < below.length - 1])
    above.delete(id)
  }

  const perGroup = new Map<ListGroup, number>()
  for (const { group } of placed) if (group) perGroup.set(group, (perGroup.get(group) ?? 0) + 1)
  let last: ListGroup | undefined
  for (const { id, group } of placed) {
    if (group && group !== last) {
      const count = Math.max(counts[group] ?? 0, perGroup.get(group) ?? 0)
      rows.push({
        kind: 'group',
        id: `group ${group}`,
        group,
        count,
        below: nested[group] ?? 0,
        open: !closed.has(group),
      })
      last = group
    }
    if (group && closed.has(group)) continue
    add(id, 0, [])
  }
  return rows
}

/** The row that is `step` selectable rows further; from no row, the first or the last one. */
export function moved(rows: Row[], from: string | undefined, step: number): string | undefined {
  const selectable = rows.filter(({ kind }) => kind !== 'loading')
  const at = selectable.findIndex(({ id }) => id === from)
  if (at === -1) return (step > 0 ? selectable[0] : selectable.at(-1))?.id
  return selectable[Math.min(Math.max(at + step, 0), selectable.length - 1)]?.id
}

/** The parent of a child, or the head of the group of a session. */
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

/** What the next sorting will change: sessions that are not in the list yet, and sessions whose place has changed. */
export type Unsettled = { fresh: ReadonlySet<string>; moved: ReadonlySet<string> }

/** `3 new`, `1 moved`, or nothing. */
export function unsettledWords({ fresh, moved }: Unsettled): string {
  return [fresh.size > 0 ? `${fresh.size} new` : '', moved.size > 0 ? `${moved.size} moved` : '']
    .filter(Boolean)
    .join(', ')
}
