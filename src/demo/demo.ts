import {
  appendFile,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { removeFolder } from '../lib/remove-folder.ts'
import { tideTable } from './agent-tasks.ts'
import { demoModel } from './ask-model.ts'
import { budgetSections, configText, type Spending } from './budgets.ts'
import { createCommandLineHomes } from './command-lines/homes.ts'
import { createCommandLines, playCommandLines } from './command-lines/play.ts'
import { startDemoGateway } from './gateway.ts'
import { createWorld } from './history.ts'
import { createHome } from './home.ts'
import { demoLogOf } from './home-config.ts'
import { withinOf } from './jobs.ts'
import { inventHour, inventMonth } from './machine-past.ts'
import { demoProcesses } from './machine-processes.ts'
import { pastActs } from './past-acts.ts'
import { pastAsks } from './past-asks.ts'
import { pastBreakerActs } from './past-breaker.ts'
import { takenIncidents, troubledMs } from './past-incidents.ts'
import { logsText, startDemoLogs } from './past-logs.ts'
import { runSimulation, type SimulationDeps } from './run-simulation.ts'
import { demoServices } from './services.ts'
import { stateBeside } from './witnesses.ts'
import type { World } from './world.ts'

export type Demo = ReturnType<typeof createDemo>

/**
 * A made-up crew in homes of its own, in a temporary folder below `folder`: one of OpenClaw, and one of each command
 * line. The homes are complete when this returns; `start` starts the simulation, and `stop` removes everything.
 */
export function createDemo({
  seed,
  folder = tmpdir(),
  now,
  ...playing
}: SimulationDeps & { seed: number; folder?: string }) {
  removeLeftovers(folder)
  const at = now()
  const own = mkdtempSync(join(folder, prefix))
  writeFileSync(join(own, 'pid'), String(process.pid), { mode: 0o600 })
  const offsetMs = -new Date(at).getTimezoneOffset() * 60_000
  const sharedFile = join(own, 'charts', 'tides.md')
  mkdirSync(dirname(sharedFile))
  writeFileSync(sharedFile, tideTable)
  const world = createWorld(seed, at, offsetMs, sharedFile)
  const token = crypto.randomUUID()
  const home = createHome(join(own, 'openclaw'), world, token)
  const commandLineHomes = createCommandLineHomes(own)
  const commandLines = createCommandLines(seed, at, offsetMs, commandLineHomes.write)
  const statuslines = join(own, 'statusline')
  const { bills } = stateBeside(statuslines, { world, spending: commandLines.spending, now: at, offsetMs })
  const spoken = startDemoLogs({
    seed,
    now: at,
    folder: join(own, 'logs'),
    gatewayLog: demoLogOf(realpathSync(home.folder)),
  })
  const gateway = startDemoGateway({ home: realpathSync(home.folder), store: home, token, world, now })
  const budgets = budgetSections([...spendingOf(world), ...commandLines.spending], at, offsetMs)
  const sections = { ...budgets, logs: spoken.logs }
  const configFile = join(own, 'config.toml')
  writeFileSync(configFile, configText(budgets) + logsText(spoken.logs), { mode: 0o600 })
  const playBeside = (at: number, pace: number) => commandLineHomes.write(playCommandLines(commandLines, at, pace))
  let pause: (() => void) | null = null
  let gone = false
  let outside: Timer | undefined
  let speaking: Timer | undefined

  return {
    /** The state directory, as `OPENCLAW_STATE_DIR` names it. */
    home: home.folder,
    /** The folders of the command lines, as the configuration names them. */
    folders: commandLineHomes.folders,
    /** The demo's `config.toml`, and the sections it has. */
    configFile,
    sections,
    /** Where the status lines of the demo have left their last words, and what was typed in from bills. */
    statuslines,
    bills,
    /** What was asked before the demo began, and who decided. */
    approvals: pastAsks({ seed, now: at, home: home.folder }),
    /** What rules did before the demo began. */
    breakerActs: pastBreakerActs(at),
    /** What people did here before the demo began. */
    acts: pastActs(at),
    /** Within which time jobs must succeed. */
    deadlines: deadlinesOf(world),
    /** The model that answers questions, which is a script. */
    model: demoModel,
    /** The services beside the gateway, which are made up. */
    services: demoServices,
    /** The processes of the crew, which are made up. */
    processes: demoProcesses(at),
    /** What was read of the machine before the demo began, in ways that lead to the first real reading. */
    machinePast: {
      hour: (first: MeasureValues, until: number) => inventHour(seed, first, until, offsetMs),
      month: (first: MeasureValues, until: number) => inventMonth(seed, first, until, offsetMs),
      /** In the last days of which something went wrong, and what was done about it. */
      troubledMs,
      taken: takenIncidents,
    },

    start() {
      // Somebody who is none of the crew writes into a file of an agent at work.
      outside ??= setTimeout(() => appendFile(sharedFile, '| 30 | 07:01 | 13:20 |\n', () => {}), outsideAfterMs)
      outside.unref?.()
      speaking ??= setInterval(() => spoken.say(now()), sayEveryMs)
      speaking.unref?.()
      if (!gone) pause ??= runSimulation(home, world, { now, publish: gateway.publish, playBeside, ...playing })
    },

    stop() {
      if (gone) return
      gone = true
      clearTimeout(outside)
      clearInterval(speaking)
      pause?.()
      gateway.stop()
      home.close()
      removeFolder(own)
    },
  }
}

type MeasureValues = readonly (readonly [id: string, value: number | null])[]

const outsideAfterMs = 40_000
/** The logs of the demo gain a line so often. */
const sayEveryMs = 3_000
/** Within which time jobs of the crew must succeed, as their id in the index has it. */
const deadlinesOf = ({ jobs, madeAt }: World) =>
  jobs.flatMap((job) => {
    const withinMs = withinOf(job)
    return withinMs === undefined
      ? []
      : { jobId: `openclaw:${job.id}`, withinMs, setAt: madeAt - 20 * 86_400_000, setBy: 'skipper' }
  })

/** What each session of a world has cost, dated by its last word. */
const spendingOf = ({ sessions }: World): Spending[] => sessions.map(({ lastAt: at, costUsd: usd }) => ({ at, usd }))

const prefix = 'wheelhouse-demo-'

/** Removes the folders of demos whose process was killed. */
function removeLeftovers(folder: string) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.name.startsWith(prefix) && entry.isDirectory() && isAbandoned(path)) removeFolder(path)
  }
}

function isAbandoned(path: string): boolean {
  try {
    if (process.getuid && lstatSync(path).uid !== process.getuid()) return false
    const pid = Number(readFileSync(join(path, 'pid'), 'utf8'))
    return Number.isInteger(pid) && pid > 0 && !isAlive(pid)
  } catch {
    // Without a pid file the demo is just starting, or belongs to another user.
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM means that the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
