import { assets } from 'ui:assets'
import { CannotStart } from './app/cannot-start.ts'
import { lockDataFolder } from './app/data-folder.ts'
import { settingSections } from './app/features.ts'
import { type Built, createApp } from './app/index.ts'
import { createAudit } from './audit/audit.ts'
import { agentShellName, agentShellOf } from './auth/agent-shell.ts'
import { ApiError } from './cli/api-error.ts'
import { openInBrowser } from './cli/browser.ts'
import { machineCommands, readCommand } from './cli/flags.ts'
import { createPrinter } from './cli/printer.ts'
import { run } from './cli/run.ts'
import { UsageError } from './cli/usage-error.ts'
import { type Config, dataPaths, decideConfig } from './config/config.ts'
import { ConfigMistakes } from './config/file.ts'
import { isTerminal, readLine, writeError } from './lib/terminal.ts'
import { UnsafeSecrets } from './secrets/secrets.ts'
import { openStore, StoreTooNew, schemas } from './store/store.ts'
import { build, version } from './version.ts'

/** Carries out a command line: 0 when all went well, 1 when something was found wrong, 2 for a mistake. */
export async function carryOut(words: string[]): Promise<number> {
  const built: Built = { assets, version, build }
  const { print, printed } = createPrinter()
  try {
    return await obey(words, built, print)
  } catch (error) {
    if (!isSentence(error)) throw error
    writeError(`wheelhouse: ${error.message}\n`)
    return 2
  } finally {
    await printed()
  }
}

async function obey(words: string[], built: Built, print: (text: string) => void): Promise<number> {
  const isMachineCommand = machineCommands.includes(words[0] ?? '')
  if (isMachineCommand && !words.includes('--help'))
    return (await import('./cli/machine-command.ts')).machineCommand(words, {
      configOf: (flags) => decideConfig(flags, process.env, { sections: settingSections }),
      pathsOf: dataPaths,
      version,
      build,
      print,
      notice: writeError,
      lockDataFolder,
      openStore,
      schemas,
      createAudit,
    })
  const command = readCommand(isMachineCommand ? ['help', words[0]!] : words)
  if (command.name === 'help') return print((await import('./cli/help.ts')).helpFor(command.about)) ?? 0
  if (command.name === 'version')
    return print(command.json ? `${JSON.stringify({ version, build })}\n` : `wheelhouse ${version} (${build})\n`) ?? 0
  const config = decideConfig(command.config, process.env, { sections: settingSections })
  if (command.name === 'serve') return await serve(config, built, print)
  return await run(command, config, built, print, {
    colour: isTerminal(1) && !process.env.NO_COLOR,
    width: isTerminal(1) ? process.stdout.columns : undefined,
    // One line that is written over; in a file nobody wants it.
    notice: writeError,
    readLine,
    progress: isTerminal(2) ? (line) => writeError(`\r\x1b[K${line}`) : undefined,
  })
}

async function serve(config: Config, built: Built, print: (text: string) => void): Promise<number> {
  const asked = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => asked.resolve())
  let app = await createApp(config, built, 'serve')
  print(`Wheelhouse is ready at ${app.url}\n`)
  const agent = agentShellOf(process.pid)
  if (agent)
    // What is printed here the agent reads.
    print(
      `${agentShellName(agent)} started it, so here is no link to sign in. Run \`wheelhouse open\` in a terminal.\n`,
    )
  else {
    const link = `${app.url}/#${app.auth.issueCode('admin')}`
    print(`Sign in: ${link}\n`)
    if (config.open) void openInBrowser(link, config.dataFolder)
  }
  while ((await Promise.race([asked.promise, app.demoAsked.then(() => 'demo' as const)])) === 'demo') {
    const { port } = app
    await app.stop()
    app = await createApp({ ...config, demo: true, port }, built, 'serve')
  }
  await app.stop()
  return 0
}

/** What a person can act on; anything else is a bug and keeps its stack. */
function isSentence(error: unknown): error is Error {
  const sentences = [UsageError, CannotStart, ConfigMistakes, ApiError, UnsafeSecrets, StoreTooNew]
  return sentences.some((kind) => error instanceof kind)
}
