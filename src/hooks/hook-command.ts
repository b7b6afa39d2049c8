import type { HookedRuntime } from './hooked-runtimes.ts'

/** What a runtime's settings hold as one hook: what is run, and how long it may take in the runtime's own unit. */
export type HookEntry = { type: 'command'; command: string; timeout: number; name?: string }

/** The mark by which our hooks are found again; the shell takes it for a comment. */
const mark = '# wheelhouse'

/** What a runtime waits for a hook at most; ours ends long before. Claude Code counts in seconds, Gemini CLI in ms. */
const timeouts: Record<HookedRuntime, number> = { 'claude-code': 5, gemini: 5_000 }

/**
 * The event whose hook may wait for a person, because the runtime shows its own prompt all the while: how long the
 * runtime waits, and how long the hook does, in seconds.
 */
const held = { runtime: 'claude-code', event: 'PermissionRequest', timeout: 600, holds: 585 } as const

/**
 * The hook for an event. It is silent and succeeds where the executable is gone or nobody listens: what a hook says
 * appears in the agent's terminal.
 */
export function hookFor(runtime: HookedRuntime, event: string, executable: string): HookEntry {
  const isHeld = runtime === held.runtime && event === held.event
  const words = `hook ${event}${runtime === 'claude-code' ? '' : ` --runtime ${runtime}`}${isHeld ? ` --hold ${held.holds}` : ''}`
  return {
    ...(runtime === 'gemini' && { name: 'wheelhouse' }),
    type: 'command',
    command: `${quoted(executable)} ${words} 2>/dev/null || true ${mark}`,
    timeout: isHeld ? held.timeout : timeouts[runtime],
  }
}

/** Whether a command is one of ours, of whatever version. */
export const isOurCommand = (command: unknown) =>
  typeof command === 'string' && / hook [A-Za-z]+ .*# wheelhouse$/.test(command)

/** A word that a shell takes as it is. */
export const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
