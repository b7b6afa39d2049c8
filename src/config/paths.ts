import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

export type Environment = Record<string, string | undefined>

/** An empty variable counts as unset. */
export const set = (value: string | undefined) => (value === undefined || value === '' ? undefined : value)

/** The default data folder: XDG on Linux, the system's own place elsewhere. */
export function dataFolder(env: Environment, platform: NodeJS.Platform, home = homedir()) {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'wheelhouse')
  if (platform === 'win32') return join(set(env.LOCALAPPDATA) ?? join(home, 'AppData', 'Local'), 'wheelhouse')
  return join(set(env.XDG_DATA_HOME) ?? join(home, '.local', 'share'), 'wheelhouse')
}

export function configFile(env: Environment, platform: NodeJS.Platform, home = homedir()) {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'wheelhouse', 'config.toml')
  if (platform === 'win32')
    return join(set(env.APPDATA) ?? join(home, 'AppData', 'Roaming'), 'wheelhouse', 'config.toml')
  return join(set(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'wheelhouse', 'config.toml')
}

/** `~` stands for the home folder; a relative path is taken from where the program was started. */
export const expand = (path: string, home = homedir()) =>
  path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : isAbsolute(path) ? path : resolve(path)

/**
 * Where hooks of agents find who listens to them, the best place first; none where the system has no users. A program
 * and the agents beside it need not agree on their variables, so a hook looks into all of them.
 */
export function hookFolders(env: Environment, uid = process.getuid?.()): string[] {
  if (uid === undefined) return []
  const places = [set(env.XDG_RUNTIME_DIR), `/run/user/${uid}`].flatMap((place) => place ?? [])
  return [...new Set([...places.map((place) => join(place, 'wheelhouse')), `/tmp/wheelhouse-${uid}`])]
}

/** The state directories of OpenClaw: from its own variables, else the configuration, else its defaults. */
export function openClawHomes(env: Environment, configured: string[] | undefined, home = homedir()): string[] {
  const named = set(env.OPENCLAW_STATE_DIR)
  if (named) return named.split(',').flatMap((path) => (path.trim() === '' ? [] : [expand(path.trim(), home)]))
  const parent = set(env.OPENCLAW_HOME)
  if (parent) return [join(expand(parent, home), '.openclaw')]
  if (configured && configured.length > 0) return configured.map((path) => expand(path, home))
  // The other three folders belong to earlier names of OpenClaw.
  return ['.openclaw', '.clawdbot', '.moltbot', '.moldbot'].map((name) => join(home, name))
}
