import { splitGlob } from '../lib/glob.ts'
import type { Place } from './keeper/list-files.ts'
import type { SourceSpec } from './messages.ts'
import type { ConfiguredLog } from './settings.ts'
import { idOfName } from './source-id.ts'

const megabyte = 1e6
const dayMs = 86_400_000

/** So much is kept of a source, packed, where nobody says otherwise. */
const usualKeeping = { bytes: 200 * megabyte, ms: 60 * dayMs }

/** The id of our own log. */
export const ownSource = 'wheelhouse'
/** The id of what happened in sessions and jobs. */
export const activitySource = 'activity'
const gatewaySource = 'gateway'

type Where = {
  /** The state folders of OpenClaw, with the file that their configuration names for the log; null for the usual place. */
  homes: { home: string; logFile: string | null }[]
  uid: number | undefined
  configured: readonly ConfiguredLog[]
  /** The units of systemd that run gateways. */
  units: readonly string[]
  /** Whether the usual places of this machine are looked at. */
  searches: boolean
}

/**
 * Every source that there is. All gateways of a machine write into one file for each day, in a folder that they share;
 * one that launchd or an older installer set up writes below its home.
 */
export function sourcesOf({ homes, uid, configured, units, searches }: Where): SourceSpec[] {
  const daily = 'openclaw-*.log'
  const shared: Place[] = ['/tmp/openclaw', ...(uid === undefined ? [] : [`/tmp/openclaw-${uid}`])].map((root) => ({
    root,
    pattern: daily,
  }))
  const own = homes.flatMap(({ home, logFile }): Place[] => [
    { root: `${home}/logs`, pattern: '*.{log,jsonl}' },
    ...(logFile === null ? [] : placesOf(logFile)),
  ])
  const taken = new Set([gatewaySource, ownSource, activitySource])
  return [
    {
      id: gatewaySource,
      name: 'Gateway',
      kind: 'gateway',
      places: [...(searches ? shared : []), ...own],
      keeping: usualKeeping,
    },
    { id: activitySource, name: 'Activity', kind: 'activity', places: [], keeping: usualKeeping },
    { id: ownSource, name: 'Wheelhouse', kind: 'own', places: [], keeping: usualKeeping },
    ...units.map(
      (unit): SourceSpec => ({
        id: journalSource(unit),
        name: unit,
        kind: 'journal',
        places: [],
        keeping: usualKeeping,
      }),
    ),
    ...configured.map(({ name, path, keep_mb, keep_days }): SourceSpec => {
      const id = idOfName(name)
      return {
        id: taken.has(id) || id.startsWith('journal.') ? `log-${id}` : id,
        name,
        kind: 'file',
        places: placesOf(path),
        keeping: {
          bytes: keep_mb === undefined ? usualKeeping.bytes : keep_mb * megabyte,
          ms: keep_days === undefined ? usualKeeping.ms : keep_days * dayMs,
        },
      }
    }),
  ]
}

export const journalSource = (unit: string) => `journal.${unit.replace(/\.service$/, '')}`

/** The places of a path that was checked; none for one that is not suitable after all. */
function placesOf(path: string): Place[] {
  const split = splitGlob(path)
  return 'mistake' in split ? [] : [split]
}
