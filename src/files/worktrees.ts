/** A path taken apart: the worktree that it lies in, of which repository, and where it lies in there. */
type InWorktree = {
  /** The folder of the repository; null where the path names the repository alone. */
  repository: string | null
  repositoryName: string
  worktree: string
  inside: string
}

const marker = /\/\.(claude|codex|cursor)\/worktrees\//
/** Codex and Cursor keep worktrees of all repositories in the home of their user. */
const homeFolder = /^(\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)$/

/**
 * The worktree that a path lies in, by where agents put theirs: `REPOSITORY/.claude/worktrees/NAME/`, and in a home
 * `.codex/worktrees/NAME/REPOSITORY/` and `.cursor/worktrees/REPOSITORY/NAME/`. Null for every other path.
 */
export function worktreeOf(path: string): InWorktree | null {
  const found = marker.exec(path)
  if (!found) return null
  const before = path.slice(0, found.index)
  const parts = path.slice(found.index + found[0].length).split('/')
  if (found[1] === 'claude' || !homeFolder.test(before)) {
    const [worktree, ...inside] = parts
    const name = before.slice(before.lastIndexOf('/') + 1)
    return named({ repository: before, repositoryName: name, worktree, inside })
  }
  const [first, second, ...inside] = parts
  return found[1] === 'codex'
    ? named({ repository: null, repositoryName: second, worktree: first, inside })
    : named({ repository: null, repositoryName: first, worktree: second, inside })
}

function named(parts: {
  repository: string | null
  repositoryName: string | undefined
  worktree: string | undefined
  inside: string[]
}): InWorktree | null {
  const { repository, repositoryName, worktree } = parts
  const inside = parts.inside.join('/')
  return repositoryName && worktree && inside ? { repository, repositoryName, worktree, inside } : null
}

/**
 * What the worktree of a session is called, by the folder that git names or by the folder of its project where git does not
 * know it any more; null for the main folder of a repository.
 */
export function worktreeName(worktreePath: string | null, projectPath: string | null): string | null {
  const folder = worktreePath || projectPath
  if (!folder) return null
  const plain = folder.replaceAll('\\', '/').replace(/\/+$/, '')
  return worktreeOf(`${plain}/.`)?.worktree ?? (worktreePath ? plain.slice(plain.lastIndexOf('/') + 1) : null)
}

const agents = ['claude', 'codex', 'cursor'] as const
const maxDepth = 40

/** The folders in which agents may keep worktrees of the repository that a path lies in, whichever that is. */
export function worktreeFoldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1).slice(0, maxDepth)
  return parts.flatMap((_, index) => {
    const folder = parts.slice(0, index + 1).join('/')
    return agents.map((agent) => `${folder}/.${agent}/worktrees/`)
  })
}

/** Whether two paths are one file of one repository in two of its worktrees, the main one among them. */
export function isSameInOtherWorktree(one: string, other: string): boolean {
  if (one === other) return false
  const a = worktreeOf(one)
  const b = worktreeOf(other)
  if (a && b)
    return (
      a.inside === b.inside &&
      a.repositoryName === b.repositoryName &&
      (a.repository === null || b.repository === null || a.repository === b.repository)
    )
  const worktree = a ?? b
  const main = a ? other : one
  if (!worktree) return false
  return worktree.repository === null
    ? main.endsWith(`/${worktree.repositoryName}/${worktree.inside}`)
    : main === `${worktree.repository}/${worktree.inside}`
}
