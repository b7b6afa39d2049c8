import { measureNames, standingOf } from '../breaker/gauge-words.ts'
import type { Headroom } from '../breaker/headroom.ts'
import type { ShownGauge } from '../breaker/read-breaker.ts'
import { percent, relativeTime } from '../lib/format.ts'
import { drawTable, plainText } from './table.ts'

/** How long plan windows and budgets last, what is done when one runs short, and what is held just now. */
export function formatHeadroom(
  { gauges, guards, trips }: Headroom,
  { colour, width, now }: { colour: boolean; width?: number | undefined; now: number },
): string {
  if (gauges.length === 0) return 'No plan windows and no budgets are known.\n'
  const ruleOf = ({ subject }: ShownGauge) => {
    const guard = guards.find((one) => one.subject === subject)
    return guard && guard.measures.length > 0
      ? `${guard.measures.map((measure) => measureNames[measure].toLowerCase()).join(', ')} at ${percent(guard.atPercent)}`
      : '–'
  }
  const table = drawTable<ShownGauge>(
    [
      { head: 'Plan window or budget', of: ({ name }) => plainText(name, 40) },
      { head: 'Used', of: ({ usedPercent }) => percent(usedPercent), right: true },
      { head: 'How it stands', of: (gauge) => standingOf(gauge, now) },
      { head: 'Resets', of: ({ endsAt }) => relativeTime(endsAt, now), drop: 1 },
      { head: 'What is done when it runs short', of: ruleOf, shrinks: true },
    ],
    gauges,
    { colour, width },
  )
  const held = trips.flatMap(({ jobs }) => Object.values(jobs).filter(({ state }) => state === 'held'))
  return held.length === 0 ? table : `${table}\nHeld now: ${held.map(({ name }) => plainText(name, 60)).join(', ')}\n`
}
