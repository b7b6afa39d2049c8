import type { OfficeMember } from '../../../src/office/member.ts'

/** One floor: who is on it, and for how many agents it is built. */
export type Floor = { members: OfficeMember[]; size: number }

/** The sizes an office is built in, so that it is not rebuilt whenever somebody comes. */
const sizes = [3, 6, 8, 12, 16, 20, 26, 34, 45, 60] as const

/**
 * The crew by floors: agents in the order of their ids, so that nobody moves because of a state, and sub-agents with who
 * began them. `plan` says how many agents sit on each floor.
 */
export function floorsOf(members: readonly OfficeMember[], plan: (agents: number) => number[]): Floor[] {
  const agents = members.filter(({ kind }) => kind === 'agent').toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const floorOf = new Map<string, number>()
  let taken = 0
  const counts = plan(agents.length)
  for (const [floor, count] of counts.entries()) {
    for (const { id } of agents.slice(taken, taken + count)) floorOf.set(id, floor)
    taken += count
  }
  const byId = new Map(members.map((member) => [member.id, member]))
  /** The floor of who began somebody, however many are in between. */
  function floorFor(member: OfficeMember, seen = new Set<string>()): number {
    const known = floorOf.get(member.id)
    if (known !== undefined || seen.has(member.id)) return known ?? 0
    seen.add(member.id)
    const parent = member.parentId === null ? undefined : byId.get(member.parentId)
    return parent ? floorFor(parent, seen) : 0
  }
  return (counts.length > 0 ? counts : [0]).map((count, floor) => ({
    members: members.filter((member) => floorFor(member) === floor),
    size: sizes.find((size) => size >= count) ?? 60,
  }))
}
