import type { Store } from '../../store/store.ts'
import type { CommitCache } from './commit-cache.ts'
import type { ReportRow } from './report.ts'

type Member = {
  id: string
  key: string | null
  agentId: string
  parentKey: string | null
  parentAgentId: string | null
}

/** No tree of sub-agents is as deep; one that is runs in a circle. */
const deepest = 50

/** Which session began which: sub-agents belong to the one at the root. */
export function createSessionTree(index: Store, known: CommitCache) {
  const db = index.$client

  const parents = () =>
    known('families', () => {
      const all = db
        .query<Member, []>(
          `SELECT id, key, agent_id AS agentId, nullif(parent_key, '') AS parentKey, parent_agent_id AS parentAgentId
           FROM sessions ORDER BY coalesce(current, 1), last_at`,
        )
        .all()
      // The current window of a conversation stands for its key: it comes last.
      const byKey = new Map(all.flatMap(({ id, key, agentId }) => (key === null ? [] : [[`${agentId} ${key}`, id]])))
      return new Map(
        all.flatMap(({ id, agentId, parentKey, parentAgentId }) => {
          const parent = parentKey === null ? undefined : byKey.get(`${parentAgentId ?? agentId} ${parentKey}`)
          return parent === undefined || parent === id ? [] : [[id, parent] as const]
        }),
      )
    })

  function rootOf(id: string): string {
    const of = parents()
    let root = id
    const met = new Set([id])
    for (let depth = 0; depth < deepest; depth++) {
      const parent = of.get(root)
      if (parent === undefined) return root
      // Two that began each other belong to the one with the smaller id.
      if (met.has(parent)) return [...met].sort()[0]!
      met.add(parent)
      root = parent
    }
    return root
  }

  return {
    /** The session at the root of the family, itself where nobody began it. */
    rootOf,
    /** Of rows by session those of sub-agents. */
    subagentSums: (rows: ReportRow[]) => rows.filter(({ key }) => parents().has(key)),
    /** All sessions of the family of a root, itself among them. */
    membersOf: (root: string): string[] => [
      root,
      ...[...parents().keys()].filter((id) => id !== root && rootOf(id) === root),
    ],
  }
}
