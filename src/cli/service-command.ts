import { existsSync, readFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { basename, join } from 'node:path'
import type { Config } from '../config/config.ts'
import { takeLock } from '../lib/lock.ts'
import type { Machine } from '../service/manager.ts'
import { runTool } from '../service/run-tool.ts'
import { createService, type Service, type Standing } from '../service/service.ts'
import type { ServicePlan } from '../service/service-text.ts'
import { type MachineDeps, refuseAgents } from './machine-deps.ts'
import { configFrom, parse } from './parse-flags.ts'
import { UsageError } from './usage-error.ts'

const verbs = ['install', 'uninstall', 'status', 'start', 'stop', 'restart', 'logs'] as const
const flags = {
  data: 'string',
  json: 'boolean',
  system: 'boolean',
  host: 'string',
  port: 'string',
  user: 'string',
  'as-root': 'boolean',
  'dry-run': 'boolean',
} as const

/** Variables that say where agents and we keep things. Those with secrets in them are not written into a file. */
const carried = [
  'PATH',
  'WHEELHOUSE_CONFIG',
  'OPENCLAW_STATE_DIR',
  'OPENCLAW_HOME',
  'OPENCLAW_CONFIG_PATH',
  'OPENCLAW_GATEWAY_URL',
  'CLAUDE_CONFIG_DIR',
  'CODEX_HOME',
  'GEMINI_CLI_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
]

/** `wheelhouse service …`: Wheelhouse as a service, by what manages services here. Returns the exit code. */
export function serviceCommand(words: string[], { configOf, pathsOf, print, notice }: MachineDeps): number {
  const { values, positionals } = parse(words, flags, 1, 'service')
  const verb = verbs.find((one) => one === (positionals[0] ?? 'status'))
  if (!verb) throw new UsageError(`wheelhouse service knows ${verbs.join(', ')}, not “${positionals[0]}”.`)
  const isSystem = values.system === true
  const config = configOf(configFrom(values))
  const program = process.execPath
  const person = isSystem ? personNamed(values.user, config) : ourselves()
  const machine: Machine = {
    platform: process.platform,
    home: person.home,
    configHome: (isSystem ? undefined : config.programEnvironment.XDG_CONFIG_HOME) || join(person.home, '.config'),
    dataFolder:
      isSystem && values.data === undefined ? join(person.home, '.local', 'share', 'wheelhouse') : config.dataFolder,
    uid: process.getuid?.() ?? 0,
    person: person.name,
  }
  const service = createService(machine, isSystem, runTool)
  switch (verb) {
    case 'status': {
      const standing = service.standing(program)
      print(values.json === true ? `${JSON.stringify(standing, null, 2)}\n` : standingText(standing))
      return standing.is === 'running' && standing.mend === null ? 0 : 1
    }
    case 'logs':
      print(service.logs())
      return 0
    case 'install': {
      if (values['dry-run'] !== true) refuseAgents('starts programs on their own')
      return install(service, isSystem)
    }
    case 'uninstall': {
      if (values['dry-run'] === true) {
        print(`Removes ${service.manager.file}. The data in ${machine.dataFolder} stay.\n`)
        return 0
      }
      refuseAgents('decides what runs on its own')
      const removed = service.uninstall()
      print(removed ? `Removed. The data in ${machine.dataFolder} stay.\n` : 'There is no service to remove.\n')
      return 0
    }
    default: {
      refuseAgents('decides what runs on its own')
      service.tell(verb)
      const standing = service.standing(program)
      print(standingText(standing))
      return (standing.is === 'running') === (verb !== 'stop') ? 0 : 1
    }
  }

  function install(service: Service, isSystem: boolean): number {
    if (/^bun/.test(basename(program)))
      throw new UsageError(
        'Only the executable can be a service: build it with `npm run build`, and use dist/wheelhouse.',
      )
    const isDry = values['dry-run'] === true
    if (person.uid === 0 && values['as-root'] !== true)
      throw new UsageError(
        isSystem
          ? 'It would run as root. Say as whom it runs with --user NAME, or add --as-root where the agents are those of root.'
          : 'You are root, and it would run as root. Install it as the person whose agents it reads, or add --as-root.',
      )
    if (isSystem && machine.uid !== 0 && !isDry)
      throw new UsageError('A service of the machine is installed by root: run it with sudo, or leave out --system.')
    service.refuseInstall()
    const plan = planned()
    if (isDry) {
      print(service.intent(plan))
      return 0
    }
    refuseServed()
    notice(service.intent(plan))
    service.install(plan)
    const { always } = service.manager
    print(`Installed as ${service.manager.words}.\n`)
    if (always !== null) print(`It starts when you log in. To have it run without that: ${always}\n`)
    const secret = ['OPENCLAW_GATEWAY_TOKEN', 'WHEELHOUSE_TOKEN'].find((name) => config.programEnvironment[name])
    if (secret) print(`${secret} is set here and is secret, so the service does not get it.\n`)
    return 0
  }

  function planned(): ServicePlan {
    const args = ['serve', '--data', machine.dataFolder]
    for (const flag of ['host', 'port'] as const)
      if (typeof values[flag] === 'string') args.push(`--${flag}`, values[flag])
    const environment: Record<string, string> = {}
    for (const name of carried) {
      const value = config.programEnvironment[name]
      // What sudo hands over are the folders of root.
      if (value && !(isSystem && name.startsWith('XDG_'))) environment[name] = value
    }
    const user = isSystem ? person.name : null
    if (user !== null && machine.platform === 'darwin') environment.HOME = person.home
    const odd = [program, ...args, ...Object.values(environment)].find((word) => /\p{Cc}/u.test(word))
    if (odd !== undefined)
      throw new UsageError(`${JSON.stringify(odd)} has a control character in it, and cannot stand in a service file.`)
    return { program, args, environment, user }
  }

  /** One that runs by hand would keep the service from its data. */
  function refuseServed() {
    const { lock } = pathsOf(machine.dataFolder)
    if (!existsSync(lock) || service.standing(program).is === 'running') return
    const taken = takeLock(lock)
    taken?.release()
    if (!taken)
      throw new UsageError(
        `A Wheelhouse that is no service is running on ${machine.dataFolder}. End it first, and install then.`,
      )
  }
}

type Person = { name: string; home: string; uid: number }

const ourselves = (): Person => ({ name: userInfo().username, home: homedir(), uid: process.getuid?.() ?? -1 })

/** Who is to run it: who is named, or who called sudo. */
function personNamed(named: string | boolean | undefined, { programEnvironment }: Config): Person {
  const name = typeof named === 'string' ? named : programEnvironment.SUDO_USER || userInfo().username
  if (!/^[a-z_][a-z0-9_.-]{0,31}$/i.test(name)) throw new UsageError(`--user “${name}” is not the name of a user.`)
  if (name === userInfo().username) return ourselves()
  const [uid, home] =
    process.platform === 'darwin'
      ? [
          '-1',
          /NFSHomeDirectory:\s*(.*)/.exec(
            runTool(['dscl', '.', '-read', `/Users/${name}`, 'NFSHomeDirectory'])?.output ?? '',
          )?.[1],
        ]
      : (accountOf(name) ?? [])
  if (uid === undefined || !home) throw new UsageError(`There is no user ${name} on this machine.`)
  return { name, home, uid: Number(uid) }
}

function accountOf(name: string): [uid: string | undefined, home: string | undefined] | undefined {
  const lines = runTool(['getent', 'passwd', name])?.output ?? readFileSync('/etc/passwd', 'utf8')
  const fields = lines
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':')
  return fields && [fields[2], fields[5]]
}

function standingText({ installed, is, pid, words, file, detail, mend, notes }: Standing): string {
  const state = !installed
    ? 'Wheelhouse is not installed as a service.'
    : `Wheelhouse is ${is === 'unknown' ? 'installed' : is}, as ${words}${pid === null ? '' : ` (process ${pid})`}${detail === null ? '' : `: ${detail}`}.`
  return [state, ...(installed ? [`    ${file}`] : []), ...notes, ...(mend === null ? [] : [`Do: ${mend}`]), ''].join(
    '\n',
  )
}
