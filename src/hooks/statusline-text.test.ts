import { expect, test } from 'bun:test'
import { statuslineText } from './statusline-text.ts'

const now = Date.parse('2026-11-29T12:00:00Z')
const whole = {
  model: { id: 'claude-opus-4-5', display_name: 'Opus 4.5' },
  cost: { total_cost_usd: 0.4231 },
  context_window: { used_percentage: 38.4 },
  rate_limits: {
    five_hour: { used_percentage: 42, resets_at: now / 1_000 + 3_600 },
    seven_day: { used_percentage: 91.5, resets_at: now / 1_000 + 2 * 86_400 },
  },
}

test('a status line names the model, what it cost, the context and the windows; a full one says when it resets', () => {
  expect(statuslineText(whole, now)).toBe('Opus 4.5 · $0.42 · context 38% · 5 h 42% · week 92%, resets in 2 d')
})

test('what is not stated is left out', () => {
  const { rate_limits, context_window, ...rest } = whole
  expect(statuslineText(rest, now)).toBe('Opus 4.5 · $0.42')
  expect(statuslineText({}, now)).toBe('Wheelhouse')
})

test('hostile values do no harm in a terminal', () => {
  const hostile = {
    model: { display_name: `\u001b[31mred\u001b]0;title\u0007\n${'x'.repeat(500)}` },
    cost: { total_cost_usd: '5' },
    context_window: [1],
    rate_limits: { five_hour: { used_percentage: -1 }, seven_day: { used_percentage: 99, resets_at: 1e300 } },
  }
  expect(statuslineText(hostile, now)).toMatch(/^red x{1,60} · week 99%$/)
})
