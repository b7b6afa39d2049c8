import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Rates } from '../../facts/fact.ts'
import { makeAgentId, makeCronJobId, makeSessionId } from '../../ids.ts'
import { type KeptConfigs, type OpenClawConfig, readConfig } from './config.ts'
import type { Place } from './stores/entry.ts'

/** One OpenClaw state directory during one pass: where it is and how its names become ours. */
export type Home = {
  path: string
  config: OpenClawConfig
  /** Agent ids found as folders or in the configuration. */
  agentNames: string[]
  agentId(name: string): string
  sessionId(agent: string, foreignId: string): string
  cronId(jobId: string): string
  place(agent: string, foreignId: string): Place
}

/**
 * `suffix` keeps the agents of a second home apart from those of the first; the first has ''. It is given to a home
 * once and remembered with its cursor, so that ids never move.
 */
export function visitHome(path: string, suffix: string, configPath: string | null, kept: KeptConfigs): Home {
  const config = readConfig(configPath ?? join(path, 'openclaw.json'), kept)
  const slug = (agent: string) => `${safe(agent)}${suffix}`
  const agentId = (name: string) => makeAgentId({ runtime: 'openclaw', slug: slug(name) })
  const sessionId = (agent: string, foreignId: string) =>
    makeSessionId({ runtime: 'openclaw', agent: slug(agent), uuid: safe(foreignId) })
  const rates = (provider: string, model: string): Rates | null =>
    config.rates.get(`${provider}/${model}`) ?? config.rates.get(model) ?? null
  return {
    path,
    config,
    agentNames: [...new Set([...config.agents.keys(), ...folders(join(path, 'agents'))])],
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

/** A name that is safe in a path and in our ids; anything unusual becomes a short hash. */
function safe(name: string) {
  return /^[A-Za-z0-9_-]{1,80}$/.test(name) ? name : createHash('sha256').update(name).digest('hex').slice(0, 16)
}

function folders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
  } catch {
    // Not there, or closed to us: the source says so for every folder it may not list.
    return []
  }
}
