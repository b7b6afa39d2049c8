import type { CommandResult } from '../processes/run-command.ts'
import { keptAnswer } from './judge-answer.ts'
import { failed, type Outcome, sent } from './outcome.ts'
import type { OwnProvider, Sending } from './provider.ts'
import type { AllowedCommand } from './settings.ts'
import type { Values } from './template.ts'

/** Runs a program, given by its words; nothing is a shell. */
export type RunProgram = (command: {
  program: string
  args: string[]
  cwd: string
  env: Record<string, string>
  input: string
  timeoutMs: number
}) => Promise<CommandResult>

const usualTimeoutSeconds = 20

/** The words with the values of a notice in them. Nothing that somebody wrote becomes an option. */
function fillArgument(template: string, values: Values): string {
  const filled = template.replace(/\{(\w+)\}/g, (slot, name: string) =>
    Object.hasOwn(values, name) ? values[name]!.replaceAll('\0', '') : slot,
  )
  return filled.startsWith('-') && !template.startsWith('-') ? ` ${filled}` : filled
}

/** A channel that runs a command which the owner of this machine has allowed in `config.toml`. */
export function commandProvider(
  allowed: readonly AllowedCommand[],
  { run, valuesFor }: { run: RunProgram; valuesFor: (sending: Sending) => Values },
): OwnProvider {
  return {
    id: 'command',
    name: 'A command on this machine',
    group: 'general',
    docs: '',
    fields: [
      {
        name: 'command',
        label: 'Command',
        kind: 'choice',
        options: allowed.map(({ name }) => name),
        hint: 'one of those that config.toml allows under [[notifications.commands]]',
      },
    ],
    about:
      'Runs a program with a fixed list of arguments and the notice as JSON on its input. Which programs may run is said in config.toml alone.',
    knowsRepeats: false,
    tellsEnd: true,
    async send(sending) {
      const found = allowed.find(({ name }) => name === sending.fields.command)
      if (!found)
        return failed(
          'refused',
          'not-set-up',
          `config.toml allows no command “${sending.fields.command ?? ''}” (any more).`,
        )
      const values = valuesFor(sending)
      const seconds = found.timeout_seconds ?? usualTimeoutSeconds
      const [program, ...args] = found.command
      const ended = await run({
        program: program!,
        args: args.map((one) => fillArgument(one, values)),
        cwd: '/',
        env: {},
        input: `${JSON.stringify(values)}\n`,
        timeoutMs: seconds * 1_000,
      })
      return outcomeOf(ended, found, seconds)
    },
  }
}

function outcomeOf(ended: CommandResult, { command: [program] }: AllowedCommand, seconds: number): Outcome {
  if (ended.kind === 'not-started')
    return failed('refused', 'program-failed', `${program} could not be started: ${ended.detail}`)
  const answer = keptAnswer(`${ended.stdout}${ended.stderr}`, [])
  if (ended.timedOut)
    return failed('retry', 'timed-out', `${program} had not ended after ${seconds} seconds and was ended.`, {
      answer,
      mayHaveArrived: true,
    })
  if (ended.exitCode === 0) return sent({ status: 0, answer })
  return failed(
    'retry',
    'program-failed',
    ended.exitCode === null ? `${program} was ended by ${ended.signal}.` : `${program} ended with ${ended.exitCode}.`,
    { status: ended.exitCode, answer, mayHaveArrived: true },
  )
}
