import type { Fact } from '../facts/fact.ts'
import { scopeId, thisHost } from '../ids.ts'

/**
 * The same fact with its ids as they are called on this machine: each with the host in front that the fact comes from.
 * Facts of this machine stay as they are. What is no id (a session's key, the key of a usage row, an answer's id) stays
 * too: the host in the keys of the index tells these apart.
 */
export function scopeFact(host: string, fact: Fact): Fact {
  if (host === thisHost) return fact
  // '' says that there is none.
  const scoped = <Id extends string | null | undefined>(id: Id) => (id ? scopeId(host, id) : id)
  switch (fact.kind) {
    case 'agent':
    case 'limit':
      return { ...fact, id: scoped(fact.id) }
    case 'session':
      return {
        ...fact,
        id: scoped(fact.id),
        agentId: scoped(fact.agentId),
        ...(fact.parentAgentId !== undefined && { parentAgentId: scoped(fact.parentAgentId) }),
        ...(fact.cronId !== undefined && { cronId: scoped(fact.cronId) }),
      }
    case 'usage':
      return { ...fact, agentId: scoped(fact.agentId), sessionId: scoped(fact.sessionId) }
    case 'file-touch':
    case 'call-failed':
    case 'call-ran':
    case 'tool-use':
      return { ...fact, sessionId: scoped(fact.sessionId) }
    case 'cron-job':
      return { ...fact, id: scoped(fact.id), agentId: scoped(fact.agentId) }
    case 'cron-run':
      return { ...fact, id: scoped(fact.id), jobId: scoped(fact.jobId), sessionId: scoped(fact.sessionId) }
    default:
      return fact satisfies never
  }
}
