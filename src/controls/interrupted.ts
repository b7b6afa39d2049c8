import type { CronLane } from '../crons/timeline.ts'
import type { GatewayWork } from '../facts/gateway.ts'
import { oneLine } from '../lib/plain-text.ts'
import type { Session } from '../sessions/session.ts'
import type { Interrupted } from './service.ts'

type Facts = {
  now: number
  nameOf: (agentId: string) => string
  /** What the gateway says of itself: null where its version does not, `unsaid` where it was asked and did not answer. */
  work: GatewayWork[] | null | 'unsaid'
}

/** A gateway lets runs end for at most this long before it goes. */
const drainMs = 315_000

/** Whom a gateway that goes away interrupts: sessions in the middle of something, and jobs that are due while it drains. */
export function interruptedBy(
  sessions: Pick<Session, 'agentId' | 'title' | 'key' | 'state'>[],
  lanes: Pick<CronLane, 'name' | 'planned' | 'enabled'>[],
  { now, nameOf, work }: Facts,
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
    ...workWords(work, sessions.length),
  ]
}

/** Work of which a session that is listed is the same thing seen from elsewhere. */
const seenAsSessions = ['embedded-run', 'session-admission', 'chat-run', 'root-request', 'queue', 'session-mutation']

const workNames: Record<string, string> = {
  'background-exec': 'Background commands',
  reply: 'Replies on their way',
  'cron-run': 'Cron jobs that run',
  'queued-turn': 'Queued messages',
  'terminal-session': 'Open terminals',
  task: 'Background tasks',
}

/** What goes on in a gateway beside the sessions that are known, in its own words. */
function workWords(work: Facts['work'], sessions: number): Interrupted[] {
  if (work === 'unsaid') return [{ name: 'The gateway', effect: 'does not say what else goes on in it' }]
  return (work ?? [])
    .filter(({ kind }) => sessions === 0 || !seenAsSessions.includes(kind))
    .map(({ kind, words }) => ({ name: workNames[kind] ?? 'Other work', effect: oneLine(words) }))
}

const effects = {
  waiting: 'its question is lost',
  stalled: 'makes no progress, is cut off',
  running: 'may finish first',
}

const maxTitle = 44
const shortened = (title: string) => (title.length > maxTitle ? `${title.slice(0, maxTitle).trimEnd()}…` : title)
