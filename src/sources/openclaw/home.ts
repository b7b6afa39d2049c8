import { join } from 'node:path'
import type { Rates } from '../../facts/fact.ts'
import { makeAgentId, makeCronJobId, makeSessionId } from '../../ids.ts'
import { sha256 } from '../../lib/crypto.ts'
import { foldersIn } from '../common/list-folder.ts'
import { type ConfigCache, type OpenClawConfig, readConfig } from './config.ts'
import type { Place } from './stores/entry.ts'

/** One OpenClaw state directory during one pass: its path, and how its names become our ids. */
export type Home = {
  path: string
  config: OpenClawConfig
  /** Agent ids found as folders or in the configuration. */
  agentNames: string[]
  agentId(name: string): string
  sessionId(agent: string, foreignId: string): string
  cronId(jobId: string): string
  place(agent: string, foreignId: string): Place
  /** The current time in ms, against which dates are checked. */
  now(): number
}

/**
 * `suffix` tells the agents of a second home from those of the first, whose suffix is ''. A home gets its suffix once,
 * stored in a cursor, so that ids never change.
 */
export function visitHome(path: string, suffix: string, configPath: string | null, cache: ConfigCache): Home {
  const config = readConfig(configPath ?? join(path, 'openclaw.json'), cache)
  const slug = (agent: string) => `${safe(agent)}${suffix}`
  const agentId = (name: string) => makeAgentId({ runtime: 'openclaw', slug: slug(name) })
  const sessionId = (agent: string, foreignId: string) =>
    makeSessionId({ runtime: 'openclaw', agent: slug(agent), uuid: safe(foreignId) })
  const rates = (provider: string, model: string): Rates | null =>
    config.rates.get(`${provider}/${model}`) ?? config.rates.get(model) ?? null
  return {
    path,
    now: Date.now,
    config,
    agentNames: [...new Set([...config.agents.keys(), ...foldersIn(join(path, 'agents'))])],
    agentId,
    sessionId,
    cronId: (jobId) => makeCronJobId({ runtime: 'openclaw', job: slug(jobId) }),
    place: (agent, foreignId) => ({
      runtime: 'openclaw',
      agentId: agentId(agent),
      sessionId: sessionId(agent, foreignId),
      foreignId,
      sessionIdOf: (other) => sessionId(agent, other),
      rates,
      now: Date.now,
    }),
  }
}

/** Whether a part of our ids may stand for a name that was not safe, so that it is not that name itself. */
export const mayBeHash = (part: string) => /^[0-9a-f]{16}$/.test(part)

/** The name itself where it is safe in a path and in our ids, else a short hash of it. */
function safe(foreign: string) {
  // A column may hold a number in spite of its type.
  const name = String(foreign)
  return /^[A-Za-z0-9_-]{1,80}$/.test(name) ? name : sha256(name).slice(0, 16)
}
