import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { AgentFact } from '../../facts/fact.ts'
import type { Runtime } from '../../facts/runtimes.ts'
import { makeAgentId } from '../../ids.ts'
import { sha256 } from '../../lib/crypto.ts'

/** A folder in which an agent works, and the name of the agent there. */
export type Project = { path: string; name: string }

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
        const path = rootOf(directory) ?? directory
        project = { path, name: basename(path) || path }
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

function rootOf(directory: string): string | undefined {
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

/**
 * The repository root that a `.git` in this folder stands for: a folder belongs to a repository, a file to a worktree.
 */
function gitIn(folder: string): string | undefined {
  const path = join(folder, '.git')
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) return folder
    if (!stat.isFile() || stat.size > 4_096) return undefined
    const [, target] = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8')) ?? []
    const [, main] =
      /^(.*)[/\\]\.git[/\\]worktrees[/\\][^/\\]+[/\\]?$/.exec(target ? resolve(folder, target) : '') ?? []
    return main ?? folder
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
