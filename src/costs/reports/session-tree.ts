import { treeRows } from '../../sessions/read-sessions.ts'
import type { Store } from '../../store/store.ts'
import type { CommitCache } from '../../store/commit-cache.ts'

/** No tree of sub-agents is deeper; one that seems so runs in a circle. */
const maxDepth = 50

/** Which session began which: sub-agents belong to the session at their root. */
export function createSessionTree(index: Store, cached: CommitCache) {
  /** The parent of each session that has one, by id. */
  const parents = () =>
    cached('session tree', () => {
      const rows = treeRows(index)
      // Of the windows of a conversation the current one comes last, and stands for its key.
      const idByKey = new Map(rows.flatMap(({ id, key, agentId }) => (key === null ? [] : [[`${agentId} ${key}`, id]])))
      return new Map(
        rows.flatMap(({ id, agentId, parentKey, parentAgentId }) => {
          const parent = parentKey === null ? undefined : idByKey.get(`${parentAgentId ?? agentId} ${parentKey}`)
          return parent === undefined || parent === id ? [] : [[id, parent] as const]
        }),
      )
    })

  function rootOf(id: string): string {
    const parentOf = parents()
    let root = id
    const visited = new Set([id])
    for (let depth = 0; depth < maxDepth; depth++) {
      const parent = parentOf.get(root)
      if (parent === undefined) return root
      // Sessions that began each other belong to the one with the smallest id.
      if (visited.has(parent)) return [...visited].sort()[0]!
      visited.add(parent)
      root = parent
    }
    return root
  }

  return {
    /** The session at the root of the tree; itself where nobody began it. */
    rootOf,

    /** Whether another session began it. */
    isChild: (id: string): boolean => parents().has(id),

    /** All sessions of the tree of a root, itself among them. */
    membersOf: (root: string): string[] => [
      root,
      ...[...parents().keys()].filter((id) => id !== root && rootOf(id) === root),
    ],
  }
}
