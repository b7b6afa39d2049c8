import type { AgentFact, UsageFact } from '../../facts/fact.ts'
import { makeAgentId, makeSessionId } from '../../ids.ts'
import { safeId } from '../common/parse-values.ts'
import { agentIn, type Projects, slugOf } from '../common/project.ts'
import type { ConfiguredPrices } from './configured-prices.ts'
import type { Message } from './entry.ts'

/** The owner of a session: stored in its cursor, so that it stays when a folder is removed. */
export type Owner = { agent: AgentFact; slug: string; project: string | null; worktreePath?: string }

export function ownerIn(projects: Projects, directory: string | null): Owner {
  if (directory === null)
    return {
      agent: {
        kind: 'agent',
        id: makeAgentId({ runtime: 'opencode', slug: 'elsewhere' }),
        runtime: 'opencode',
        name: 'opencode',
        present: true,
      },
      slug: 'elsewhere',
      project: null,
    }
  const project = projects.of(directory)
  const { path, worktreePath } = project
  return {
    agent: agentIn('opencode', project),
    slug: slugOf(project),
    project: path,
    ...(worktreePath !== undefined && { worktreePath }),
  }
}

/** Our id of a session. A foreign id that is unsafe in a path is replaced by its hash. */
export const sessionIdOf = ({ slug }: Owner, foreignId: string) =>
  makeSessionId({ runtime: 'opencode', agent: slug, uuid: safeId(foreignId) })

/**
 * The usage of one message, the same from a row and from the file it was moved out of. A forked session begins with
 * copies of its parent's messages under new ids: a message that is older than its session is a copy, and counts only
 * where the original is gone.
 */
export function usageFact(
  id: string,
  { usage, model, provider, cwd }: Message & { usage: NonNullable<Message['usage']> },
  owner: Owner,
  foreignSession: string,
  sessionBegan: number | null,
  prices: ConfiguredPrices,
): UsageFact {
  const { at, tokens, loggedUsd, rank } = usage
  return {
    kind: 'usage',
    key: `opencode:${safeId(id)}`,
    runtime: 'opencode',
    agentId: owner.agent.id,
    sessionId: sessionIdOf(owner, foreignSession),
    at,
    model,
    provider,
    tokens,
    loggedUsd,
    // What opencode reckoned itself stands, and needs no price.
    rates: loggedUsd ? null : prices.ratesOf({ root: owner.project, folder: cwd, provider, model }),
    rank,
    answerId: `opencode:${at}:${provider}/${model}`,
    ...(sessionBegan !== null && at < sessionBegan ? { replayed: true } : {}),
  }
}
