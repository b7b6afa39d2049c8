import { Refusal } from '../../lib/refusal.ts'
import type { Processes } from '../../processes/processes.ts'
import {
  type Argv,
  asAdministrator,
  asTyped,
  type CommandDriver,
  commandsFor,
  logCommand,
  stateCommand,
} from '../driver.ts'
import { type Handle, usualLimits } from '../handle.ts'
import { journalLine } from '../log-lines.ts'
import { type Output, readState, whyRefused } from '../read-state.ts'
import { unread } from '../service.ts'

type Deps = { runCommand: Processes['runCommand'] }

/** Enough for a manager that has others to serve; all of these commands return at once. */
const commandMs = 10_000
/** How often a request is repeated while launchd still takes the same label apart, and the pause between. */
const retries = 5
const retryMs = 1_000
const maxOutputBytes = 256 << 10

/** Runs a command of a service manager with plain English, times of UTC and no pager. */
export async function runManager({ runCommand }: Deps, [program, ...args]: Argv): Promise<Output> {
  const ended = await runCommand({
    program: program!,
    args,
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC', SYSTEMD_PAGER: '', SYSTEMD_COLORS: '0' },
    timeoutMs: commandMs,
    stdout: { maxBytes: maxOutputBytes, keep: 'tail' },
    stderr: { maxBytes: 16 << 10, keep: 'head' },
  })
  if (ended.kind === 'not-started') return { exitCode: null, stdout: '', stderr: ended.detail }
  if (ended.timedOut)
    return { exitCode: null, stdout: '', stderr: `${program} did not answer within ${commandMs / 1_000} s` }
  return { exitCode: ended.exitCode, stdout: `${ended.stdout}`, stderr: `${ended.stderr}` }
}

/** A service that is read and told by commands: a unit of systemd, an agent of launchd, a task of Windows. */
export function commandHandle(driver: CommandDriver, deps: Deps): Handle {
  const isUserUnit = driver.kind === 'systemd-user'
  let lingers: Promise<boolean | null> | undefined

  /** Whether what this user runs goes on after they log out; null where nobody says. */
  async function readLinger() {
    const { exitCode, stdout } = await runManager(deps, ['loginctl', 'show-user', '--property=Linger', '--value'])
    return exitCode === 0 ? stdout.trim() === 'yes' : null
  }

  return {
    limits: usualLimits,
    answers: false,

    async read() {
      const output = await runManager(deps, stateCommand(driver))
      return output.exitCode === null ? unread(output.stderr) : readState(driver, output)
    },

    async abilities({ state, reason, help }) {
      if (state === 'unknown') return { verbs: [], note: null }
      const verbs = (['start', 'stop', 'restart'] as const)
        .filter(
          (verb) => driver.kind !== 'launchd' || verb === 'stop' || reason !== 'not loaded' || driver.plist !== null,
        )
        .map((verb) => ({ verb, exact: commandsFor(driver, verb).map(asTyped).join(' && ') }))
      if (isUserUnit) lingers ??= readLinger()
      const ends = isUserUnit && (await lingers) === false
      return {
        verbs,
        note: help
          ? null
          : ends
            ? 'It stops when you log out of this machine. To keep it: loginctl enable-linger'
            : null,
      }
    },

    async ask(permit, verb) {
      if (verb === 'update') throw new Refusal('bad-input', 'This service has no update of its own.')
      for (const argv of commandsFor(driver, verb)) await tell(argv)

      async function tell(argv: Argv) {
        for (let tries = 0; ; tries++) {
          permit.check()
          const output = await runManager(deps, argv)
          if (output.exitCode === 0) return
          const { words, isDenied, mayPass } = whyRefused(driver, output)
          if (mayPass && tries < retries) {
            await Bun.sleep(retryMs)
            continue
          }
          // launchd says so of a label that is loaded already: then it only has to be kicked.
          if (argv[1] === 'bootstrap' && mayPass) return
          throw new Refusal(
            'unavailable',
            isDenied
              ? `This user may not do that (${words}). Run it yourself: ${asAdministrator(argv)}`
              : `${asTyped(argv)} failed: ${words}`,
          )
        }
      }
    },

    async log(lines) {
      const argv = logCommand(driver, lines)
      if (!argv) return []
      const { stdout } = await runManager(deps, argv)
      return stdout
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('-- '))
        .map(journalLine)
    },

    effectOf: (verb) =>
      verb === 'start'
        ? 'It starts.'
        : verb === 'stop'
          ? 'It stops, and stays stopped until it is started.'
          : 'It stops and starts again.',
  }
}
