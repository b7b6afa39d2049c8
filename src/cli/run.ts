import type { Built } from '../app/index.ts'
import type { Config } from '../config/config.ts'
import type { Asking, Terminal } from './answer-command.ts'
import { connect, connectToRunning } from './client.ts'
import { withConfirmation } from './confirm-terminal.ts'

/** Runs a command that asks the server and returns its exit code. */
export async function run(
  command: Asking,
  config: Config,
  built: Built,
  print: (text: string) => void,
  { colour, width, notice, readLine, progress }: Terminal,
): Promise<number> {
  const purpose = command.name.startsWith('token') ? 'keys' : 'read'
  const connected =
    throughServer.has(command.name) || changesJobs(command)
      ? await connectToRunning(config)
      : await connect(config, built, purpose, progress)
  const client = withConfirmation(connected, { command: `wheelhouse ${wordsOf(command).join(' ')}`, notice })
  try {
    const { answerCommand } = await import('./answer-command.ts')
    return await answerCommand(command, config.dataFolder, client, print, { colour, width, notice, readLine })
  } finally {
    await client.close()
  }
}

/** Commands that only a running server carries out. */
const throughServer = new Set<Asking['name']>(['open', 'approve', 'gateway', 'send', 'stop', 'tail'])

/** Whether a command changes cron jobs, which only a running server can do. */
const changesJobs = (command: Asking) => command.name === 'cron' && command.verb !== 'list' && command.verb !== 'show'

/** A command as the page shows it to whoever confirms it. */
function wordsOf(command: Asking): string[] {
  if (command.name === 'approve') return command.id === undefined ? ['approve'] : ['approve', command.id]
  if (command.name === 'gateway') return ['gateway', command.act]
  if (command.name === 'stop') return ['stop', command.who ?? '--all']
  if (command.name === 'send') return ['send', command.session, command.text]
  return command.name === 'cron' ? ['cron', command.verb, command.job].filter(Boolean) : [command.name]
}
