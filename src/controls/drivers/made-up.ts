import { Refusal } from '../../lib/refusal.ts'
import { type Entry, idsFor } from '../catalogue.ts'
import { type Handle, usualLimits } from '../handle.ts'
import { lineOf } from '../log-lines.ts'
import { nothingKnown, type Reading, type Verb } from '../service.ts'

/** A service that runs nowhere, as the demo describes it. Times in ms. */
type MadeUp = {
  name: string
  group: 'containers' | 'units'
  unit: string
  upForMs: number | null
  rssBytes: number | null
  port: number | null
  failed: string | null
  dependsOn: string[]
  log: string[]
}

const stoppingMs = 1_200
const startingMs = 2_500

/** Services that behave like real ones and touch nothing. */
export function madeUpEntries(services: MadeUp[], now: () => number): Entry[] {
  const idOf = idsFor()
  return services.map((service) => ({
    id: idOf('', service.name),
    name: service.name,
    driver: { kind: 'demo', name: service.name, group: service.group },
    unit: service.unit,
    manager: service.group === 'containers' ? 'Docker' : 'systemd --user',
    dependsOn: service.dependsOn,
    handle: madeUpHandle(service, now),
  }))
}

function madeUpHandle({ name, group, upForMs, rssBytes, port, failed, log }: MadeUp, now: () => number): Handle {
  const begunAt = now()
  let startedAt = upForMs === null ? null : begunAt - upForMs
  let trouble = failed
  /** When it has ended, and when it is up again, after something was asked of it. */
  let endsAt: number | null = null
  let upAt: number | null = null
  const lines = log.map((text, at) =>
    lineOf(text, (startedAt ?? begunAt - 60_000) + at * 1_300, failed === null ? undefined : 'error'),
  )
  const say = (text: string) => lines.push(lineOf(text, now()))

  function read(): Reading {
    const at = now()
    if (endsAt !== null && at >= endsAt) {
      endsAt = null
      startedAt = null
      say('ended')
    }
    if (upAt !== null && at >= upAt && endsAt === null) {
      startedAt = upAt
      upAt = null
      say('ready')
    }
    const facts = { ...nothingKnown, port }
    if (startedAt !== null) {
      const up = { ...facts, life: `${startedAt}`, startedAt, rssBytes: rssBytes ?? 44 << 20, ready: true }
      return endsAt === null ? { ...up, state: 'running' } : { ...up, state: 'stopping' }
    }
    if (upAt !== null) return { ...facts, state: 'starting', life: `${upAt}`, ready: false }
    return trouble === null ? facts : { ...facts, state: 'failed', reason: trouble }
  }

  const exactOf = (verb: Verb) =>
    group === 'containers' ? `docker ${verb} ${name}` : `systemctl --user ${verb} ${name}.service`

  return {
    limits: usualLimits,
    answers: true,
    read: async () => read(),
    abilities: async ({ state }) => ({
      verbs: (state === 'running' || state === 'stopping' ? (['restart', 'stop'] as const) : (['start'] as const)).map(
        (verb) => ({ verb, exact: exactOf(verb) }),
      ),
      note: 'This is demo data: nothing on this machine is switched.',
    }),
    async ask(permit, verb) {
      permit.check()
      if (verb === 'update') throw new Refusal('bad-input', 'A service of the demo has no update.')
      const at = now()
      trouble = null
      say(`${verb} requested from Wheelhouse`)
      if (verb !== 'start') endsAt = at + stoppingMs
      if (verb !== 'stop') upAt = at + startingMs + (verb === 'restart' ? stoppingMs : 0)
    },
    log: async (count) => lines.slice(-count),
    effectOf: (verb) =>
      verb === 'start'
        ? 'It starts.'
        : verb === 'stop'
          ? 'It ends, and stays so until it is started.'
          : 'It ends and starts again.',
  }
}
