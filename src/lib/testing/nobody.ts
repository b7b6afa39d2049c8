/** Only root can become somebody else. */
export const canBeNobody = process.getuid?.() === 0

/** The user and group who own nothing. */
const nobody = 65_534

/**
 * Runs a module's text in a child as a user who owns nothing and to whom only what is open to everybody is open. What
 * it imports is loaded by root before that: the repository may lie in a folder that others may not enter.
 */
export const runAsNobody = (script: string, env: Record<string, string> = {}) =>
  Bun.spawnSync(
    [process.execPath, '-e', `process.setgroups([])\nprocess.setgid(${nobody})\nprocess.setuid(${nobody})\n${script}`],
    {
      cwd: '/',
      env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0', ...env },
    },
  )
