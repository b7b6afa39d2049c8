import type { Finding } from '../facts/source.ts'
import { Refusal } from '../lib/refusal.ts'
import { measureOf, nameOfMeasure } from './kept-measures.ts'
import type { KeptMeasure, MeasuresOverTime, Sample, SeriesAsked } from './measure-messages.ts'

export type Measures = ReturnType<typeof createMeasures>

/** What the thread that keeps measures answers (`indexing/logs-thread.ts`). */
export type MeasureMethods = {
  takeReadings(samples: Sample[]): Finding[]
  measureSeries(asked: SeriesAsked): MeasuresOverTime
  keptMeasures(_: undefined): { id: string; since: number; until: number }[]
}

type Deps = {
  /** Asks the thread; rejects with a Refusal while there is none. */
  ask: <Name extends keyof MeasureMethods>(
    method: Name,
    input: Parameters<MeasureMethods[Name]>[0],
  ) => Promise<ReturnType<MeasureMethods[Name]>>
  /** What was before the first reading, the oldest first, which only the demo has; the thread is told it before that. */
  past?: ((first: Sample) => Iterable<Sample>) | undefined
  /** Called once the thread has taken the first reading. */
  begun?: () => void
  now: () => number
}

/** So many readings wait for the thread; beyond them the oldest are a gap. */
const maxWaiting = 360
/** Of the past the thread is told so many at a time, and rests in between: others ask it as well. */
const pastAtOnce = 100
const pastPauseMs = 15
/** At the start the thread is asked again so soon. */
const againMs = 1_000
const dayMs = 24 * 3_600_000
const farthestMs = 4 * 365 * dayMs

/** The measures as the rest of the program sees them: a thread keeps them (`keeper/`), and answers. */
export function createMeasures({ ask, past, begun = () => {}, now }: Deps) {
  let waiting: Sample[] = []
  let isSending = false
  let hasBegun = false
  let findings: Finding[] = []
  let again: Timer | undefined
  let isStopped = false
  let pastLeft: Iterator<Sample> | undefined
  /** What the thread is told of the past next. */
  let told: Sample[] = []

  async function tellPast(first: Sample) {
    pastLeft ??= past?.(first)[Symbol.iterator]()
    while (pastLeft && !isStopped) {
      while (told.length < pastAtOnce) {
        const { done, value } = pastLeft.next()
        if (done) break
        told.push(value)
      }
      if (told.length === 0) return
      await ask('takeReadings', told)
      told = []
      await Bun.sleep(pastPauseMs)
    }
  }

  async function send() {
    if (isSending) return
    isSending = true
    clearTimeout(again)
    const sent = waiting
    waiting = []
    try {
      if (!hasBegun && sent[0]) await tellPast(sent[0])
      findings = await ask('takeReadings', sent)
      if (!hasBegun) begun()
      hasBegun = true
    } catch (error) {
      waiting = [...sent, ...waiting].slice(-maxWaiting)
      // At the start there is no thread yet.
      if (!hasBegun) {
        again = setTimeout(send, againMs)
        again.unref()
      } else
        findings = [
          {
            level: 'error',
            code: 'measures',
            message: `Measures are not kept: ${(error as Error).message}`,
            fix: null,
          },
        ]
    } finally {
      isSending = false
    }
  }

  return {
    /** Takes a reading; it waits where nobody can keep it yet. */
    keep(sample: Sample): Promise<void> {
      waiting.push(sample)
      return send()
    },

    findings: (): Finding[] => findings,

    stop() {
      isStopped = true
      clearTimeout(again)
    },

    /** What is kept, in the order in which it was first read. */
    async list(): Promise<KeptMeasure[]> {
      return (await ask('keptMeasures', undefined)).flatMap(({ id, ...span }) => {
        const measure = measureOf(id)
        if (!measure) return []
        const { unit, kind } = measure
        return { id, name: nameOfMeasure(id), unit, kind, ...span }
      })
    },

    /** Some measures over a range, in at most about so many steps. */
    async series(asked: {
      ids: string[]
      since?: number | undefined
      until?: number | undefined
      points: number
    }): Promise<MeasuresOverTime> {
      const unknown = asked.ids.find((id) => !measureOf(id))
      if (unknown !== undefined)
        throw new Refusal('bad-input', `There is no measure “${unknown}”. \`/api/health/measures\` lists what is kept.`)
      const until = asked.until ?? now()
      const since = asked.since ?? until - 3_600_000
      if (since >= until) throw new Refusal('bad-input', 'since must be before until, both in ms since the epoch.')
      if (until - since > farthestMs) throw new Refusal('bad-input', 'The range may be at most four years.')
      return ask('measureSeries', { ids: [...new Set(asked.ids)], since, until, points: asked.points, now: now() })
    },
  }
}
