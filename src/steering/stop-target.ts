import { fromJson, type Reader } from '../lib/json.ts'
import type { SessionReads } from '../sessions/reads.ts'
import type { Session } from '../sessions/session.ts'

/** Whom a person wants to stop: sessions, all of an agent, one with all below it, or everything at work. */
export type StopTarget = { sessions: string[] } | { agent: string } | { tree: string } | { all: true }

const activeStates = ['running', 'thinking', 'waiting', 'stalled'] as const
const maxActive = 500

/** The sessions of these ids that are known, each once, in the order of the ids. */
export async function sessionsInOrder(
  reader: Pick<Reader<SessionReads>, 'sessionsOf'>,
  ids: string[],
): Promise<Session[]> {
  const found = new Map(fromJson(await reader.sessionsOf({ ids })).map((session) => [session.id, session]))
  return [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
}

/** Finds whom a wish to stop is about. Those that are named are there whatever they do, the others only while at work. */
export function createStopTargets(reader: Pick<Reader<SessionReads>, 'sessionsOf' | 'listSessions'>) {
  return async (target: StopTarget): Promise<Session[]> => {
    if ('sessions' in target) return sessionsInOrder(reader, target.sessions)
    const active = await activeSessions()
    if ('all' in target) return active
    if ('agent' in target) {
      const own = active.filter(({ agentId }) => agentId === target.agent)
      const all = own.flatMap((session) => [session, ...below(session.id, active)])
      return [...new Map(all.map((session) => [session.id, session])).values()]
    }
    const [root] = await sessionsInOrder(reader, [target.tree])
    return root ? [root, ...below(root.id, active)] : []
  }

  /** Everything that works or waits, in the list and among what a person has archived. */
  async function activeSessions(): Promise<Session[]> {
    const query = { state: [...activeStates], limit: maxActive }
    const pages = await Promise.all([
      reader.listSessions({ query, forScreen: false }),
      reader.listSessions({ query: { ...query, is: ['archived'] }, forScreen: false }),
    ])
    const all = pages.flatMap((page) => fromJson(page).items)
    return [...new Map(all.map((session) => [session.id, session])).values()]
  }
}

/** The sessions at work below another, through all generations. */
export function below<One extends { id: string; parentId: string | null }>(id: string, active: readonly One[]): One[] {
  const found = new Set<string>([id])
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const one of active) if (one.parentId !== null && found.has(one.parentId)) found.add(one.id)
  }
  return active.filter((one) => one.id !== id && found.has(one.id))
}
