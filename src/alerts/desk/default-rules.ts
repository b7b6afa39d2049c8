import type { ConditionName, Rule, Scope, Severity, When } from '../rule.ts'

const minute = 60_000
const halfHour = 30 * minute
const mebibyte = 2 ** 20

const rule = (id: string, severity: Severity, when: When, rest: Partial<Rule> = {}): Rule => ({
  id: `default.${id}`,
  name: null,
  isOn: true,
  severity,
  againMs: halfHour,
  when,
  ...rest,
})

const above = (
  measure: string,
  value: number,
  forMs: number,
  rest: { severeValue?: number; clear?: number } = {},
): When => ({
  kind: 'level',
  measure,
  side: 'above',
  value,
  severeValue: null,
  clear: null,
  forMs,
  ...rest,
})

const condition = (of: ConditionName, limit: number, severeLimit: number | null = null, scope: Scope = {}): When => ({
  kind: 'condition',
  of,
  limit,
  severeLimit,
  scope,
})

/** The rules that everybody has from the start. Each can be changed, switched off and set back to this. */
export const defaultRules: readonly Rule[] = [
  // What needs a person.
  rule('waiting', 'warn', condition('waiting', 10 * minute, 60 * minute)),
  rule('stalled', 'warn', condition('stalled', 15 * minute)),
  rule('context', 'warn', condition('context-full', 80, 95)),
  // Jobs.
  rule('cron-failed', 'warn', condition('cron-failed', 1, 3)),
  rule('cron-missed', 'warn', condition('cron-missed', 10 * minute)),
  // Money.
  rule('cost-today', 'warn', condition('cost-today', 20, 50)),
  rule('budget', 'warn', condition('budget', 100)),
  rule('burn', 'warn', { kind: 'unusual', measure: 'usd.perMinute', times: 3, atLeast: 0.05, forMs: 10 * minute }),
  rule('burning', 'info', condition('burning', 1)),
  // The gateway.
  rule('gateway-down', 'severe', condition('gateway-down', minute / 2)),
  rule('gateway-unready', 'warn', condition('gateway-unready', minute)),
  rule('gateway-memory', 'warn', above('gateway.rss.bytes', 640 * mebibyte, 5 * minute, { clear: 600 * mebibyte })),
  rule('gateway-silent', 'info', { kind: 'absent', measure: 'gateway.rss.bytes', forMs: 5 * minute }),
  // The machine.
  rule('cpu', 'warn', above('cpu.percent', 95, 15 * minute, { clear: 85 })),
  rule('memory', 'warn', above('memory.percent', 90, 5 * minute, { severeValue: 97, clear: 85 })),
  rule('swap', 'info', above('swap.percent', 80, 10 * minute, { clear: 70 })),
  rule('disk', 'warn', above('disk.percent:*', 90, minute, { severeValue: 96, clear: 88 })),
  rule('disk-filling', 'warn', condition('disk-filling', 7, 1)),
  rule('hot', 'warn', above('temperature.celsius', 90, 5 * minute, { clear: 85 })),
  rule('gpu-hot', 'warn', above('gpu.celsius:*', 84, 5 * minute, { clear: 80 }), { isOn: false }),
]
