import { agentNames } from '../../agents/read-agents.ts'
import { jobNames } from '../../crons/read-crons.ts'
import { runtimeName } from '../../facts/runtimes.ts'
import { nameInId } from '../../ids.ts'
import { clock } from '../../lib/format.ts'
import { oneLine } from '../../lib/plain-text.ts'
import { dayOf } from '../../lib/timezone.ts'
import { sessionLabelsOf } from '../../sessions/read-sessions.ts'
import type { CommitCache } from '../../store/commit-cache.ts'
import type { Store } from '../../store/store.ts'
import { blockMs } from './block.ts'
import { disambiguateNames } from './disambiguate-names.ts'
import type { Grouping } from './report.ts'

export type Labels = ReturnType<typeof createLabels>

/** What sessions, agents and cron jobs are called, as one line each. What has no label is called by its id. */
export function createLabels(index: Store, cached: CommitCache) {
  const toLines = (rows: Iterable<readonly [id: string, label: string]>) =>
    new Map([...rows].map(([id, label]) => [id, oneLine(label) || id]))

  /** Names that several agents share are told apart. */
  const agents = () => cached('agent labels', () => disambiguateNames(toLines(agentNames(index))))
  const jobs = () => cached('job labels', () => toLines(jobNames(index).map(({ id, name }) => [id, name])))

  return {
    agents,

    /**
     * What the keys of a grouping are called; days and weeks by themselves. `zone` names the hours of blocks. Of sessions
     * those that are in `keys` have labels.
     */
    labelerFor(by: Grouping, zone: string, keys: readonly string[] = []): (key: string) => string {
      switch (by) {
        case 'session':
        case 'family': {
          const labels = toLines(sessionLabelsOf(index, keys).map(({ id, label }) => [id, label]))
          return (key) => labels.get(key) ?? oneLine(key)
        }
        case 'agent': {
          const labels = agents()
          return (key) => labels.get(key) ?? oneLine(key)
        }
        case 'cron': {
          const labels = jobs()
          return (key) => labels.get(key) ?? (key === '' ? 'not by a cron job' : removedJobLabel(key))
        }
        case 'model':
          return modelLabel
        case 'runtime':
          return runtimeName
        case 'project':
          return (key) => oneLine(key) || 'no project'
        case 'block':
          return (key) => blockLabel(Number(key), zone)
        default:
          return (key) => key
      }
    },
  }
}

export const modelLabel = (model: string) => oneLine(model) || 'unknown model'

/** A job that is no longer there has left only its id. */
const removedJobLabel = (key: string) => `removed job ${oneLine(nameInId(key)).slice(0, 8)}`

/** From when to when a block lasts in the asked zone: `2026-11-21 08:00–13:00`. */
const blockLabel = (start: number, zone: string) =>
  `${dayOf(start, zone)} ${clock(start, zone)}–${clock(start + blockMs, zone)}`
