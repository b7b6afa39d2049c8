import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { reasonOf } from '../lib/reason-of.ts'
import { Refusal } from '../lib/refusal.ts'
import { shellWord } from '../lib/shell-word.ts'
import { type Argv, type Machine, type Manager, managerFor, readState, type State } from './manager.ts'
import type { RunTool } from './run-tool.ts'
import { madeByUs, type ServicePlan } from './service-text.ts'

export type Service = ReturnType<typeof createService>

/** How the service is, and the command that mends what is wrong; null where nothing is. */
export type Standing = State & { installed: boolean; words: string; file: string; mend: string | null; notes: string[] }

/** Wheelhouse as a service of the person or of the machine. Whatever is refused throws a Refusal and changes nothing. */
export function createService(machine: Machine, isSystem: boolean, run: RunTool) {
  const { platform } = machine
  const found = managerFor(machine, isSystem)
  if (!found)
    throw new Refusal(
      'unavailable',
      isSystem && platform === 'win32'
        ? 'On Windows Wheelhouse is a task of one person: leave out --system.'
        : `Wheelhouse knows no service manager on ${platform}. Start \`wheelhouse serve\` from what starts programs there.`,
    )
  const manager: Manager = found
  const other = managerFor(machine, !isSystem)
  const flag = isSystem ? ' --system' : ''

  const isInstalled = () => existsSync(manager.file)

  /** Refuses a second service, and a file that somebody else wrote. */
  function refuseInstall() {
    if (other && existsSync(other.file))
      throw new Refusal(
        'conflict',
        `Wheelhouse is installed as ${other.words} already (${other.file}), and two would fight for the same data. Remove that one first: wheelhouse service uninstall${isSystem ? '' : ' --system'}`,
      )
    const there = lstatSync(manager.file, { throwIfNoEntry: false })
    if (there && (!there.isFile() || !oldText()!.includes(madeByUs)))
      throw new Refusal('conflict', `${manager.file} is there and is not ours. Move it away, and install again.`)
  }

  const oldText = () => (isInstalled() ? readFileSync(manager.file, manager.encoding) : undefined)

  /** What an installation writes and runs, as a person reads it. */
  const intent = (plan: ServicePlan) =>
    [
      `Writes ${manager.file}:`,
      '',
      ...manager
        .text(plan)
        .trimEnd()
        .split(/\r?\n/)
        .map((line) => `    ${line}`.trimEnd()),
      '',
      'Then runs:',
      ...manager.install.map((argv) => `    ${commandText(argv)}`),
      '',
    ].join('\n')

  function install(plan: ServicePlan) {
    refuseInstall()
    const before = oldText()
    try {
      if (before !== undefined && platform === 'darwin') for (const argv of manager.uninstall) run(argv)
      mkdirSync(dirname(manager.file), { recursive: true })
      write(manager.text(plan))
      for (const argv of manager.install) mustRun(argv)
    } catch (error) {
      // As it was before, as far as it is ours to say.
      if (before !== undefined) write(before)
      else {
        for (const argv of manager.uninstall) run(argv)
        rmSync(manager.file, { force: true })
      }
      if (platform === 'linux') run(manager.install[0]!)
      if (error instanceof Refusal) throw error
      throw new Refusal('unavailable', `${manager.file} could not be written: ${reasonOf(error)}.`)
    }
  }

  function write(text: string) {
    // The byte order mark is how Windows knows it.
    const mark = manager.encoding === 'utf16le' ? '\ufeff' : ''
    writeFileSync(manager.file, text.startsWith(mark) ? text : mark + text, { encoding: manager.encoding, mode: 0o644 })
  }

  /** Whether there was something to remove. */
  function uninstall(): boolean {
    if (!isInstalled()) return false
    if (!oldText()!.includes(madeByUs))
      throw new Refusal('conflict', `${manager.file} is not ours, and stays. Remove it yourself.`)
    for (const argv of manager.uninstall)
      if (platform === 'linux') mustRun(argv)
      else run(argv)
    rmSync(manager.file)
    if (platform === 'linux') run(manager.install[0]!)
    return true
  }

  /** Each of them is tried, the last has to succeed: to stop what is stopped is no fault. */
  function tell(verb: 'start' | 'stop' | 'restart') {
    refuseUninstalled()
    const commands = manager[verb]
    for (const argv of commands.slice(0, -1)) run(argv)
    mustRun(commands.at(-1)!)
  }

  function logs(): string {
    refuseUninstalled()
    return mustRun(manager.logs)
  }

  function refuseUninstalled() {
    if (isInstalled()) return
    throw new Refusal(
      'not-found',
      other && existsSync(other.file)
        ? `Wheelhouse is installed as ${other.words}: ${isSystem ? 'leave out' : 'add'} --system.`
        : `There is no service yet. Install it with: wheelhouse service install${flag}`,
    )
  }

  function mustRun(argv: Argv): string {
    const ran = run(argv)
    if (!ran)
      throw new Refusal(
        'unavailable',
        `There is no ${argv[0]} here, so nothing runs services. Start \`wheelhouse serve\` from what starts programs on this machine.`,
      )
    if (ran.code !== 0)
      throw new Refusal(
        'unavailable',
        `\`${commandText(argv)}\` failed: ${ran.output.trim().split('\n')[0] || `exit code ${ran.code}`}`,
      )
    return ran.output
  }

  function standing(program: string): Standing {
    const about = { installed: isInstalled(), words: manager.words, file: manager.file }
    if (!about.installed) {
      const elsewhere = other && existsSync(other.file)
      const mend = `wheelhouse service ${elsewhere ? `status${isSystem ? '' : ' --system'}` : `install${flag}`}`
      const notes = elsewhere ? [`It is installed as ${other.words} (${other.file}).`] : []
      return { ...about, is: 'stopped', pid: null, detail: null, mend, notes }
    }
    const ran = run(manager.state)
    const state = ran ? readState(platform, ran.code, ran.output) : nobody
    const isOther = !oldText()!.includes(program)
    const notes = [
      ...(isOther ? ['It runs another executable than this one.'] : []),
      ...(other && existsSync(other.file) ? [`There are two: ${other.file} is one as well.`] : []),
    ]
    const twice = other && existsSync(other.file)
    const mend = twice
      ? `wheelhouse service uninstall${isSystem ? '' : ' --system'}`
      : isOther
        ? `wheelhouse service install${flag}`
        : mends[state.is] && `wheelhouse service ${mends[state.is]}${flag}`
    return { ...about, ...state, mend, notes }
  }

  return { manager, refuseInstall, intent, install, uninstall, tell, logs, standing }
}

const nobody: State = { is: 'unknown', pid: null, detail: 'nothing here runs services' }
const mends: Record<State['is'], string | null> = {
  running: null,
  stopped: 'start',
  failed: 'logs',
  unknown: 'install',
}

const commandText = (argv: Argv) => argv.map(shellWord).join(' ')
