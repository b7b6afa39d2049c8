import { join } from 'node:path'
import type { ActivityEntry } from '../activity/activity-entry.ts'
import type { Config } from '../config/config.ts'
import { settingsOf } from '../feature.ts'
import type { Log } from '../lib/log.ts'
import { openThread } from '../lib/open-thread.ts'
import { Refusal } from '../lib/refusal.ts'
import type { AnswerName, InputOf, Methods } from '../lib/thread-rpc.ts'
import { activityLine } from '../logs/activity-line.ts'
import type { LogEvent } from '../logs/events.ts'
import { logsFeature } from '../logs/feature.ts'
import type { Logs } from '../logs/logs.ts'
import { activitySource, ownSource } from '../logs/sources.ts'
import type { Store } from '../store/store.ts'
import { type buildControls, logFileIn } from './build-controls.ts'

type Deps = {
  config: Config
  path: string
  metricsPath: string
  store: Store
  now: () => number
  publish: (event: LogEvent) => unknown
  isHeard: (topic: string) => boolean
  log: Log
  controls: Pick<ReturnType<typeof buildControls>, 'units' | 'runCommand'>
  isDemo: boolean
}

const journalTimeoutMs = 10_000
const maxJournalBytes = 4 << 20
/** Nothing is kept before the first page is out. */
const beginAfterMs = 1_000
const maxOwnLines = 2_000

/**
 * Joins the logs to the homes and units that there are, and loads what keeps them once it is wanted. The demo shows
 * nothing of the machine that it runs on.
 */
export function buildLogs({ controls, config, isDemo, ...deps }: Deps) {
  let own: { source: string; line: string }[] = []
  let loaded: Logs | undefined
  let loading: Promise<Logs> | undefined
  let begins: Timer | undefined
  const { logs: configured = [] } = settingsOf(logsFeature, config.sections)

  function takeOwn() {
    const lines = own
    own = []
    return lines
  }

  function take(source: string, line: string) {
    own.push({ source, line })
    if (own.length > maxOwnLines) own.shift()
    loaded?.keepOwnSoon()
  }

  async function load() {
    const { createLogs, sourcesOf } = await import('../logs/loaded-later.ts')
    loaded = createLogs({
      ...deps,
      takeOwn,
      openThread: () => openThread('indexing/logs-thread', { smol: true }),
      closed: [config.dataFolder],
      sources: (units) =>
        sourcesOf({
          homes: config.openclaw.homes.map((home) => ({
            home,
            logFile: logFileIn(config.openclaw.configPath ?? join(home, 'openclaw.json')),
          })),
          uid: process.getuid?.(),
          configured,
          units,
          searches: !isDemo,
        }),
      journal: {
        units: async () => (isDemo || process.platform !== 'linux' ? [] : controls.units()),
        async run([program, ...args]) {
          const ended = await controls.runCommand({
            program: program!,
            args,
            cwd: '/',
            env: { LC_ALL: 'C' },
            timeoutMs: journalTimeoutMs,
            stdout: { maxBytes: maxJournalBytes, keep: 'head' },
            stderr: { maxBytes: 16 << 10, keep: 'head' },
          })
          if (ended.kind === 'not-started') return { exitCode: null, stdout: '', stderr: ended.detail }
          return { exitCode: ended.exitCode, stdout: `${ended.stdout}`, stderr: `${ended.stderr}` }
        },
      },
    })
    loaded.start()
    return loaded
  }

  /** Asks what is loaded for it. */
  async function ask<Answer>(method: (logs: Logs) => Promise<Answer>): Promise<Answer> {
    if (!begins) throw new Refusal('unavailable', 'Logs are kept while Wheelhouse runs. Start it with `wheelhouse`.')
    loading ??= load()
    return method(await loading)
  }

  return {
    ask,
    findings: () => loaded?.findings() ?? [],

    /** Takes a line of our own log. */
    own: (line: string) => take(ownSource, line.trimEnd()),

    /** Takes what happened in a session or a job. */
    activity: (entry: ActivityEntry) => take(activitySource, activityLine(entry)),

    /** Asks the thread that keeps logs for what else it does, once it is there. Nothing is loaded for it. */
    async askBeside<M extends Methods, Name extends AnswerName<M>>(method: Name, input: InputOf<M[Name]>) {
      if (!loaded) throw new Refusal('unavailable', 'Wheelhouse is still starting. Try again in a moment.')
      return ask(async ({ beside }) => (await beside<M>()).ask(method, input))
    },

    listenersChanged: () => loaded?.listenersChanged(),

    start() {
      begins = setTimeout(() => {
        loading ??= load()
        loading.catch((error) => deps.log.error('logs cannot be kept', { error }))
      }, beginAfterMs)
    },

    async stop() {
      clearTimeout(begins)
      await loaded?.stop()
    },
  }
}
