import { statSync } from 'node:fs'
import { type Environment, environmentFor } from './environment.ts'

/** What to start. Nothing goes through a shell: the program gets each argument as it stands here. */
export type Program = {
  /** A name that is looked up in the program's own PATH, or an absolute path. */
  program: string
  args: string[]
  /** An absolute path. Whoever takes it from outside confines it first. */
  cwd: string
  /** Variables that are handed over by name, beside those of `inheritedNames`. */
  env?: Record<string, string>
}

/**
 * Why nothing was started. `not-permitted` is a file that is not executable or a folder; `too-long` are arguments beyond
 * what the system takes; `stopping` says that this program is about to end.
 */
export type NotStarted = {
  kind: 'not-started'
  reason:
    | 'not-found'
    | 'no-such-folder'
    | 'not-permitted'
    | 'nul-byte'
    | 'too-long'
    | 'aborted'
    | 'stopping'
    | 'unsupported'
    | 'failed'
  /** For people. It names the program and never its arguments, which may hold anything. */
  detail: string
}

export const notStarted = (reason: NotStarted['reason'], detail: string): NotStarted => ({
  kind: 'not-started',
  reason,
  detail,
})

/** Starts with `spawn` after what can be checked beforehand, and makes a value of what goes wrong. */
export function start<Child>(
  { program, args, cwd, env }: Program,
  { own, isStopping }: { own: Environment; isStopping: () => boolean },
  spawn: (command: string[], options: { cwd: string; env: Record<string, string> }) => Child,
): Child | NotStarted {
  if (process.platform === 'win32')
    return notStarted('unsupported', 'Programs are not started on Windows: nothing there could end all of them.')
  if (isStopping()) return notStarted('stopping', `${program} was not started: Wheelhouse is stopping.`)
  const whole = environmentFor(own, env)
  if ([program, cwd, ...args, ...Object.entries(whole).flat()].some((text) => text.includes('\0')))
    return notStarted('nul-byte', `${program.replaceAll('\0', '')} was not started: no argument may hold a NUL byte.`)
  try {
    return spawn([program, ...args], { cwd, env: whole })
  } catch (error) {
    return reasonFor(error as NodeJS.ErrnoException, program, cwd)
  }
}

function reasonFor({ code }: NodeJS.ErrnoException, program: string, cwd: string): NotStarted {
  if (!isFolder(cwd)) return notStarted('no-such-folder', `${program} was not started: there is no folder ${cwd}.`)
  switch (code) {
    case 'ENOENT':
      return notStarted('not-found', `There is no program ${program}. Install it, or give its whole path.`)
    case 'EACCES':
    case 'EPERM':
    case 'ENOEXEC':
      return notStarted('not-permitted', `${program} may not be executed by this user.`)
    case 'E2BIG':
      return notStarted('too-long', `${program} was not started: its arguments are longer than the system takes.`)
    default:
      // The message of the error may quote an argument.
      return notStarted('failed', `${program} was not started: the system answered ${code ?? 'with an error'}.`)
  }
}

function isFolder(path: string) {
  try {
    return statSync(path).isDirectory()
  } catch {
    // Not there, or not ours to look at; both are a folder that cannot be worked in.
    return false
  }
}

/** How a child ended; both are null while it runs. A signal without a name is told by its number. */
export function endOf({ exitCode, signalCode }: Pick<Bun.Subprocess, 'exitCode' | 'signalCode'>) {
  return { exitCode: signalCode === null ? exitCode : null, signal: signalCode === null ? null : `${signalCode}` }
}
