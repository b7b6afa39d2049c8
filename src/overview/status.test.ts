import { expect, test } from 'bun:test'
import { createCrons } from '../crons/crons.ts'
import type { SessionFact } from '../facts/fact.ts'
import type { IndexingState } from '../indexing/indexing.ts'
import { filled, session } from '../indexing/testing/filled.ts'
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import { createOverallStatus, overallStatusOf } from './status.ts'

const now = Date.UTC(2026, 10, 20, 12)
const hours = (n: number) => now - n * 3_600_000
const here = { host: 'here', timezone: 'UTC', now: () => now }

/** The status over these sessions, each last active so many hours ago. */
function statusOf(states: Record<string, [hoursAgo: number, changes: Partial<SessionFact>]>) {
  const facts = Object.entries(states).map(([name, [ago, changes]]) =>
    session(`main.${name}`, { lastAt: hours(ago), key: name, ...changes }),
  )
  const { index, add } = filled(facts)
  const sessions = sessionsIn(index, here)
  const status = createOverallStatus({
    sessions,
    crons: createCrons(index, here),
    indexing: () => ({ trouble: null, reports: [{ runtime: 'openclaw', state: 'ok' }] }) as unknown as IndexingState,
    gateways: () => [],
    now: () => now,
  })
  return { status, sessions, add }
}

const failed: Partial<SessionFact> = { status: 'failed', reason: 'no credit' }

test('what failed within a day needs somebody, and nothing that is older', () => {
  const { status } = statusOf({ old: [25, failed], lately: [23, failed], now: [0.01, failed] })
  const { verdict, needs, total } = status.standing()
  const all = overallStatusOf(status.standing(), [], (needs) => needs.map((need) => ({ ...need, key: need.id })))
  expect(needs.map(({ id }) => id)).toEqual(['openclaw.main.lately', 'openclaw.main.now'])
  expect([verdict.text, all.verdict.text, total]).toEqual(["All's well", '2 need you', 3])
})

test('a run that has made no progress for 23 hours still needs somebody; after a day nobody knows of it', () => {
  const running: Partial<SessionFact> = { status: 'running' }
  const { status } = statusOf({ gone: [25, running], stalled: [23, running], working: [0.1, running] })
  const { needs, activeIds } = status.standing()
  expect(needs.map(({ id, kind }) => [id, kind])).toEqual([['openclaw.main.stalled', 'stalled']])
  expect(activeIds).toEqual(['openclaw.main.stalled', 'openclaw.main.working'])
})

test('a session that is read anew is remembered while it matters, and forgotten when it is done', () => {
  const { status, sessions, add } = statusOf({ quiet: [23, { status: 'done' }] })
  const readAnew = (changes: Partial<SessionFact>) => {
    add([session('main.quiet', { key: 'quiet', ...changes })])
    status.note(sessions.byIds(['openclaw.main.quiet'])[0]!)
    return status.standing().needs.map(({ kind }) => kind)
  }
  expect(status.standing().needs).toEqual([])
  expect(readAnew({ ...failed, lastAt: hours(1) })).toEqual(['failed'])
  expect(status.remembered()).toEqual(['openclaw.main.quiet'])
  expect(readAnew({ status: 'done', reason: '', lastAt: hours(0.5) })).toEqual([])
  expect(status.remembered()).toEqual([])
})

test('what is set aside counts nowhere: the verdict, the list and the sessions agree', () => {
  const { status } = statusOf({ a: [1, failed], b: [2, failed], c: [3, failed] })
  const asideIs = (...names: string[]) => {
    const isAside = (id: string) => names.some((name) => id.endsWith(name))
    const { verdict, attention, setAside } = overallStatusOf(status.standing(), [], (needs) =>
      needs.filter(({ id }) => !isAside(id)).map((need) => ({ ...need, key: need.id })),
    )
    return [verdict.text, attention.map(({ id }) => id.at(-1)).join(''), setAside.map((id) => id.at(-1)).join('')]
  }
  expect(asideIs()).toEqual(['3 need you', 'cba', ''])
  expect(asideIs('b')).toEqual(['2 need you', 'ca', 'b'])
  expect(asideIs('a', 'b', 'c')).toEqual(["All's well", '', 'cba'])
})

test('what is archived needs nobody, is at work for nobody, and is in no count', () => {
  const { status } = statusOf({ a: [1, failed], b: [0.01, { status: 'running' }], c: [0.01, { status: 'running' }] })
  const withArchived = (...ids: string[]) => {
    const { verdict, attention, setAside, active, total } = overallStatusOf(
      status.standing(),
      [],
      (needs) => needs.map((need) => ({ ...need, key: need.id })),
      { isArchived: (id) => ids.includes(id), listed: () => ids.length },
    )
    return [verdict.text, attention.length, setAside, active, total]
  }
  expect(withArchived()).toEqual(['1 needs you', 1, [], 2, 3])
  expect(withArchived('openclaw.main.a', 'openclaw.main.b')).toEqual(["All's well", 0, ['openclaw.main.a'], 1, 1])
})
