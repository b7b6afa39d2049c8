import { type Accessor, createMemo } from 'solid-js'
import { areaName } from '../../../src/office/area-name.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import type { OfficePlan } from '../../../src/office/plan.ts'
import { composePlan, planFloors } from '../../office/plan/compose/compose-plan.ts'
import { layoutOfPlan } from '../../office/plan/lay-plan.ts'
import type { Layout } from '../../office/world/layout.ts'
import { composedSize, type DeckRoom, shareDecks } from './share-decks.ts'

const layouts = new WeakMap<OfficePlan, Layout>()

/** The layout of a plan, worked out once. */
export function layoutFor(plan: OfficePlan): Layout {
  const known = layouts.get(plan)
  if (known) return known
  const made = layoutOfPlan(plan)
  layouts.set(plan, made)
  return made
}

const roomOn = (plan: OfficePlan): DeckRoom => ({
  room: layoutFor(plan).seats.filter(({ isMeeting }) => !isMeeting).length,
  given: Object.keys(plan.desks),
})

/** The areas of a crew and how many are of each, the largest first. */
function areasOf(members: readonly OfficeMember[]) {
  const agents = members.filter(({ kind, area }) => kind === 'agent' && area !== null && areaName.test(area))
  return [...Map.groupBy(agents, ({ area }) => area!)]
    .map(([name, all]) => ({ name, count: all.length }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

/**
 * The decks of the office: those that somebody built, or as many as are needed, composed for who is there. A deck is
 * planned anew only where another number of agents, or another area, needs it.
 */
export function createDecks(crew: Accessor<readonly OfficeMember[]>, built: Accessor<readonly OfficePlan[]>) {
  const shared = createMemo(() => shareDecks(crew(), built().map(roomOn), planFloors))
  const plans = createMemo<{ key: string; plan: OfficePlan }[]>(
    (before) =>
      shared().map(({ members, agents }, deck) => {
        const given = built()[deck]
        if (given) return { key: '', plan: given }
        const areas = areasOf(members)
        const size = composedSize(agents)
        const key = JSON.stringify([deck, size, areas.map(({ name }) => name)])
        const known = before[deck]
        if (known?.key === key) return known
        return { key, plan: { ...composePlan(size, areas), name: `Deck ${deck + 1}` } }
      }),
    [],
  )
  return {
    count: () => shared().length,
    plan: (deck: number): OfficePlan => plans()[deck]!.plan,
    plans: () => plans().map(({ plan }) => plan),
    members: (deck: number): OfficeMember[] => shared()[deck]?.members ?? [],
    deckOf: (id: string | undefined) => shared().findIndex(({ members }) => members.some((one) => one.id === id)),
  }
}
