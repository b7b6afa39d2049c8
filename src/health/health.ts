import type { GatewayReading } from '../facts/gateway.ts'
import type { MachineFacts, MachineReading } from '../facts/machine.ts'
import { createDiskTrend } from './disk-trend.ts'
import type { HealthEvent } from './events.ts'
import { createHistory, historyMs, slotMs } from './history.ts'
import { valuesOf, type Work } from './kept-measures.ts'
import { measureNames } from './measure.ts'
import type { MeasuresOverTime, Sample } from './measure-messages.ts'
import type { HealthNow, Reading } from './reading.ts'
import { type Drawn, drawn, minuteMs, minutes, type Recent, rounded } from './recent.ts'

export type Health = ReturnType<typeof createHealth>

export type Tick = { wallMs: number; steadyMs: number; everyMs: number; lateMs: number | null }

/** Readings before the first one, made up from it, by the ids of measures; `until` and `at` in ms. */
type HealthPast = (
  first: Sample['values'],
  until: number,
) => Iterable<{ at: number; everyMs: number; values: [id: string, value: number][] }>

type Deps = {
  sample: (tick: Tick) => Promise<MachineReading>
  facts: MachineFacts
  /** The number of connected pages and scripts. */
  audience: () => number
  gateway?: () => GatewayReading | null
  /** Tokens per minute of all agents at each of these moments (ms); null while unknown. */
  tokensPerMinute: (moments: number[]) => Promise<(number | null)[]>
  /** What agents do and spend at a moment (ms); null while unknown. */
  work?: (at: number) => Promise<Work | null>
  /** Keeps a reading for longer than this hour. */
  keep?: (sample: Sample, isPast?: boolean) => unknown
  publish: (event: HealthEvent) => unknown
  now: () => number
  /** A monotonic clock in ms. */
  steady: () => number
  /** What the lines of the first page begin with; without it they begin empty. */
  past?: HealthPast | undefined
  onError: (error: unknown) => void
}

/** The tick while somebody is connected, and while nobody is. */
const busyTickMs = 2_000
const idleTickMs = slotMs

/**
 * Takes readings of the machine, the gateway and this process, publishes them, and keeps an hour of them: every two
 * seconds while anybody is connected, otherwise just often enough for an hour without gaps.
 */
export function createHealth(needed: Deps) {
  const { sample, facts, audience, gateway, tokensPerMinute, work, keep, publish, now, steady, past, onError } = needed
  const memory = createHistory()
  const diskTrend = createDiskTrend()
  let latest: Reading | null = null
  /** All measures of the latest reading. */
  let latestValues: Sample['values'] = []
  let readAtMs = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStarted = false
  let stopped = false
  /** The time of the first reading. */
  let firstAt: number | undefined

  const everyMs = () => (audience() > 0 ? busyTickMs : idleTickMs)

  /** The wait until the middle of the next slot by the wall clock, so that timer drift never skips a slot. */
  const untilNextMs = () => everyMs() - ((now() + everyMs() / 2) % everyMs())

  function wait() {
    clearTimeout(timer)
    if (stopped) return
    const waitMs = untilNextMs()
    const dueMs = steady() + waitMs
    timer = setTimeout(() => {
      const lateMs = Math.max(0, steady() - dueMs)
      void tick(lateMs).catch(onError).finally(wait)
    }, waitMs)
    timer.unref?.()
  }

  async function tick(lateMs: number | null) {
    const sinceMs = steady() - readAtMs
    if (sinceMs < everyMs() / 2) return
    readAtMs = steady()
    const paceMs = everyMs()
    const machine = await sample({ wallMs: now(), steadyMs: readAtMs, everyMs: paceMs, lateMs })
    const [[tokens = null], working = null] = await Promise.all([tokensPerMinute([machine.at]), work?.(machine.at)])
    if (stopped) return
    latest = {
      at: machine.at,
      machine,
      gateway: gateway?.() ?? null,
      tokensPerMinute: tokens,
      diskFull: diskTrend(machine.at, machine.disks),
    }
    memory.keep(latest)
    firstAt ??= latest.at
    latestValues = valuesOf(latest, working)
    keep?.({ at: latest.at, steadyMs: readAtMs, everyMs: paceMs, values: latestValues })
    publish({ kind: 'health.read', reading: latest })
  }

  function fillIn(past: HealthPast, first: Reading) {
    for (const { at, everyMs, values } of past(valuesOf(first, null), first.at)) {
      const then = new Map(values)
      for (const name of drawn) memory.fillIn(name, at, then.get(keptAs(name)) ?? null)
      keep?.({ at, steadyMs: readAtMs - (first.at - at), everyMs, values }, true)
    }
  }

  return {
    /** Starts reading; resolves with the first reading taken. */
    async start() {
      await tick(null).catch(onError)
      if (past && latest) fillIn(past, latest)
      isStarted = true
      wait()
    },

    /** Whoever looks sees the next reading after two seconds at most. */
    listenersChanged() {
      if (isStarted) wait()
    },

    stop() {
      stopped = true
      clearTimeout(timer)
    },
    now: (): HealthNow => ({ facts, reading: latest, measures: measureNames }),
    latest: () => latest,
    latestValues: () => latestValues,

    /** Fills in the tokens per minute of the last hour, once the sources have been read. */
    async remember() {
      const at = now()
      const isKnown = memory
        .series('tokens.perMinute', { since: at - historyMs, until: at, points: minutes })
        .values.map((value) => value !== null)
      const unknown = [...isKnown.entries()].flatMap(([index, known]) => {
        const then = (Math.floor((at - historyMs) / minuteMs) + index) * minuteMs + minuteMs / 2
        return !known && then < at ? [then] : []
      })
      const tokens = await tokensPerMinute(unknown)
      for (const [index, then] of unknown.entries()) memory.fillIn('tokens.perMinute', then, tokens[index] ?? null)
    },

    /** The last hour by the minute, for the first page. */
    recent(): Recent {
      const minute = Math.floor(now() / minuteMs)
      const range = { since: (minute - minutes + 1) * minuteMs, until: (minute + 1) * minuteMs, points: minutes }
      const valuesOf = (name: Drawn) =>
        memory.series(name, range).values.map((value) => (value === null ? null : rounded(value)))
      return { minute, values: Object.fromEntries(drawn.map((name) => [name, valuesOf(name)])) as Recent['values'] }
    },

    /** Fills in what was read in the last hour before this program began. */
    recall({ stepMs, at, measures }: MeasuresOverTime) {
      for (const name of drawn) {
        const known = measures.find(({ id }) => id === keptAs(name))
        if (!known) continue
        for (const [place, value] of known.mean.entries())
          if (at[place]! + stepMs <= (firstAt ?? 0)) memory.fillIn(name, at[place]! + stepMs / 2, value)
      }
    },

    /** What `recall` wants to know. */
    forgotten: () => ({ ids: drawn.map(keptAs), since: now() - historyMs, until: now(), points: historyMs / slotMs }),
  }
}

/** The id under which a measure of the first page is kept. */
const keptAs = (name: Drawn) => (name === 'gpu.percent' ? 'gpu.percent:0' : name)
