import type { ActivityEntry } from '../../src/activity/activity-entry.ts'
import { maxActivityEntries } from '../../src/activity/activity-entry.ts'
import type { PublishedEvent } from '../../src/app/features.ts'
import { measures } from '../../src/health/measure.ts'
import { continueSeries } from '../../src/health/recent.ts'
import { listedSessions, type Overview } from '../../src/overview/overview.ts'
import type { Session } from '../../src/sessions/session.ts'
import { isActive } from '../../src/sessions/state.ts'

/** Puts one event over what the page knows. Rows are replaced whole, so hearing one twice changes nothing. */
export function applyEvent(overview: Overview, event: PublishedEvent): Overview {
  switch (event.kind) {
    case 'agent.changed':
      return { ...overview, agents: placed(overview.agents, event.agent).filter(({ present }) => present) }
    case 'session.changed': {
      const current = placed(overview.sessions.items, event.session).filter((session) => session.current)
      const items = ordered(current).slice(0, listedSessions)
      return { ...overview, sessions: { ...overview.sessions, items } }
    }
    case 'overview.changed': {
      const { verdict, attention, active, total } = event.standing
      return { ...overview, verdict, attention, sessions: { ...overview.sessions, active, total } }
    }
    case 'costs.changed':
      return { ...overview, costs: event.costs }
    case 'cron.changed':
      return { ...overview, crons: placed(overview.crons, event.job).filter(({ present }) => present) }
    case 'source.changed': {
      const { runtime, name } = event.source
      const at = overview.sources.findIndex((source) => source.runtime === runtime && source.name === name)
      const sources = at === -1 ? [...overview.sources, event.source] : overview.sources.with(at, event.source)
      return { ...overview, sources }
    }
    case 'indexed':
      return { ...overview, health: { ...overview.health, indexed: { ...event.progress, done: event.done } } }
    case 'health.read': {
      const { reading } = event
      const recent = continueSeries(overview.health.recent, reading.at, (name) => measures[name](reading))
      return { ...overview, health: { ...overview.health, reading, recent } }
    }
    case 'logged':
      return { ...overview, log: logged(overview.log, event.line) }
    case 'gateway.changed': {
      const at = overview.gateways.findIndex(({ home }) => home === event.gateway.home)
      const gateways = at === -1 ? [...overview.gateways, event.gateway] : overview.gateways.with(at, event.gateway)
      return { ...overview, gateways }
    }
    default:
      return overview
  }
}

/**
 * Those at work first, the latest begun on top, so that they keep their places while they write; then the others, the
 * latest moved on top.
 */
export const ordered = (sessions: Session[]) =>
  sessions.toSorted((a, b) => {
    if (isActive(a.state) !== isActive(b.state)) return isActive(a.state) ? -1 : 1
    const since = (session: Session) => (isActive(session.state) ? session.startedAt : session.lastAt) ?? 0
    return since(b) - since(a) || (a.id < b.id ? 1 : -1)
  })

/** The newest first, none twice; as many as the server remembers. */
const logged = (lines: ActivityEntry[], line: ActivityEntry) =>
  [line, ...lines.filter(({ id }) => id !== line.id)].sort((a, b) => b.at - a.at).slice(0, maxActivityEntries)

const placed = <Item extends { id: string }>(items: Item[], item: Item) => {
  const at = items.findIndex(({ id }) => id === item.id)
  return at === -1 ? [...items, item] : items.with(at, item)
}
