import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Budget } from '../costs/budgets/budget.ts'
import type { Override } from '../costs/pricing/overrides.ts'
import type { Runtime } from '../facts/fact.ts'
import { budgetsFrom, overridesFrom } from './costs.ts'
import { type Declared, declared } from './custom.ts'
import { readConfigFile } from './file.ts'
import {
  configFile,
  dataFolder,
  type Environment,
  expand,
  openClawHomes,
  type RuntimeFolders,
  runtimeFolders,
  set,
} from './paths.ts'

/** Everything that was decided before the start; nobody reads the environment after this. */
export type Config = {
  host: string
  port: number
  dataFolder: string
  /** The name of this machine in every fact. */
  machine: string
  timezone: string
  allowedHosts: string[]
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  demo: boolean
  demoIfEmpty: boolean
  open: boolean
  /** What a day may cost, in US dollars; null where nobody said. */
  budgetUsd: number | null
  /** All budgets, that one among them. */
  budgets: Budget[]
  /** The user's own prices. */
  prices: Override[]
  /** Runtimes that a subscription pays. */
  subscriptions: Runtime[]
  /** What a five-hour block of Claude may hold; null where nobody said. */
  blockLimit: { usd: number | null; tokens: number | null }
  openclaw: { homes: string[]; configPath: string | null }
  /** Where the coding command lines keep their things. */
  folders: RuntimeFolders
  /** Further sources, as the file declares them. */
  custom: Declared[]
  /** A gateway that was named, and the token for it; found by itself where nobody did. */
  gateway: { url: string | null; token: string | null }
}

/** What the command line may say about it. */
export type ConfigFlags = {
  host?: string
  port?: number
  data?: string
  demo?: boolean
  demoIfEmpty?: boolean
  open?: boolean
}

/**
 * Flags beat the environment, that beats `config.toml`, that beats defaults. Throws ConfigMistakes with every
 * mistake of the file at once.
 */
export function decideConfig(
  flags: ConfigFlags,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Config {
  const named = set(env.WHEELHOUSE_CONFIG)
  const file = readConfigFile(named ? expand(named) : configFile(env, platform), named !== undefined)
  const data = flags.data ?? set(env.WHEELHOUSE_DATA_DIR)
  const configPath = set(env.OPENCLAW_CONFIG_PATH)
  return {
    host: flags.host ?? file.host ?? '127.0.0.1',
    port: flags.port ?? file.port ?? 4747,
    dataFolder: data === undefined ? dataFolder(env, platform) : expand(data),
    machine: file.name ?? hostname(),
    timezone: file.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    allowedHosts: file.allowed_hosts ?? [],
    logLevel: file.log_level ?? 'info',
    demo: flags.demo ?? false,
    demoIfEmpty: flags.demoIfEmpty ?? false,
    open: flags.open ?? false,
    budgetUsd: file.budget?.day_usd ?? null,
    budgets: budgetsFrom(file, file.budget?.day_usd),
    prices: overridesFrom(file),
    subscriptions: (
      [
        ['openclaw', file.openclaw],
        ['claude-code', file.claude_code],
        ['codex', file.codex],
        ['gemini', file.gemini],
        ['opencode', file.opencode],
      ] as const
    ).flatMap(([runtime, section]) => (section?.billing === 'subscription' ? [runtime] : [])),
    blockLimit: { usd: file.limits?.claude_block_usd ?? null, tokens: file.limits?.claude_block_tokens ?? null },
    openclaw: {
      homes: openClawHomes(env, file.openclaw?.state_dirs),
      configPath: configPath === undefined ? null : expand(configPath),
    },
    folders: runtimeFolders(env, {
      claudeCode: file.claude_code?.dirs,
      codex: file.codex?.dirs,
      gemini: file.gemini?.dirs,
      opencode: file.opencode?.dirs,
    }),
    custom: (file.custom ?? []).map(declared),
    gateway: {
      url: set(env.OPENCLAW_GATEWAY_URL) ?? null,
      token: set(env.OPENCLAW_GATEWAY_TOKEN) ?? null,
    },
  }
}

/** The files of the data folder. */
export const dataPaths = (folder: string) => ({
  index: join(folder, 'index.sqlite'),
  wheelhouse: join(folder, 'wheelhouse.sqlite'),
  secrets: folder,
  lock: join(folder, 'wheelhouse.lock'),
  socket: join(folder, 'wheelhouse.sock'),
})
