import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { settingsOf } from '../feature.ts'
import type { Log } from '../lib/log.ts'
import type { LogEvent } from '../logs/events.ts'
import { logsFeature } from '../logs/feature.ts'
import { createLogs } from '../logs/logs.ts'
import { sourcesOf } from '../logs/sources.ts'
import type { Store } from '../store/store.ts'
import { type buildControls, logFileIn } from './build-controls.ts'

type Deps = {
  config: Config
  path: string
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

/** Joins the logs to the homes and units that there are. The demo shows nothing of the machine that it runs on. */
export function buildLogs({ config, path, store, now, publish, isHeard, log, controls, isDemo }: Deps) {
  const { logs: configured = [] } = settingsOf(logsFeature, config.sections)
  return createLogs({
    path,
    store,
    now,
    publish,
    isHeard,
    log,
    closed: [config.dataFolder],
    sources: (units) =>
      sourcesOf({
        homes: config.openclaw.homes.map((home) => ({
          home,
          logFile: logFileIn(config.openclaw.configPath ?? join(home, 'openclaw.json')),
        })),
        uid: process.getuid?.(),
        configured: isDemo ? [] : configured,
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
}
