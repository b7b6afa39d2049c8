import type { OfficeMember } from '../../../src/office/member.ts'

/** How many have a desk on a deck, and the agents who were given one there by hand. */
export type DeckRoom = { room: number; given: readonly string[] }

/**
 * Who is on which deck: whoever was given a desk is where that is, the other agents fill the decks in the order of their
 * ids, so that nobody moves because of a state, and sub-agents are with who began them. Agents for whom there is no room
 * are on further decks, which `more` plans.
 */
export function shareDecks(
  members: readonly OfficeMember[],
  rooms: readonly DeckRoom[],
  more: (agents: number) => number[],
): { members: OfficeMember[]; agents: number }[] {
  const agents = members.filter(({ kind }) => kind === 'agent').toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const deckOf = new Map<string, number>()
  const taken = rooms.map(() => 0)
  const seat = (id: string, deck: number) => {
    deckOf.set(id, deck)
    taken[deck] = (taken[deck] ?? 0) + 1
  }
  for (const { id } of agents) {
    const deck = rooms.findIndex(({ given }) => given.includes(id))
    if (deck >= 0) seat(id, deck)
  }
  const waiting = agents.filter(({ id }) => !deckOf.has(id))
  for (const [deck, { room }] of rooms.entries())
    for (const { id } of waiting.splice(0, Math.max(0, room - taken[deck]!))) seat(id, deck)
  if (waiting.length > 0)
    for (const [k, count] of more(waiting.length).entries())
      for (const { id } of waiting.splice(0, count)) seat(id, rooms.length + k)

  const byId = new Map(members.map((member) => [member.id, member]))
  /** The deck of who began somebody, however many are in between. */
  function deckFor(member: OfficeMember, seen = new Set<string>()): number {
    const known = deckOf.get(member.id)
    if (known !== undefined || seen.has(member.id)) return known ?? 0
    seen.add(member.id)
    const parent = member.parentId === null ? undefined : byId.get(member.parentId)
    return parent ? deckFor(parent, seen) : 0
  }
  return Array.from({ length: Math.max(1, taken.length) }, (_, deck) => ({
    members: members.filter((member) => deckFor(member) === deck),
    agents: taken[deck] ?? 0,
  }))
}

/** The sizes an office is composed in, so that it is not rebuilt whenever somebody comes. */
const sizes = [3, 6, 8, 12, 16, 20, 26, 34, 45, 60] as const

/** For how many agents an office is composed in which so many are. */
export const composedSize = (agents: number): number => sizes.find((size) => size >= agents) ?? 60
