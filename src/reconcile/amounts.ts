import type { StatedFigure } from '../facts/stated-figure.ts'

/** What a witness states that a session spent at a time (ms), in US dollars. */
export type StatedAmount = {
  witness: StatedFigure['witness']
  runtime: StatedFigure['runtime']
  sessionKey: string
  at: number
  usd: number
  note: string
}

/** A reading this far below the highest belongs to something else, where the counter returns to its height afterwards. */
const dipShare = 0.5

/**
 * The amounts that figures (by time) come to. An amount is one; of a counter each reading is the difference with the one
 * before. A counter belongs to a process: it goes on where the process changes to another session, begins anew where it
 * falls, and goes on at its height where another process continues the session with what was spent before.
 */
export function amountsOf(figures: readonly StatedFigure[]): StatedAmount[] {
  const counters = new Map<string, { usd: number; highest: number; sinceFall: StatedAmount[] }>()
  const sessions = new Map<string, number>()
  return figures.flatMap((figure) => {
    const { usd, counter, sessionKey, witness, runtime, at, note } = figure
    if (usd === null) return []
    const amount: StatedAmount = { witness, runtime, sessionKey, at, usd, note }
    if (counter === '') return amount
    const session = `${witness} ${sessionKey}`
    const known = counters.get(`${witness} ${counter}`)
    const continued = sessions.get(session) ?? 0
    sessions.set(session, usd)
    if (!known) {
      counters.set(`${witness} ${counter}`, { usd, highest: usd, sinceFall: [] })
      amount.usd = usd >= continued ? usd - continued : usd
      return amount
    }
    const { highest, sinceFall } = known
    if (usd < known.usd) sinceFall.push(amount)
    else if (sinceFall.length > 0 && usd >= highest && known.usd < highest * dipShare) {
      // Something else was shown in between: it is in this reading as well, if it is of this counter at all.
      for (const one of sinceFall.splice(0)) one.usd = 0
      amount.usd = usd - highest
    } else {
      amount.usd = usd - known.usd
      if (sinceFall.length > 0) sinceFall.push(amount)
    }
    known.usd = usd
    known.highest = Math.max(highest, usd)
    return amount
  })
}
