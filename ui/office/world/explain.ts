import type { Actor } from './actor.ts'
import type { Intent } from './intent.ts'
import type { Place } from './places.ts'

const reasons: Record<Intent, string> = {
  still: 'nothing is known of it, so it stays where it is',
  beside: 'it stands beside whoever began it',
  meeting: 'it talks with others',
  desk: 'it is at work or needs a person',
  rest: 'it is asleep',
  free: 'it has no work',
}

/** Why somebody is where it is, in a sentence. */
export function explain(id: string, actor: Actor | undefined, unseated: readonly string[], now: number): string {
  const isUnseated = unseated.includes(id)
  if (!actor) return isUnseated ? 'not shown: no place is left in this office' : 'not in the office'
  if (actor.isLeaving) {
    const why = isUnseated ? 'no place is left in this office' : 'it is no longer in the office'
    return `leaves ${actor.goal ? 'by the door' : 'where it is'}: ${why}`
  }
  const because = reasons[actor.intent]
  const more = [
    actor.errandTo === null ? '' : `takes a paper to ${actor.errandTo}`,
    actor.partner ? `chats with ${actor.partner.id}` : '',
    actor.member.kind === 'subagent' && actor.parentId === null ? 'its parent is not in the office' : '',
    isLasting(actor, now) ? `for ${Math.ceil((actor.freeUntil - now) / 1_000)} s` : '',
  ].filter((words) => words !== '')
  return [`${whereabouts(actor, now)}: ${because}`, ...more].join('; ')
}

const isLasting = ({ freeUntil, intent, goal }: Actor, now: number) =>
  intent === 'free' && !goal && freeUntil > now && freeUntil < Number.POSITIVE_INFINITY

function whereabouts({ at, goal, fade, startsAt, arrivesBy }: Actor, now: number): string {
  if (goal && now < startsAt) return `waits outside to go to ${nameOf(goal)}`
  if (goal && fade === 'out') return `has no way to ${nameOf(goal)} and appears there`
  if (!goal) return at ? `at ${nameOf(at)}` : 'nowhere'
  const limit =
    arrivesBy < Number.POSITIVE_INFINITY ? `, there in ${Math.ceil((arrivesBy - now) / 1_000)} s at most` : ''
  return `on the way to ${nameOf(goal)}${limit}`
}

const nameOf = ({ id, kind }: Place) => (kind === 'desk' || kind === 'meeting' ? `seat ${id}` : id)
