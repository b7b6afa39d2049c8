import type { CursorOf, Work } from '../../facts/source.ts'
import { createBranches } from '../common/branch.ts'
import { createProjects, type Projects } from '../common/project.ts'
import { type ConfiguredPrices, createConfiguredPrices } from './configured-prices.ts'
import { createMessageCache } from './message-cache.ts'

/** What the readers of a pass are given: the cursors, the counters, and what is remembered between passes. */
export type Reading = Memory & { cursorOf: CursorOf; work: Work }

/** What is remembered while the program runs. */
type Memory = {
  projects: Projects
  branches: ReturnType<typeof createBranches>
  now(): number
  messages: ReturnType<typeof createMessageCache>
  prices: ConfiguredPrices
  /** The sessions of each database in which something happened lately: looked at whenever the database changes. */
  lively: Map<string, Set<string>>
  /** Sessions that a database knows: what is left of them in files says nothing more about them. */
  inDatabases: Set<string>
}

export const createMemory = (now: () => number, configs: string[]): Memory => ({
  projects: createProjects(),
  branches: createBranches(now),
  now,
  messages: createMessageCache(now),
  prices: createConfiguredPrices(configs, now),
  lively: new Map(),
  inDatabases: new Set(),
})
