import { expect, test } from 'bun:test'
import { claudeCode } from './claude-code.ts'
import { answerLine, now } from './testing/home.ts'

test('whatever stands in a line, taking it is a value', () => {
  const random = generator(11)
  const odd = [undefined, null, 0, -1, 1e300, '', 'x', '\0', '../..', [], [null], [[]], {}, { type: 'text' }, true]
  const pick = <T>(values: T[]) => values[Math.floor(random() * values.length)]!
  const { begin, take, conclude } = claudeCode({ folders: ['/f'], now })
  const spoil = (value: unknown, depth: number): unknown => {
    if (random() < 0.08) return pick(odd)
    if (typeof value !== 'object' || value === null || depth > 6) return value
    if (Array.isArray(value)) return value.map((one) => spoil(one, depth + 1))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoil(one, depth + 1)]))
  }
  const lines = [
    answerLine({ gitBranch: 'main', costUSD: 1, forkedFrom: { sessionId: 's' } }),
    answerLine({ message: { content: [{ type: 'tool_use', id: 't', name: 'Bash' }], stop_reason: 'tool_use' } }),
    { type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't' }] }, cwd: '/home' },
    { type: 'user', message: { content: [{ type: 'text', text: 'Ahoy' }] }, timestamp: '2026-11-21T16:00:00Z' },
    { type: 'custom-title', customTitle: 'x' },
    { type: 'summary', summary: 'x' },
    { type: 'system', subtype: 'turn_duration' },
  ]
  for (const inside of ['-b/a.jsonl', 'a.jsonl', 'subagents/.jsonl', '-b/s/subagents/agent-1.jsonl']) {
    const place = { path: `/f/${inside}`, root: '/f', inside }
    const state = begin(place)
    for (let round = 0; round < 3_000; round++) {
      const line = spoil(pick<object>(lines), 0)
      if (typeof line !== 'object' || line === null || Array.isArray(line)) continue
      const taken = take(line as Record<string, unknown>, state, place, 0)
      for (const fact of 'facts' in taken ? [...taken.facts, ...conclude(state, place)] : [])
        for (const [field, value] of Object.entries(fact))
          if (field !== 'tokens') expect(value === null || typeof value !== 'object').toBeTrue()
    }
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  }
})

/** A row of numbers that is the same each time. */
function generator(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
