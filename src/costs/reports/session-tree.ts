import { parentsOfSessions, sessionMark } from '../../sessions/read-sessions.ts'
import type { Store } from '../../store/store.ts'

/** No tree of sub-agents is deeper; one that seems so runs in a circle. */
const maxDepth = 50

type SessionTree = ReturnType<typeof treeOf>

/** Reads which session began which. The tree is the same object until that changes. */
export function createSessionTree(index: Store): () => SessionTree {
  let known: { version: number; tree: SessionTree } | undefined
  return () => {
    const version = sessionMark(index, 'tree')
    if (known?.version !== version) known = { version, tree: treeOf(parentsOfSessions(index)) }
    return known.tree
  }
}

/** Sub-agents belong to the session at their root. `parents` has the parent of each session that has one, by id. */
function treeOf(parents: ReadonlyMap<string, string>) {
  function rootOf(id: string): string {
    let parent = parents.get(id)
    if (parent === undefined) return id
    let root = id
    const visited = new Set([id])
    for (let depth = 0; depth < maxDepth; depth++) {
      if (parent === undefined) return root
      // Sessions that began each other belong to the one with the smallest id.
      if (visited.has(parent)) return [...visited].sort()[0]!
      visited.add(parent)
      root = parent
      parent = parents.get(root)
    }
    return root
  }

  return {
    /** The session at the root of the tree; itself where nobody began it. */
    rootOf,

    /** Whether another session began it. */
    isChild: (id: string): boolean => parents.has(id),

    /** All sessions of the tree of a root, itself among them. */
    membersOf: (root: string): string[] => [
      root,
      ...[...parents.keys()].filter((id) => id !== root && rootOf(id) === root),
    ],
  }
}
