import type { SessionState } from '../../src/sessions/state.ts'

/** Whose state is meant: that of the session, or that of the one it has sent. */
export type Who = 'main' | 'child'

/** What was true of a session from one time (ms) to another, and which states say so. */
export type Label = { runtime: string; moment: string; who: Who; expected: SessionState[]; from: number; until: number }

/** A label that has not ended. */
export type OpenLabel = Omit<Label, 'until'>

/** What the program said of them at a time (ms); undefined where it did not know the session yet. */
export type Sample = { runtime: string; at: number } & Record<
  Who,
  { state: SessionState; reason: string | null; witness: string } | undefined
>

export type Timeline = ReturnType<typeof createTimeline>

/** What is told to whoever plays the moments of a runtime. */
export type Show = {
  /** Has a folder of its own, with a home in it that the program looks at. */
  folder: string
  timeline: Timeline
  /** From now on only sessions that are new are meant. */
  next(): Promise<void>
  /** Ends the program that looks, does something, and starts it again. */
  whileBlind(act: () => Promise<void>): Promise<void>
}

/** Writes down what is true while it happens. */
export function createTimeline(runtime: string) {
  const labels: Label[] = []
  const open = new Map<Who, OpenLabel>()

  function end(who: Who, at = Date.now()) {
    const label = open.get(who)
    if (label) labels.push({ ...label, until: at })
    open.delete(who)
  }

  return {
    labels,
    /** What is true now. */
    current: () => [...open.values()],
    end,
    begin(moment: string, expected: SessionState[], at = Date.now(), who: Who = 'main') {
      end(who, at)
      open.set(who, { runtime, moment, who, expected, from: at })
    },
  }
}

/** How one label was met. */
export type Result = Label & {
  /** The state was reached in time and still said at the end. */
  right: boolean
  rightMs: number
  /** Until it was said first, in ms; null where it never was. */
  delayMs: number | null
  /** What was said at the end. */
  said: string
}

/** A state has to be said within this time. */
const withinMs = 2_000

/** Compares what was said with what was true; `samples` are in their order. */
export function compare(labels: readonly Label[], samples: readonly Sample[]): Result[] {
  return labels.map((label) => {
    const during = samples.filter(
      ({ runtime, at }) => runtime === label.runtime && at >= label.from && at < label.until,
    )
    const isRight = (sample: Sample) => {
      const said = sample[label.who]
      return said !== undefined && label.expected.includes(said.state)
    }
    let rightMs = 0
    let before = label.from
    for (const sample of during) {
      if (isRight(sample)) rightMs += sample.at - before
      before = sample.at
    }
    const first = during.find(isRight)
    const last = during.at(-1)
    const delayMs = first ? first.at - label.from : null
    const said = last?.[label.who]
    return {
      ...label,
      until: before,
      right: last !== undefined && isRight(last) && delayMs !== null && delayMs <= withinMs,
      rightMs,
      delayMs,
      said: said ? `${said.state}${said.reason ? ` (${said.reason})` : ''} by ${said.witness}` : 'nothing',
    }
  })
}

/** The sums of some results: kinds right of kinds tried, share of the time, and the delay that 95 % keep. */
export function sumOf(results: readonly Result[]) {
  const delays = results
    .flatMap(({ right, delayMs }) => (right && delayMs !== null ? [delayMs] : []))
    .sort((a, b) => a - b)
  const totalMs = results.reduce((sum, { from, until }) => sum + until - from, 0)
  return {
    right: results.filter(({ right }) => right).length,
    tried: results.length,
    share: totalMs === 0 ? 0 : results.reduce((sum, { rightMs }) => sum + rightMs, 0) / totalMs,
    p95Ms: delays[Math.min(delays.length - 1, Math.floor(delays.length * 0.95))] ?? null,
  }
}
