import type { SessionFacets } from '../../../src/sessions/listing.ts'
import { groups } from '../../../src/sessions/session-order.ts'
import type { ListGroup } from './tree-rows.ts'

/** How many each head of the list says: those that stand under it, and not below another session; pinned ones under their own. */
export function groupCounts(facets: SessionFacets | undefined): Partial<Record<ListGroup, number>> {
  const { groups: all, pinned, below } = facets ?? {}
  if (!all || !pinned) return all ?? {}
  const rest = Object.fromEntries(groups.map((group) => [group, all[group] - pinned[group] - (below?.[group] ?? 0)]))
  return { ...rest, pinned: groups.reduce((sum, group) => sum + pinned[group], 0) }
}
