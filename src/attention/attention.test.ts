import { expect, test } from 'bun:test'
import { chmodSync } from 'node:fs'
import { Refusal } from '../lib/refusal.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { openStore, type Store } from '../store/store.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createAttention } from './attention.ts'
import type { Need } from './need.ts'

const min = 60_000
const hour = 60 * min
const you = { name: 'you', id: 'sign-in:a' }

const need = (id: string, rest: Partial<Need> = {}): Need => ({
  id,
  kind: 'failed',
  score: 90,
  agentId: 'openclaw:main',
  title: id,
  reason: 'no credit',
  percent: null,
  since: 1_000,
  until: null,
  ...rest,
})

/** Over a real database. `now` is the clock; `see` is what needs somebody now. */
function start(store: Store = storeInMemory('wheelhouse')) {
  const clock = { at: Date.UTC(2026, 10, 20, 12) }
  const heard: string[] = []
  const errors: unknown[] = []
  let changes = 0
  const jobs = new Map<string, { enabled: boolean; present: boolean }>()
  const attention = createAttention({
    store,
    now: () => clock.at,
    timezone: 'UTC',
    publish: ({ kind }) => heard.push(kind),
    changed: () => void changes++,
    jobsByIds: (ids) => ids.map((id) => ({ id, enabled: true, present: true, ...jobs.get(id) })),
    onError: (error) => errors.push(error),
  })
  const open = (...needs: Need[]) =>
    attention
      .items(needs)
      .map(({ id }) => id)
      .join(' ')
  return {
    attention,
    clock,
    heard,
    errors,
    jobs,
    store,
    changes: () => changes,
    open,
    see(...needs: Need[]) {
      attention.observe(needs)
      return open(...needs)
    },
    keyOf: (one: Need) => attention.items([one])[0]!.key,
    past: (since = 0) =>
      attention
        .pastSince(since)
        .map(({ id, aside, settledHow }) => [id, aside?.how, settledHow].filter(Boolean).join(' '))
        .sort(),
  }
}

const refusalOf = (act: () => unknown) => {
  try {
    act()
    return 'it was done'
  } catch (error) {
    return error instanceof Refusal ? error.code : `no refusal: ${error}`
  }
}

test('what is dismissed leaves, and stays away while it is the same, also after a restart', () => {
  const { attention, see, open, keyOf, store, changes } = start()
  expect(see(need('a'), need('b'))).toBe('a b')
  attention.dismiss(keyOf(need('a')), you)
  expect(changes()).toBe(1)
  expect(open(need('a'), need('b'))).toBe('b')
  expect(see(need('a', { title: 'Another title' }), need('b'))).toBe('b')
  const again = start(store)
  expect(again.open(need('a'), need('b'))).toBe('b')
  expect(again.see(need('a'), need('b'))).toBe('b')
})

test('a new failure, another reason and a later run come back', () => {
  for (const [what, before, after] of [
    ['a failure an hour later', need('a'), need('a', { since: 1_000 + hour })],
    ['another reason', need('a'), need('a', { reason: 'overloaded' })],
    ['another question', need('a', { kind: 'waiting' }), need('a', { kind: 'waiting', reason: 'Edit' })],
    ['a later run', need('j', { kind: 'cron-failed' }), need('j', { kind: 'cron-failed', since: 1_001 })],
    ['another kind', need('a', { kind: 'waiting' }), need('a')],
    [
      'the next day',
      need('budget:b', { kind: 'budget-passed' }),
      need('budget:b', { kind: 'budget-passed', since: 2_000 }),
    ],
  ] as const) {
    const { attention, see, keyOf } = start()
    see(before)
    const key = keyOf(before)
    attention.dismiss(key, you)
    expect([what, see(before)]).toEqual([what, ''])
    expect([what, see(after)]).toEqual([what, after.id])
    expect([what, keyOf(after) === key]).toEqual([what, false])
  }
})

test('what goes on and fails again in the same way is new, even where it was dismissed a minute ago', () => {
  const { attention, see, keyOf, clock } = start()
  see(need('a', { since: clock.at }))
  attention.dismiss(keyOf(need('a', { since: clock.at })), you)
  see()
  clock.at += 2 * min
  expect(see(need('a', { since: clock.at }))).toBe('a')
})

test('what was out of sight for a moment and is as it was stays dismissed', () => {
  const { attention, see, keyOf } = start()
  const waits = need('a', { kind: 'waiting' })
  see(waits)
  attention.dismiss(keyOf(waits), you)
  see()
  expect(see(waits)).toBe('')
})

test('a snooze ends by itself, and has everybody look again', async () => {
  const { attention, see, keyOf, clock } = start()
  see(need('a'))
  const { aside } = attention.snooze(keyOf(need('a')), 'hour', you)
  expect(aside?.until).toBe(clock.at + hour)
  expect(see(need('a'))).toBe('')
  clock.at += hour
  expect(see(need('a'))).toBe('a')
  expect(attention.pastSince(0)).toEqual([])
})

test('a snooze until it changes ends with the change, and not before', () => {
  const { attention, see, keyOf, clock } = start()
  const fills = (percent: number) => need('a', { kind: 'context-filling', reason: null, since: null, percent })
  see(fills(81))
  attention.snooze(keyOf(fills(81)), 'change', you)
  clock.at += 90 * 24 * hour
  expect(see(fills(84))).toBe('')
  expect(see(fills(85))).toBe('a')
  expect(see(fills(84))).toBe('a')
})

test('a kind that is ignored for an agent is hidden from then on, counted, and shown again on request', () => {
  const { attention, see, keyOf, open } = start()
  const others = [need('other agent', { agentId: 'openclaw:ops' }), need('other kind', { kind: 'stalled' })]
  see(need('a'), need('b'), ...others)
  attention.ignore(keyOf(need('a')), you)
  expect(open(need('a'), need('b'), ...others)).toBe('other agent other kind')
  see(need('a'), need('b'), need('c'), ...others)
  expect(attention.rules()).toMatchObject([{ kind: 'failed', subject: 'openclaw:main', hidden: 3, by: 'you' }])
  attention.showAgain({ kind: 'failed', subject: 'openclaw:main' })
  expect(open(need('a'), need('b'), need('c'))).toBe('a b c')
  expect(attention.rules()).toEqual([])
})

test('a rule alone says what is ignored: what settled under it is shown when it ends, what settled before it is not', () => {
  const { attention, see, keyOf, clock } = start()
  const [a, b] = [need('a', { since: clock.at }), need('b', { since: clock.at })]
  see(a, b)
  clock.at += 10_000
  see(b)
  const { kind, subject } = attention.ignore(keyOf(b), you)
  expect(see(a, b)).toBe('')
  see()
  attention.showAgain({ kind, subject })
  expect(see(a, b)).toBe('a b')
  expect(attention.pastSince(0)).toEqual([])
})

test('a job is ignored by itself, not with the other jobs of its agent', () => {
  const { attention, see, keyOf, open } = start()
  const job = (id: string) => need(id, { kind: 'cron-failed' })
  see(job('nightly'), job('weekly'))
  attention.ignore(keyOf(job('nightly')), you)
  expect(open(job('nightly'), job('weekly'))).toBe('weekly')
  expect(attention.rules()[0]).toMatchObject({ subject: 'nightly', name: 'nightly' })
})

test('who asks for rights can be dismissed, but never ignored', () => {
  const { attention, see, keyOf } = start()
  const asks = need('agent:a', { kind: 'agent-asked', agentId: '' })
  see(asks)
  expect(refusalOf(() => attention.ignore(keyOf(asks), you))).toBe('conflict')
  attention.dismiss(keyOf(asks), you)
  expect(see(asks)).toBe('')
  expect(see({ ...asks, since: 2_000 })).toBe('agent:a')
})

test('two screens that do the same, or something else, at once: the first dismissal stays, the last snooze counts', () => {
  const { attention, see, keyOf, heard } = start()
  see(need('a'))
  const key = keyOf(need('a'))
  heard.length = 0
  const first = attention.dismiss(key, you)
  expect(attention.dismiss(key, { name: 'Mara', id: 'sign-in:b' })).toEqual(first)
  expect(heard).toHaveLength(1)
  attention.snooze(key, 'hour', you)
  expect(attention.snooze(key, 'change', you).aside).toMatchObject({ how: 'snoozed', until: null })
  expect(attention.bringBack(key).aside).toBeNull()
  expect(attention.bringBack(key).aside).toBeNull()
  attention.showAgain({ kind: 'failed', subject: 'nobody' })
})

test('what is not there is refused with a sentence: never seen, or settled in the meantime', () => {
  const { attention, see, keyOf, clock } = start()
  see(need('a'))
  const key = keyOf(need('a'))
  clock.at += min
  see()
  for (const act of ['dismiss', 'ignore', 'bringBack'] as const) {
    expect([act, refusalOf(() => attention[act](key, you))]).toEqual([act, 'conflict'])
    expect([act, refusalOf(() => attention[act]('0123456789abcdef', you))]).toEqual([act, 'not-found'])
  }
  expect(refusalOf(() => attention.snooze(key, 'hour', you))).toBe('conflict')
})

test('what settles by itself is kept with how; what was there for a moment, or turned into something else, is not said to', () => {
  const { attention, see, clock, past, jobs } = start()
  const job = need('job', { kind: 'cron-failed' })
  const off = need('off', { kind: 'cron-failed' })
  see(
    need('went on', { since: clock.at }),
    need('old', { since: clock.at - 23 * hour }),
    need('turned', { kind: 'waiting' }),
    job,
    off,
  )
  clock.at += hour
  jobs.set('off', { enabled: false, present: true })
  see(need('turned'), need('blink'))
  clock.at += 1_000
  see(need('turned'))
  expect(past()).toEqual(['job ran-again', 'off off', 'old history', 'turned replaced', 'went on went-on'])
  expect(attention.pastSince(clock.at)).toEqual([])
})

test('a list that is not whole settles nothing, and what only history said leaves no line behind', () => {
  const { attention, see, past, clock, keyOf } = start()
  see(need('a', { since: clock.at }), need('b'))
  clock.at += min
  attention.observe([need('b'), need('early')], { isWhole: false })
  clock.at += min
  // It can be put aside all the same.
  expect(attention.dismiss(keyOf(need('b')), you).aside?.how).toBe('dismissed')
  attention.observe([need('b')], { isWhole: false })
  expect(past()).toEqual(['b dismissed'])
  see(need('b'))
  expect(past()).toEqual(['a went-on', 'b dismissed'])
})

test('what was dismissed before its kind was ignored stays dismissed when that ends', () => {
  const { attention, see, keyOf, open } = start()
  see(need('a'), need('b'))
  attention.dismiss(keyOf(need('a')), you)
  const { kind, subject, hidden } = attention.ignore(keyOf(need('b')), you)
  expect(hidden).toBe(1)
  attention.showAgain({ kind, subject })
  expect(open(need('a'), need('b'))).toBe('b')
})

test('ten thousand dismissals and more do not pile up', () => {
  const store = storeInMemory('wheelhouse')
  const { attention, see, clock } = start(store)
  const many = Array.from({ length: 300 }, (_, n) => need(`n${n}`))
  see(...many)
  for (const { key } of attention.items(many)) attention.dismiss(key, you)
  clock.at += min
  see()
  const insert = store.$client.prepare(
    "INSERT INTO needs (key, id, kind, agent_id, opened_at, settled_at) VALUES (?, ?, 'failed', '', 0, ?)",
  )
  store.$client.transaction(() => {
    for (let n = 0; n < 10_200; n++) insert.run(`k${n}`, `i${n}`, n)
  })()
  start(store)
  const { count, oldest } = store.$client
    .query<{ count: number; oldest: number }, []>('SELECT count(*) AS count, min(settled_at) AS oldest FROM needs')
    .get()!
  // The newest settled are kept: 300 of now, and 9,700 of the others.
  expect([count, oldest]).toEqual([10_000, 500])
})

test('titles and reasons without end are cut before they are kept', () => {
  const { attention, see } = start()
  const long = need('a', { title: 'x'.repeat(100_000), reason: `\u202e${'y'.repeat(100_000)}` })
  see(long)
  attention.dismiss(attention.items([long])[0]!.key, you)
  const [record] = attention.pastSince(0)
  expect([record?.title?.length, record?.reason?.length]).toEqual([500, 500])
  expect(see(long)).toBe('')
})

test('where nothing can be written an act is refused and changes nothing, and what is seen is still shown', () => {
  using folder = temporary('needs-read-only')
  const store = openStore('wheelhouse', folder.at('wheelhouse.sqlite'))
  const { attention, see, keyOf, errors, open } = start(store)
  see(need('a'))
  store.$client.run('PRAGMA query_only = ON')
  chmodSync(folder.at('wheelhouse.sqlite'), 0o400)
  expect(see(need('a'), need('b'))).toBe('a b')
  expect(errors.length).toBeGreaterThan(0)
  const key = keyOf(need('a'))
  for (const act of [
    () => attention.dismiss(key, you),
    () => attention.snooze(key, 'hour', you),
    () => attention.ignore(key, you),
  ])
    expect(refusalOf(act)).toStartWith('no refusal: SQLiteError: attempt to write a readonly database')
  expect(open(need('a'), need('b'))).toBe('a b')
  expect(attention.rules()).toEqual([])
})
