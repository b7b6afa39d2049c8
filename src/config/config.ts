import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import type { Runtime } from '../facts/runtimes.ts'
import type { ReadingLimits } from '../facts/source.ts'
import {
  type CommandLineFolders,
  commandLineFolders,
  commandLineRuntimes,
  commandLines,
  opencodeConfigs,
} from './command-lines.ts'
import { type Declared, declared } from './custom.ts'
import { readConfigFile, type Sections } from './file.ts'
import { configFile, dataFolder, type Environment, expand, hookFolders, openClawHomes, set } from './paths.ts'

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
  /** Runtimes that are paid by a subscription. */
  subscriptions: Runtime[]
  openclaw: { homes: string[]; configPath: string | null }
  /** Data folders of the coding command lines. */
  folders: CommandLineFolders
  /** The files of opencode's configuration that hold for all folders, which may state prices. */
  opencodeConfigs: string[]
  /** Sources that `config.toml` declares under `[[custom]]`. */
  custom: Declared[]
  /** Where hooks of agents find who listens, the best place first. */
  hookFolders: string[]
  /** How much of foreign folders and archives is read, where the file says so. */
  reading: Partial<ReadingLimits>
  /** The configured gateway and its token; nulls where the gateway is to be found by its lock. */
  gateway: { url: string | null; token: string | null }
  /** The variables out of which a program that is started gets a few (`processes/environment.ts`). */
  programEnvironment: Environment
  /** `config.toml`, which need not exist. */
  configFile: string
  /** The sections of features in `config.toml`, checked; each feature reads its own with `settingsOf`. */
  sections: Record<string, unknown>
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
 * Throws ConfigMistakes with every mistake of the file at once. `sections` are those that features add to the file.
 */
export function decideConfig(
  flags: ConfigFlags,
  env: Environment,
  { sections = {}, platform = process.platform }: { sections?: Sections; platform?: NodeJS.Platform } = {},
): Config {
  const named = set(env.WHEELHOUSE_CONFIG)
  const path = named ? expand(named) : configFile(env, platform)
  const file = readConfigFile(path, named !== undefined, sections)
  const data = flags.data ?? set(env.WHEELHOUSE_DATA_DIR)
  const configPath = set(env.OPENCLAW_CONFIG_PATH)
  return {
    // An IPv6 address may be written as in a URL.
    host: (flags.host ?? file.host ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1'),
    port: flags.port ?? file.port ?? 4747,
    dataFolder: data === undefined ? dataFolder(env, platform) : expand(data),
    machine: file.name ?? hostname(),
    timezone: file.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    allowedHosts: file.allowed_hosts ?? [],
    logLevel: file.log_level ?? 'info',
    demo: flags.demo ?? false,
    demoIfEmpty: flags.demoIfEmpty ?? false,
    open: flags.open ?? false,
    subscriptions: (['openclaw', ...commandLineRuntimes] as const).filter(
      (runtime) =>
        (runtime === 'openclaw' ? file.openclaw : file.commandLines[commandLines[runtime].section])?.billing ===
        'subscription',
    ),
    openclaw: {
      homes: openClawHomes(env, file.openclaw?.state_dirs),
      configPath: configPath === undefined ? null : expand(configPath),
    },
    folders: commandLineFolders(env, (section) => file.commandLines[section]?.dirs, homedir()),
    opencodeConfigs: opencodeConfigs(env, homedir()),
    hookFolders: hookFolders(env),
    custom: (file.custom ?? []).map(declared),
    reading: {
      ...(file.reading?.unpacked_mb !== undefined && { unpackedBytes: file.reading.unpacked_mb * 1e6 }),
      ...(file.reading?.files !== undefined && { files: file.reading.files }),
      ...(file.reading?.depth !== undefined && { depth: file.reading.depth }),
    },
    gateway: {
      url: set(env.OPENCLAW_GATEWAY_URL) ?? null,
      token: set(env.OPENCLAW_GATEWAY_TOKEN) ?? null,
    },
    programEnvironment: env,
    configFile: path,
    sections: file.sections,
  }
}

/** The files of the data folder. */
export const dataPaths = (folder: string) => ({
  index: join(folder, 'index.sqlite'),
  wheelhouse: join(folder, 'wheelhouse.sqlite'),
  logs: join(folder, 'logs.sqlite'),
  metrics: join(folder, 'metrics.sqlite'),
  search: join(folder, 'search.sqlite'),
  secrets: folder,
  lock: join(folder, 'wheelhouse.lock'),
  socket: join(folder, 'wheelhouse.sock'),
  sprites: join(folder, 'sprites'),
  restoring: join(folder, 'restoring'),
})
