import { written } from '../facts/cron-definition.ts'
import { oneLine } from '../lib/plain-text.ts'

/** An agent of a gateway, as a person can change it. */
export type GatewayAgent = {
  id: string
  name: string
  emoji: string
  /** The model as `provider/model`; '' where the gateway's default is used. */
  model: string
  workspace: string
  isDefault: boolean
  /** Why it cannot be deleted, in a sentence; null where it can. */
  keptBecause: string | null
  /** Another one once any of these is another. */
  revision: string
}

/** What a person decides about an agent. */
export const agentFields = ['name', 'emoji', 'model', 'workspace'] as const
type AgentField = (typeof agentFields)[number]
export type AgentPatch = { [Field in AgentField]?: string | undefined }

type Foreign = Record<string, unknown>
const record = (value: unknown): Foreign =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Foreign) : {}
const text = (value: unknown) => (typeof value === 'string' ? oneLine(value.slice(0, 4_096)) : '')

const maxAgents = 500

/** The agents in an answer of `agents.list`, completed by what the configuration says of them, which 2026.3 leaves out. */
export function agentsIn(list: unknown, config: unknown): GatewayAgent[] {
  const { agents, defaultId } = record(list)
  const configured = entriesIn(config)
  const all = (Array.isArray(agents) ? agents.slice(0, maxAgents) : [])
    .map(record)
    .filter(({ id, kind }) => typeof id === 'string' && id !== '' && kind !== 'system')
  const owners = ownersIn(config)
  return all.map((agent) => {
    const id = agent.id as string
    const own = configured.get(id) ?? {}
    const identity = { ...record(own.identity), ...record(agent.identity) }
    const known = {
      id,
      name: text(agent.name ?? own.name) || id,
      emoji: text(identity.emoji),
      model: modelIn(own.model ?? agent.model),
      workspace: text(own.workspace ?? agent.workspace),
    }
    return {
      ...known,
      isDefault: id === defaultId,
      keptBecause: whyKept(id, { isDefault: id === defaultId, isLast: all.length === 1, owns: owners.get(id) }),
      revision: Bun.hash(written(known)).toString(36),
    }
  })
}

/** The agents in a configuration of either era: a record, or a list with ids. */
function entriesIn(config: unknown): Map<string, Foreign> {
  const { entries, list } = record(record(config).agents)
  const listed = (Array.isArray(list) ? list : []).map((one) => [String(record(one).id), record(one)] as const)
  return new Map([...Object.entries(record(entries)).map(([id, one]) => [id, record(one)] as const), ...listed])
}

/** What the gateway does through one agent, by its id. */
function ownersIn(config: unknown): Map<string, string> {
  const defaults = record(record(record(config).agents).defaults)
  const owners = new Map<string, string>()
  for (const [name, words] of [
    ['heartbeat', 'its heartbeats'],
    ['systemAgent', 'what it does by itself'],
  ] as const) {
    const { agentId } = record(defaults[name])
    if (typeof agentId === 'string') owners.set(agentId, words)
  }
  return owners
}

function modelIn(model: unknown): string {
  return typeof model === 'string' ? text(model) : text(record(model).primary)
}

function whyKept(
  id: string,
  { isDefault, isLast, owns }: { isDefault: boolean; isLast: boolean; owns: string | undefined },
): string | null {
  if (isLast) return 'It is the only agent. A gateway without one does nothing.'
  // 2026.9 deletes it when it is told to, and answers nothing that names no agent from then on.
  if (isDefault || id === 'main')
    return 'It is the default agent: what names no agent goes to it, and would fail without it.'
  if (owns !== undefined)
    return `The gateway does ${owns} through it. Name another agent for that in the configuration first.`
  return null
}

/** How many of what hangs on an agent there are, as far as the gateway says. */
type AgentTies = { sessions: number; isWhole: boolean; crons: string[]; bindings: number }

/** What hangs on an agent, in what a gateway lists. */
export function tiesOf(id: string, sessions: unknown[], total: number, jobs: unknown[], config: unknown): AgentTies {
  const isOf = (session: Foreign) => session.agentId === id || String(session.key).startsWith(`agent:${id}:`)
  const { bindings } = record(config)
  return {
    sessions: sessions.map(record).filter(isOf).length,
    isWhole: total <= sessions.length,
    crons: jobs.map(record).flatMap((job) => (job.agentId === id ? [text(job.name) || 'a job'] : [])),
    bindings: (Array.isArray(bindings) ? bindings : []).filter((one) => record(one).agentId === id).length,
  }
}
