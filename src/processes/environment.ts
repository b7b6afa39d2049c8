/** Variables of this program, by name. */
export type Environment = Record<string, string | undefined>

/**
 * The only variables that a started program takes over from this one. Every other variable may hold a secret, or change
 * what a program does (`LD_PRELOAD`, `NODE_OPTIONS`, proxies with a password in them), so a feature that needs one
 * hands it over by name.
 */
export const inheritedNames = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_CTYPE',
  'LC_MESSAGES',
  'TZ',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
  'XDG_CACHE_HOME',
] as const

/** The whole environment of a program: the inherited names that are set, and over them what was handed over. */
export function environmentFor(own: Environment, handedOver: Record<string, string> = {}): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const name of inheritedNames) {
    const value = own[name]
    if (value !== undefined) environment[name] = value
  }
  return { ...environment, ...handedOver }
}
