import type { OfficeMember } from '../../../../src/office/member.ts'
import type { OfficeStage } from '../../../office/scene/create-office-stage.ts'
import type { Actor } from '../../../office/world/actor.ts'

/** What the office knows about itself. */
export type Inspection = {
  actors: readonly Actor[]
  explain(id: string): string
  unseated: readonly string[]
  /** Undefined where nothing is drawn by the graphics card. */
  figures: ReturnType<OfficeStage['figures']> | undefined
  /** The names of sprites that were asked for and do not exist. */
  missing: readonly string[]
}

/** Why somebody is drawn as it is. What is not known is null; times are in ISO 8601. */
type DebugRow = {
  id: string
  name: string
  source: string
  state: string
  activity: string | null
  witness: string | null
  lastWord: string | null
  since: string | null
  reason: string | null
  act: string | null
  place: string | null
  at: string | null
  why: string
}

const timeOf = (at: number | null) =>
  at === null || !Number.isFinite(at) || Math.abs(at) > 8.64e15 ? null : new Date(at).toISOString()

/** Everybody of whom the office was told, and whoever it still shows, with why it shows them so. */
export function debugRows(
  members: readonly OfficeMember[],
  { actors, explain }: Pick<Inspection, 'actors' | 'explain'>,
): DebugRow[] {
  const byId = new Map(actors.map((actor) => [actor.id, actor]))
  const all = new Map([...actors.map(({ member }) => member), ...members].map((member) => [member.id, member]))
  return [...all.values()].map((member) => {
    const actor = byId.get(member.id)
    return {
      id: member.id,
      name: member.name,
      source: member.runtime,
      state: member.state,
      activity: member.activity,
      witness: member.witness,
      lastWord: timeOf(member.witnessedAt),
      since: timeOf(member.since),
      reason: member.reason,
      act: actor ? `${actor.act} ${actor.stance} ${actor.direction}` : null,
      place: actor?.place ?? null,
      at: actor ? `${Math.round(actor.x)}, ${Math.round(actor.y)}` : null,
      why: explain(member.id),
    }
  })
}
