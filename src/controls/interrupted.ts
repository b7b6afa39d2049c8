import type { CronLane } from '../crons/timeline.ts'
import { oneLine } from '../lib/plain-text.ts'
import type { Session } from '../sessions/session.ts'
import type { Interrupted } from './service.ts'

type Facts = { now: number; nameOf: (agentId: string) => string }

/** A gateway lets runs end for at most this long before it goes. */
const drainMs = 315_000

/** Whom a gateway that goes away interrupts: sessions in the middle of something, and jobs that are due while it drains. */
export function interruptedBy(
  sessions: Pick<Session, 'agentId' | 'title' | 'key' | 'state'>[],
  lanes: Pick<CronLane, 'name' | 'planned' | 'enabled'>[],
  { now, nameOf }: Facts,
): Interrupted[] {
  return [
    ...sessions.map(({ agentId, title, key, state }) => ({
      name: oneLine(nameOf(agentId)),
      effect: `${shortened(oneLine(title ?? key ?? 'a session'))}: ${effects[state === 'waiting' || state === 'stalled' ? state : 'running']}`,
    })),
    ...lanes.flatMap(({ name, planned, enabled }) => {
      const due = planned.find((at) => at <= now + drainMs)
      return due === undefined || !enabled
        ? []
        : [
            {
              name: oneLine(name),
              effect: `is due in ${Math.max(1, Math.round((due - now) / 60_000))} min, and may not run`,
            },
          ]
    }),
  ]
}

const effects = {
  waiting: 'its question is lost',
  stalled: 'makes no progress, is cut off',
  running: 'may finish first',
}

const maxTitle = 44
const shortened = (title: string) => (title.length > maxTitle ? `${title.slice(0, maxTitle).trimEnd()}…` : title)
