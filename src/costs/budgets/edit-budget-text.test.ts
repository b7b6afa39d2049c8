import { expect, test } from 'bun:test'
import { Refusal } from '../../lib/refusal.ts'
import { type BudgetDraft, dailyBudgetName, withBudget, withoutBudget } from './edit-budget-text.ts'

const file = `# what is mine
host = "127.0.0.1"   # only here

# money
[budget]
day_usd = 25 # a day

[prices."my-model"] # own
input = 1.5
output = 2

# the crew
[[budgets]]
name = "Crew"  # all of them
per = "month"
usd = 400
warn = [
  0.5, # half
  0.8,
]

# the writers
[[budgets]]
name = 'Docs'
per = "day"
usd = 5
agent = "openclaw:quill"

# the end
[limits]
claude_block_usd = 100
`

const draft = (change: Partial<BudgetDraft> = {}): BudgetDraft => ({
  name: 'Crew',
  per: 'month',
  usd: 400,
  filter: {},
  ...change,
})

/** The lines that went and came, with `-` and `+` before them. */
function changed(before: string, after: string) {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < old.length && old[head] === now[head]) head++
  let tail = 0
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  return [
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...now.slice(head, now.length - tail).map((line) => `+${line}`),
  ]
}

test('an amount changes in its place, with its comment and its spaces', () => {
  expect(changed(file, withBudget(file, 'Crew', draft({ usd: 512.5 })))).toEqual(['-usd = 400', '+usd = 512.5'])
  const daily = draft({ name: dailyBudgetName, per: 'day', usd: 30 })
  expect(changed(file, withBudget(file, dailyBudgetName, daily))).toEqual([
    '-day_usd = 25 # a day',
    '+day_usd = 30 # a day',
  ])
})

test('a name, a period and what it is about change, and what the page does not set stays', () => {
  const renamed = withBudget(file, 'Docs', draft({ name: 'A "quoted" # name', usd: 5, filter: { runtime: 'codex' } }))
  expect(Bun.TOML.parse(renamed)).toMatchObject({
    budgets: [
      { name: 'Crew', warn: [0.5, 0.8] },
      { name: 'A "quoted" # name', per: 'month', usd: 5, runtime: 'codex' },
    ],
  })
  expect(renamed).not.toContain('openclaw:quill')
  expect(renamed).toContain('# the writers\n[[budgets]]')
})

test('a new one stands behind the last, before the comment of what follows', () => {
  expect(changed(file, withBudget(file, null, draft({ name: 'New', usd: 3 })))).toEqual([
    '+[[budgets]]',
    '+name = "New"',
    '+per = "month"',
    '+usd = 3',
    '+',
  ])
})

test('one that is removed takes its own lines along and no comment of others', () => {
  const left = withoutBudget(file, 'Crew')
  expect(left).toContain('# the crew')
  expect(left).toContain('# the writers\n[[budgets]]')
  expect(withoutBudget(file, 'Docs')).toContain('# the end\n[limits]')
  expect(changed(file, withoutBudget(file, dailyBudgetName))).toEqual(['-day_usd = 25 # a day'])
})

test('a file that is missing, or ends without a line feed, gets a section', () => {
  const daily = draft({ name: dailyBudgetName, per: 'day', usd: 3 })
  expect(withBudget('', null, daily)).toBe('[budget]\nday_usd = 3\n')
  expect(withBudget('port = 1', null, daily)).toBe('port = 1\n\n[budget]\nday_usd = 3\n')
  expect(withBudget('port = 1\r\n', null, draft())).toBe(
    'port = 1\r\n\r\n[[budgets]]\r\nname = "Crew"\r\nper = "month"\r\nusd = 400\r\n',
  )
})

test('what was removed and set again says the same', () => {
  const docs = draft({ name: 'Docs', per: 'day', usd: 5, filter: { agent: 'openclaw:quill' } })
  expect(Bun.TOML.parse(withBudget(withoutBudget(file, 'Docs'), null, docs))).toEqual(Bun.TOML.parse(file))
})

test.each([
  ['a file that is no TOML', 'budget = = 3\n', 'it is not valid TOML'],
  ['an inline list', 'budgets = [{ name = "Crew", per = "month", usd = 1 }]\n', 'cannot be edited here without a loss'],
  ['a dotted key', 'budget.day_usd = 3\n', 'cannot be edited here without a loss'],
  ['a section in a text', 'name = """\n[budget]\nday_usd = 1\n"""\n', 'cannot be edited here without a loss'],
])('%s stays as it is, and the reason is said', (_, text, reason) => {
  const set = () =>
    text.includes('Crew')
      ? withBudget(text, 'Crew', draft({ usd: 2 }))
      : withBudget(text, null, draft({ name: dailyBudgetName, per: 'day', usd: 2 }))
  expect(set).toThrow(reason)
})

test('what cannot be meant is refused', () => {
  const refusal = (act: () => string) => {
    try {
      return act()
    } catch (error) {
      return error instanceof Refusal ? error.code : error
    }
  }
  expect([
    refusal(() => withBudget(file, null, draft())),
    refusal(() => withBudget(file, 'Gone', draft({ name: 'Other' }))),
    refusal(() => withBudget(file, 'Docs', draft({ name: 'Crew' }))),
    refusal(() => withBudget(file, dailyBudgetName, draft({ name: 'Other' }))),
    refusal(() => withBudget(file, null, draft({ name: dailyBudgetName, per: 'month' }))),
    refusal(() => withoutBudget(file, 'Gone')),
  ]).toEqual(['conflict', 'not-found', 'conflict', 'bad-input', 'bad-input', 'not-found'])
})

test('whatever is set and removed in whatever order, every comment stays', () => {
  const comments = (text: string) => [...text.matchAll(/# .*/g)].map(([comment]) => comment)
  let random = 7
  const next = (most: number) => {
    random = (random * 48_271) % 2_147_483_647
    return random % most
  }
  for (let run = 0; run < 40; run++) {
    let text = next(2) ? file : file.replaceAll('\n', '\r\n')
    const names: string[] = []
    for (let step = 0; step < 12; step++) {
      const name = names[next(names.length + 1)]
      if (name === undefined) {
        const fresh = `n${run}-${step}`
        text = withBudget(text, null, draft({ name: fresh, usd: 1 + next(900) / 100, per: next(2) ? 'day' : 'month' }))
        names.push(fresh)
      } else if (next(2))
        text = withBudget(text, name, draft({ name, usd: 1 + next(900), filter: { model: `m${next(3)}` } }))
      else {
        text = withoutBudget(text, name)
        names.splice(names.indexOf(name), 1)
      }
    }
    expect(comments(text)).toEqual(comments(file))
    const { budgets } = Bun.TOML.parse(text) as { budgets: { name: string }[] }
    expect(budgets.map(({ name }) => name)).toEqual(['Crew', 'Docs', ...names])
  }
})
