import type { createAudit } from '../audit/audit.ts'
import { agentShellName, agentShellOf } from '../auth/agent-shell.ts'
import type { KnownSchemas } from '../backup/manifest.ts'
import type { Config, ConfigFlags, dataPaths } from '../config/config.ts'
import type { Store, StoreName } from '../store/store.ts'
import { UsageError } from './usage-error.ts'

/** What the program around these commands has loaded already: they are loaded when one of them is given. */
export type MachineDeps = {
  configOf: (flags: ConfigFlags) => Config
  pathsOf: typeof dataPaths
  version: string
  build: string
  print: (text: string) => void
  /** Shows something to the person at the terminal, which is no part of the output. */
  notice: (text: string) => void
  lockDataFolder: (folder: string) => { release(): void }
  openStore: (name: StoreName, path: string) => Store
  schemas: () => KnownSchemas
  createAudit: typeof createAudit
}

/** What an agent may not do by itself, as everywhere. */
export function refuseAgents(what: string) {
  const agent = agentShellOf(process.pid)
  if (agent)
    throw new UsageError(`${agentShellName(agent)} asked for it, and this ${what}: run it in a terminal of your own.`)
}
