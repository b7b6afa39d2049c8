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

/** The complete, checked configuration. After it is made no code reads the environment. */
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
  /** The budget for a day in US dollars; null without one. */
  budgetUsd: number | null
  /** All budgets, `budgetUsd` among them. */
  budgets: Budget[]
  /** The user's own prices. */
  prices: Override[]
  /** Runtimes that are paid by a subscription. */
  subscriptions: Runtime[]
  /** The limit of a five-hour block of Claude; null without one. */
  blockLimit: { usd: number | null; tokens: number | null }
  openclaw: { homes: string[]; configPath: string | null }
  /** Data folders of the coding command lines. */
  folders: RuntimeFolders
  /** Sources that `config.toml` declares under `[[custom]]`. */
  custom: Declared[]
  /** The configured gateway and its token; nulls where the gateway is to be found by its lock. */
  gateway: { url: string | null; token: string | null }
}

/** The flags that override the configuration. */
export type ConfigFlags = {
  host?: string
  port?: number
  data?: string
  demo?: boolean
  demoIfEmpty?: boolean
  open?: boolean
}

/**
 * Combines the settings: flags override the environment, that overrides `config.toml`, that overrides the defaults.
 * Throws ConfigMistakes with every
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
