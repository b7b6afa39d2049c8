import type { Costs } from '../costs/costs.ts'
import type { Runtime } from '../live/fact.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { spokenState, spokesman } from '../sessions/state.ts'
import type { Store } from '../store/store.ts'
import type { Agent } from './agent.ts'

export type Agents = ReturnType<typeof createAgents>

type Row = {
  id: string
  runtime: Runtime
  name: string | null
  emoji: string | null
  model: string | null
  present: number
}

/** Who there is, each with the state of the session that speaks for it. */
export function createAgents(
  index: Store,
  sessions: Pick<Sessions, 'ofAgent'>,
  costs: Pick<Costs, 'todayByAgent'>,
  { host, now }: { host: string; now: () => number },
) {
  const db = index.$client
  const columns = 'id, runtime, name, emoji, model, present'

  function complete(rows: Row[]): Agent[] {
    const today = costs.todayByAgent()
    const at = now()
    return rows.map((row) => {
      const cost = today.get(row.id)
      const speaker = spokesman(sessions.ofAgent(row.id), at)
      const state = spokenState(speaker, at)
      return {
        id: row.id,
        runtime: row.runtime,
        name: row.name || row.id.slice(row.id.indexOf(':') + 1),
        emoji: row.emoji || null,
        model: row.model ?? speaker?.model ?? null,
        present: row.present === 1,
        state,
        activity: state === speaker?.state ? (speaker?.activity ?? null) : null,
        sessionId: speaker?.id ?? null,
        look: row.id,
        costTodayUsd: cost ? cost.usd : 0,
        costTodayIsLowerBound: cost?.isLowerBound ?? false,
        host,
      }
    })
  }

  return {
    all: () => complete(db.query<Row, []>(`SELECT ${columns} FROM agents WHERE present = 1 ORDER BY id`).all()),
    byIds: (ids: string[]) =>
      complete(
        db
          .query<Row, [string]>(`SELECT ${columns} FROM agents WHERE id IN (SELECT value FROM json_each(?))`)
          .all(JSON.stringify(ids)),
      ),
  }
}
