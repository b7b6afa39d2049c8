import { expect, test } from 'bun:test'
import type { Headroom } from '../breaker/headroom.ts'
import type { ShownGauge } from '../breaker/read-breaker.ts'
import { gauge, guard, hour, noon } from '../breaker/testing/worlds.ts'
import { formatHeadroom } from './format-headroom.ts'

const shown = (usedPercent: number | null, rest: Partial<ShownGauge> = {}): ShownGauge => ({
  ...gauge(usedPercent),
  readings: [],
  plan: null,
  saidAt: noon,
  money: null,
  ...rest,
})
const headroom: Headroom = {
  gauges: [
    shown(62, {
      outlook: {
        fullAt: { mid: noon + 1.5 * hour, early: noon + hour, late: null },
        percentAtEnd: 140,
        percentPerHour: 25,
      },
    }),
    shown(null, { subject: 'window:u', name: 'Codex, week', endsAt: null }),
    shown(120, { subject: 'budget:d', name: 'Day', kind: 'budget', money: { spentUsd: 24, limitUsd: 20 } }),
  ],
  jobs: [],
  guards: [guard()],
  trips: [],
  acts: [],
}

test('each window and budget has a line with how it stands and what is done', () => {
  const text = formatHeadroom(headroom, { colour: false, now: noon })
  const lines = text.split('\n').map((line) => line.trim().replace(/\s{2,}/g, ' | '))
  expect(lines).toContain('Claude Code, 5 hours | 62% | full in about 1 h 30 | in 4 h | tell me, hold cron jobs at 80%')
  expect(lines.some((line) => line.startsWith('Codex, week | – | not known just now | – | –'))).toBe(true)
  expect(lines.some((line) => line.startsWith('Day | 120% | over by $4.00'))).toBe(true)
})

test('without any it says so', () => {
  expect(formatHeadroom({ ...headroom, gauges: [] }, { colour: false, now: noon })).toBe(
    'No plan windows and no budgets are known.\n',
  )
})
