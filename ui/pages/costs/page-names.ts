import type { CostsPage } from '../../../src/costs/reports/page.ts'
import type { Grouping, ReportRow } from '../../../src/costs/reports/report.ts'
import { runtimeLabels, runtimeName } from '../../../src/facts/runtimes.ts'
import { agentIdOfSession } from '../../../src/ids.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { Choice } from './toolbar.tsx'
import type { Filter, FilterKind } from './url-state.ts'

const maxChoices = 40

type Known = Pick<Overview, 'agents' | 'sessions' | 'sources'>

/** The name of an agent, model, session and so on, from what the page shows; its key where it has none. `by` groups the lines. */
export function nameOf(
  kind: string,
  key: string,
  { costs, by, known }: { costs: CostsPage; by: Grouping; known: Known },
) {
  const rowsOf: Record<string, ReportRow[]> = {
    model: costs.models.rows,
    agent: costs.agents.rows,
    project: costs.projects.rows,
    cron: costs.summary.idle.jobs,
    session: by === 'session' ? costs.lines.rows : [],
    family: by === 'family' ? costs.lines.rows : [],
  }
  const row = rowsOf[kind]?.find((row) => row.key === key)
  if (row) return row.label
  if (kind === 'agent') return known.agents.find(({ id }) => id === key)?.name ?? key
  if (kind === 'runtime') return runtimeName(key)
  if (kind === 'session') return known.sessions.items.find(({ id }) => id === key)?.title ?? key
  return key || `no ${kind}`
}

/** The agent that a line is about, by the key of the line; undefined for lines that are about no agent. */
export function agentOfLine(by: Grouping, key: string): string | undefined {
  if (by === 'agent') return key
  return by === 'session' || by === 'family' ? agentIdOfSession(key) : undefined
}

/** The choices of the filter: everything that the page shows, except of kinds that are chosen already. */
export function choicesIn(costs: CostsPage, filter: Filter, known: Known): Choice[] {
  const of = (kind: FilterKind, rows: { key: string; label: string }[]) =>
    filter[kind] === undefined ? rows.map(({ key, label }) => ({ kind, key, label })) : []
  return [
    ...of('agent', costs.agents.rows.slice(0, maxChoices)),
    ...of('model', costs.models.rows.slice(0, maxChoices)),
    ...of('project', costs.projects.rows.slice(0, maxChoices)),
    ...of(
      'runtime',
      known.sources.map(({ runtime }) => ({ key: runtime, label: runtimeLabels[runtime].name })),
    ),
    ...of('cron', costs.summary.idle.jobs.slice(0, maxChoices)),
  ]
}
