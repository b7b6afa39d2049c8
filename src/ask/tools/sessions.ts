import { z } from 'zod'
import { fromJson } from '../../lib/json.ts'
import { addDays, startOfDay } from '../../lib/timezone.ts'
import { costLabelOf } from '../../sessions/session.ts'
import type { Table } from '../table.ts'
import { agentIdOf, sessionLabel } from './names.ts'
import { agent, day } from './schemas.ts'
import { defineTool, momentWords, queryOf, spanWords } from './tool.ts'

const states = [
  'running',
  'thinking',
  'waiting',
  'stalled',
  'idle',
  'finished',
  'failed',
  'killed',
  'timed-out',
] as const

export const sessions = defineTool({
  name: 'read_sessions',
  doing: 'Reads sessions',
  description:
    'Sessions of agents that were active in some days: state, last activity, length, how full their context is, tokens and cost.',
  input: z.object({
    agent: agent.optional(),
    state: z.enum(states).optional(),
    since: day.optional(),
    until: day.optional(),
    sort: z.enum(['cost', 'last', 'context']).default('last'),
    limit: z.number().int().min(1).max(30).default(10),
  }),
  async read({ agent, state, since, until, sort, limit }, asked): Promise<Table> {
    const { reader, timezone } = asked.questions
    const agentId = agent === undefined ? undefined : agentIdOf(agent, asked)
    const filter = {
      ...(agentId !== undefined && { agent: [agentId] }),
      ...(state !== undefined && { state: [state] }),
      ...(since !== undefined && { since: startOfDay(since, timezone) }),
      ...(until !== undefined && { before: startOfDay(addDays(until, 1), timezone) }),
    }
    const [page, facets] = await Promise.all([
      reader.listSessions({ query: { ...filter, sort, limit }, forScreen: false }, asked),
      reader.sessionFacets({ filter, forScreen: false }, asked),
    ])
    const { items } = fromJson(page)
    return {
      title: `Sessions${agent === undefined ? '' : ` of ${agent}`}${state === undefined ? '' : `, ${state}`}, ${spanWords(since, until)}`,
      href: `/sessions${queryOf({ agent: agentId, state, since, before: until && addDays(until, 1) })}`,
      columns: [
        { name: 'state', unit: 'text' },
        { name: 'last active', unit: 'text' },
        { name: 'length', unit: 'ms' },
        { name: 'context used', unit: 'percent' },
        { name: 'tokens', unit: 'tokens' },
        { name: 'cost', unit: 'usd' },
      ],
      rows: items.map((session) => {
        const { startedAt, lastAt, contextPercent, costUsd } = session
        const tokens = session.inputTokens + session.outputTokens + session.cacheReadTokens + session.cacheWriteTokens
        return {
          label: sessionLabel(session, asked),
          href: `/sessions/${encodeURIComponent(session.id)}`,
          cells: [
            session.state,
            lastAt === null ? null : momentWords(lastAt, timezone),
            startedAt === null || lastAt === null ? null : lastAt - startedAt,
            contextPercent,
            tokens,
            costUsd === null ? null : { value: costUsd, words: costLabelOf(session) },
          ],
        }
      }),
      rowCount: fromJson(facets).total,
    }
  },
})

export const agents = defineTool({
  name: 'read_agents',
  doing: 'Reads who there is',
  description: 'The agents that there are, with their ids.',
  input: z.object({}),
  async read(_, { questions }): Promise<Table> {
    const all = questions.agentNames()
    return {
      title: 'Agents',
      href: '/',
      columns: [{ name: 'id', unit: 'text' }],
      rows: all.map(({ id, name }) => ({ label: name, href: `/agents/${encodeURIComponent(id)}`, cells: [id] })),
      rowCount: all.length,
    }
  },
})
