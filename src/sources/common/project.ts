import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { AgentFact } from '../../facts/fact.ts'
import type { Runtime } from '../../facts/runtimes.ts'
import { worktreeOf } from '../../files/worktrees.ts'
import { makeAgentId } from '../../ids.ts'
import { sha256 } from '../../lib/crypto.ts'

/** A folder in which an agent works, the name of the agent there, and the worktree in which it does so, if it is one. */
export type Project = { path: string; name: string; worktreePath?: string }

/**
 * The project of a working directory: the root of its git repository, of the main repository for a worktree, else the
 * directory itself. Answers are remembered, so that a directory that is removed keeps its project.
 */
export function createProjects() {
  const known = new Map<string, Project>()
  return {
    of(directory: string): Project {
      let project = known.get(directory)
      if (!project) {
        const { path, worktreePath } = rootOf(directory) ?? goneWorktree(directory) ?? { path: directory }
        project = { path, name: basename(path) || path, ...(worktreePath !== undefined && { worktreePath }) }
        if (known.size >= maxRemembered) known.clear()
        known.set(directory, project)
      }
      return project
    },
  }
}

export type Projects = ReturnType<typeof createProjects>

const maxRemembered = 5_000
const maxLevels = 40

type Root = { path: string; worktreePath?: string }

function rootOf(directory: string): Root | undefined {
  let folder = directory
  for (let level = 0; level < maxLevels; level++) {
    const found = gitIn(folder)
    if (found) return found
    const above = dirname(folder)
    if (above === folder) return undefined
    folder = above
  }
  return undefined
}

/** The repository of a worktree that is not there any more, where its path says which one that was. */
function goneWorktree(directory: string): Root | undefined {
  const repository = worktreeOf(`${directory}/.`)?.repository
  return repository ? { path: rootOf(repository)?.path ?? repository, worktreePath: directory } : undefined
}

/**
 * The repository root that a `.git` in this folder stands for: a folder belongs to a repository, a file to a worktree.
 */
function gitIn(folder: string): Root | undefined {
  const path = join(folder, '.git')
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) return { path: folder }
    if (!stat.isFile() || stat.size > 4_096) return undefined
    const [, target] = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8')) ?? []
    const [, main] =
      /^(.*)[/\\]\.git[/\\]worktrees[/\\][^/\\]+[/\\]?$/.exec(target ? resolve(folder, target) : '') ?? []
    return main === undefined ? { path: folder } : { path: main, worktreePath: folder }
  } catch {
    // The folder holds no repository, or none that this user may read.
    return undefined
  }
}

/** The agent of a runtime in a project; its slug is `<folder>-<hash of its path>`. */
export function agentIn(runtime: Runtime, project: Project): AgentFact {
  return {
    kind: 'agent',
    id: makeAgentId({ runtime, slug: slugOf(project) }),
    runtime,
    name: project.name,
    present: true,
  }
}

/** The agent's part of a session id, of characters that are safe in a path. */
export function slugOf({ path, name }: Project): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
  const hash = sha256(path).slice(0, 6)
  return plain === '' ? hash : `${plain}-${hash}`
}
