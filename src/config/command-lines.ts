import { join } from 'node:path'
import type { CommandLine } from '../facts/runtimes.ts'
import { type Environment, expand, set } from './paths.ts'

/** The data folders of each coding command line; a list each, because a person may have several. */
export type CommandLineFolders = Record<CommandLine, string[]>

/** The places that the defaults are made of. */
type Places = { home: string; config: string; data: string }

/**
 * Every coding command line: its section of `config.toml`, the variable by which it names its own data folder, and
 * where that is by default.
 */
export const commandLines: Record<
  CommandLine,
  { section: string; variable: string; defaults: (places: Places) => string[] }
> = {
  'claude-code': {
    section: 'claude_code',
    variable: 'CLAUDE_CONFIG_DIR',
    defaults: ({ home, config }) => [join(config, 'claude'), join(home, '.claude')],
  },
  codex: { section: 'codex', variable: 'CODEX_HOME', defaults: ({ home }) => [join(home, '.codex')] },
  gemini: { section: 'gemini', variable: 'GEMINI_DATA_DIR', defaults: ({ home }) => [join(home, '.gemini')] },
  opencode: { section: 'opencode', variable: 'OPENCODE_DATA_DIR', defaults: ({ data }) => [join(data, 'opencode')] },
}

export const commandLineRuntimes = Object.keys(commandLines) as CommandLine[]

/** The files in which opencode finds its configuration for all folders, in the order in which it merges them. */
export function opencodeConfigs(env: Environment, home: string): string[] {
  const folder = join(set(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'opencode')
  const named = set(env.OPENCODE_CONFIG)
  const further = set(env.OPENCODE_CONFIG_DIR)
  return [
    ...['config.json', 'opencode.json', 'opencode.jsonc'].map((name) => join(folder, name)),
    ...(named === undefined ? [] : [expand(named, home)]),
    ...(further === undefined
      ? []
      : ['opencode.json', 'opencode.jsonc'].map((name) => join(expand(further, home), name))),
  ]
}

/** The data folders of the command lines: from their own variables, else the configuration, else their defaults. */
export function commandLineFolders(
  env: Environment,
  configured: (section: string) => string[] | undefined,
  home: string,
): CommandLineFolders {
  const places = {
    home,
    config: set(env.XDG_CONFIG_HOME) ?? join(home, '.config'),
    data: set(env.XDG_DATA_HOME) ?? join(home, '.local', 'share'),
  }
  const foldersOf = (runtime: CommandLine) => {
    const { section, variable, defaults } = commandLines[runtime]
    const listed = set(env[variable])
      ?.split(',')
      .map((path) => path.trim())
      .filter(Boolean)
    const asked = listed ?? configured(section)
    return asked && asked.length > 0 ? asked.map((path) => expand(path, home)) : defaults(places)
  }
  return Object.fromEntries(commandLineRuntimes.map((runtime) => [runtime, foldersOf(runtime)])) as CommandLineFolders
}
