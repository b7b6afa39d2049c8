import { z } from 'zod'
import { dayOf } from '../../lib/timezone.ts'
import type { Table } from '../table.ts'
import { agentNameOf } from './names.ts'
import { type Asked, defineTool, momentWords } from './tool.ts'

const dayMs = 86_400_000
const kinds = ['stalled', 'waiting', 'failed'] as const

export const needsYou = defineTool({
  name: 'read_needs',
  doing: 'Reads what needs you',
  description: 'What needs the person just now: sessions that wait, stall or failed, jobs, budgets, incidents.',
  input: z.object({}),
  async read(_, asked): Promise<Table> {
    const { timezone } = asked.questions
    const all = asked.questions.openNeeds()
    return {
      title: 'What needs you now',
      href: '/needs',
      columns: [
        { name: 'kind', unit: 'text' },
        { name: 'since', unit: 'text' },
      ],
      rows: all.map(({ agentId, kind, since, title }) => ({
        // A title may be a command, or the path of a file.
        label: agentId !== '' ? agentNameOf(agentId, asked) : asked.readsWords && title ? title : kind,
        cells: [kind, since === null ? null : momentWords(since, timezone)],
      })),
      rowCount: all.length,
    }
  },
})

/** How often and how long it was so, by agent. */
function byAgent(kind: (typeof kinds)[number], from: number, to: number, asked: Asked) {
  const sums = new Map<string, { times: number; ms: number }>()
  for (const need of asked.questions.pastNeeds(from, to)) {
    if (need.kind !== kind || need.agentId === '') continue
    const sum = sums.get(need.agentId) ?? { times: 0, ms: 0 }
    sum.times++
    sum.ms += Math.max(0, Math.min(need.settledAt ?? to, to) - Math.max(need.since ?? need.openedAt, from))
    sums.set(need.agentId, sum)
  }
  return [...sums].toSorted(([, a], [, b]) => b.times - a.times || b.ms - a.ms)
}

export const stalls = defineTool({
  name: 'read_stalls',
  doing: 'Reads who stalled',
  description:
    'How often and how long the sessions of each agent stalled, waited for a person, or failed, in the last days.',
  input: z.object({ kind: z.enum(kinds).default('stalled'), days: z.number().int().min(1).max(30).default(30) }),
  async read({ kind, days }, asked): Promise<Table> {
    const { now, timezone } = asked.questions
    const to = now()
    const rows = byAgent(kind, to - days * dayMs, to, asked)
    return {
      title: `Agents by how often they ${kind}, since ${dayOf(to - days * dayMs, timezone)}`,
      href: '/needs',
      columns: [
        { name: 'times', unit: 'count' },
        { name: 'together', unit: 'ms' },
      ],
      rows: rows.map(([id, { times, ms }]) => ({
        label: agentNameOf(id, asked),
        href: `/agents/${encodeURIComponent(id)}`,
        cells: [times, ms],
      })),
      rowCount: rows.length,
      note: 'Counted while Wheelhouse ran.',
    }
  },
})
