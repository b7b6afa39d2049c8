import type { Database } from 'bun:sqlite'

/** What the calls of one model in one session have in common. */
type Name = { host: string; runtime: string; agentId: string; sessionId: string; model: string; provider: string }

/** So many names are remembered; others are looked up. */
const maxKnown = 20_000

/** Writes the names of calls, each once, and answers their numbers. */
export function writeNames(index: Database) {
  const find = index.prepare<{ id: number }, string[]>(
    `SELECT id FROM usage_names
     WHERE session_id = ? AND model = ? AND provider = ? AND agent_id = ? AND runtime = ? AND host = ?`,
  )
  const save = index.prepare(
    'INSERT INTO usage_names (session_id, model, provider, agent_id, runtime, host) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const known = new Map<string, number>()
  /** The calls of a session come one after another. */
  let last: (Name & { id: number }) | undefined

  function lookUp({ host, runtime, agentId, sessionId, model, provider }: Name): number {
    // None of these holds a zero byte: they were cut and checked when they were read.
    const text = `${sessionId}\0${model}\0${provider}\0${agentId}\0${runtime}\0${host}`
    let id = known.get(text)
    if (id === undefined) {
      const columns = [sessionId, model, provider, agentId, runtime, host]
      id = find.get(...columns)?.id ?? Number(save.run(...columns).lastInsertRowid)
      if (known.size >= maxKnown) known.clear()
      known.set(text, id)
    }
    return id
  }

  return {
    numberOf(host: string, name: Omit<Name, 'host'>): number {
      const { sessionId, model, provider, agentId, runtime } = name
      if (
        last === undefined ||
        last.sessionId !== sessionId ||
        last.model !== model ||
        last.provider !== provider ||
        last.agentId !== agentId ||
        last.runtime !== runtime ||
        last.host !== host
      ) {
        const parts = { host, runtime, agentId, sessionId, model, provider }
        last = { ...parts, id: lookUp(parts) }
      }
      return last.id
    },

    /** After a transaction was rolled back: what it wrote is not there. */
    forget() {
      known.clear()
      last = undefined
    },
  }
}
