import type { Complete } from '../../live/testing/complete.ts'
import type { ActivityEntry } from '../activity-entry.ts'
import type { ActivityEvent } from '../events.ts'

const about = { id: 'an entry', at: 1, agent: 'Ada', sessionId: 'openclaw.main.a', title: 'a secret title' }

type Of<Kind> = ActivityEntry extends infer Entry
  ? Entry extends { kind: infer One }
    ? Kind extends One
      ? Omit<Entry, 'kind'> & { kind: Kind }
      : never
    : never
  : never

/** Every kind of entry with every field filled; `secret` marks what no screen may show. */
const entries: { [Kind in ActivityEntry['kind']]: Complete<Of<Kind>> } = {
  'session.started': { ...about, kind: 'session.started' },
  'subagent.started': { ...about, kind: 'subagent.started', by: 'Bob' },
  'session.finished': { ...about, kind: 'session.finished' },
  'session.stopped': { ...about, kind: 'session.stopped', how: 'failed', reason: 'a secret error' },
  'session.waits': { ...about, kind: 'session.waits', reason: 'a secret command' },
  'context.filling': { ...about, kind: 'context.filling', percent: 90 },
  'cron.ran': {
    id: 'an entry',
    at: 1,
    kind: 'cron.ran',
    agentId: 'openclaw:main',
    sessionId: 'openclaw.main.a',
    job: 'Nightly',
    status: 'error',
    durationMs: 1,
    error: 'a secret error',
  },
  acted: { id: 'an entry', at: 1, kind: 'acted', who: 'secret name', action: 'revoke token', stage: 'done' },
  'budget.crossed': {
    id: 'an entry',
    at: 1,
    kind: 'budget.crossed',
    budget: 'Daily budget',
    per: 'day',
    level: 1,
    usd: 1,
    spentUsd: 1,
    forecast: 'crosses $20 at 16:40',
  },
  'incident.raised': {
    id: 'an entry',
    at: 1,
    kind: 'incident.raised',
    incidentId: 1,
    title: 'a secret title',
    severity: 'warn',
  },
  'incident.over': {
    id: 'an entry',
    at: 1,
    kind: 'incident.over',
    incidentId: 1,
    title: 'a secret title',
    severity: 'warn',
  },
  'source.lost': { id: 'an entry', at: 1, kind: 'source.lost', runtime: 'openclaw' },
  'source.found': { id: 'an entry', at: 1, kind: 'source.found', runtime: 'openclaw' },
}

/** Each event of this feature. */
export const sampleEvents: ActivityEvent[] = Object.values(entries).map((line) => ({ kind: 'logged', line }))
