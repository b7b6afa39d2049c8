import { agentNames } from '../../agents/read-agents.ts'
import { readSessionUsage } from '../../costs/ledger/read-session-usage.ts'
import type { Store } from '../../store/store.ts'
import { createSessions } from '../sessions.ts'

type Settings = Omit<Parameters<typeof createSessions>[1], 'usage' | 'agentNames'>

/** The sessions of an index, with the usage and the names of agents that are in it. */
export const sessionsIn = (index: Store, settings: Settings) =>
  createSessions(index, { ...settings, usage: readSessionUsage(index), agentNames: () => agentNames(index) })
