import type { Sample } from '../health/measure-messages.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Desk, DeskDeps } from './desk/desk.ts'
import type { Facts } from './desk/sightings.ts'
import type { AlertEvent } from './events.ts'
import type { Incident, IncidentChange } from './incident.ts'

type Deps = Omit<DeskDeps, 'told' | 'changed'> & {
  /** What is known beside measures. */
  facts: () => Facts
  publish: (event: AlertEvent) => unknown
  /** What is open has changed. */
  changed: () => void
}

/** The first page goes before. */
const loadAfterMs = 1_000
/** So many readings wait for the engine. */
const maxWaiting = 120

export type Alerts = ReturnType<typeof createAlerts>

/**
 * Alerts as the rest of the program sees them. What they do (`desk/`) is loaded once the first page is out; readings wait
 * for it until then.
 */
export function createAlerts({ facts, publish, changed, ...deps }: Deps) {
  let waiting: Sample[] = []
  let desk: Desk | undefined
  let loading: Promise<Desk> | undefined
  let begins: Timer | undefined

  function told(change: IncidentChange['change'] | 'updated', incident: Incident) {
    publish({ kind: 'incident.changed', change, incident })
    // While it is built it tells nobody.
    if (desk) changed()
  }

  async function load() {
    const { createDesk } = await import('./desk/desk.ts')
    desk = createDesk({ ...deps, told, changed: () => publish({ kind: 'alerts.changed' }) })
    const early = waiting
    waiting = []
    for (const sample of early) desk.take(sample, facts())
    changed()
    return desk
  }

  function begin() {
    loading ??= load()
    loading.catch(deps.onError)
    return loading
  }

  return {
    start() {
      begins = setTimeout(() => void begin().catch(() => {}), loadAfterMs)
      begins.unref?.()
    },

    /** Takes a reading of the measures. */
    take(sample: Sample) {
      if (desk) return desk.take(sample, facts())
      waiting.push(sample)
      if (waiting.length > maxWaiting) waiting.shift()
    },

    /** What goes on; nothing while it is not known yet. */
    open: (): Incident[] => desk?.open() ?? [],
    isKnown: () => desk !== undefined,

    /** Asks what is loaded for it. */
    async ask<Answer>(run: (desk: Desk) => Answer | Promise<Answer>): Promise<Answer> {
      if (!begins) throw new Refusal('unavailable', 'Alerts work while Wheelhouse runs. Start it with `wheelhouse`.')
      return run(await begin())
    },

    stop() {
      clearTimeout(begins)
      desk?.stop()
    },
  }
}
