/** What rules did before the demo began, as the breaker keeps it. Times in ms. */
export type PastBreakerAct = {
  tripId: string
  subject: string
  subjectName: string
  kind: 'trip' | 'hold' | 'release' | 'end'
  targetId: string
  target: string
  at: number
  endedAt: number
  outcome: 'done'
  detail: string | null
}

type Told = [hoursAgo: number, kind: PastBreakerAct['kind'], job: string, detail: string | null]

const told: Told[] = [
  [76.2, 'trip', '', '81% used; at this pace full 1 h 10 before it resets'],
  [76.2, 'hold', 'memory-curation', null],
  [76.2, 'hold', 'parquet-compact', null],
  [73.5, 'end', '', 'the window has opened'],
  [73.5, 'release', 'memory-curation', null],
  [73.5, 'release', 'parquet-compact', null],
]

/** A rule that held two jobs three days ago, until the window opened. */
export const pastBreakerActs = (now: number): PastBreakerAct[] =>
  told.map(([hoursAgo, kind, target, detail]) => {
    const at = now - hoursAgo * 3_600_000
    const subject = 'window:claude-code:five_hour'
    return {
      tripId: `${subject}@past`,
      subject,
      subjectName: 'Claude Code, 5 hours',
      kind,
      targetId: target && `openclaw:${target}`,
      target,
      at,
      endedAt: at,
      outcome: 'done',
      detail,
    }
  })
