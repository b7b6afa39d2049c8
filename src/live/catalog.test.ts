import { expect, test } from 'bun:test'
import { roles } from '../auth/role.ts'
import { createCatalog } from './catalog.ts'
import type { EventRules } from './event.ts'
import { changed, sampleCatalog } from './testing/events.ts'

type OneEvent = { kind: 'one'; words: string }

/** What each role hears of an event with these redactions. */
function heardWith(redact: EventRules<OneEvent>['one']['redact']) {
  const catalog = createCatalog<OneEvent>([{ name: 'x', events: { one: { topics: () => ['overview'], redact } } }])
  return roles.map((role) => catalog.visibleTo(role, { kind: 'one', words: 'words' })?.words)
}

test('a role without an entry hears what the next lower one hears', () => {
  const short = (event: OneEvent): OneEvent => ({ ...event, words: 'w' })
  expect(heardWith({ screen: 'whole' })).toEqual(['words', 'words', 'words', 'words'])
  expect(heardWith({ screen: 'nothing' })).toEqual([undefined, undefined, undefined, undefined])
  expect(heardWith({ screen: short, viewer: 'whole' })).toEqual(['w', 'words', 'words', 'words'])
  expect(heardWith({ screen: 'nothing', operator: short })).toEqual([undefined, undefined, 'w', 'w'])
  expect(heardWith({ screen: 'nothing', operator: short, admin: 'whole' }).at(-1)).toBe('words')
})

test('an event of a kind that nobody registered reaches nobody', () => {
  for (const kind of ['stranger', 'constructor', '__proto__'])
    for (const role of roles) {
      const stranger = { kind } as never
      expect(sampleCatalog.visibleTo(role, stranger)).toBeUndefined()
      expect(sampleCatalog.topicsOf(stranger)).toEqual([])
    }
})

test('a topic has a least role, and a topic that nobody registered is for nobody', () => {
  const allowed = (role: (typeof roles)[number]) =>
    [...Object.keys(sampleCatalog.topics), 'row:x', 'logs:openclaw'].filter((topic) =>
      sampleCatalog.maySubscribe(role, topic),
    )
  const everyone = ['overview', 'attention', 'health', 'rows', 'counts']
  expect(allowed('screen')).toEqual(everyone)
  const forViewers = ['logs:SOURCE', 'row:ID', 'row:x', 'logs:openclaw']
  expect(allowed('viewer').sort()).toEqual([...everyone, ...forViewers].sort())
  expect(allowed('operator').sort()).toEqual([...allowed('viewer'), 'records'].sort())
  for (const topic of ['row', 'logs', 'rows:x', 'records:', '', ':', 'everything', 'constructor', '__proto__:x'])
    expect([topic, sampleCatalog.maySubscribe('admin', topic)]).toEqual([topic, false])
})

test('a kind or a topic that two features claim does not start', () => {
  const one: EventRules<OneEvent> = { one: { topics: () => ['overview'], redact: { screen: 'whole' } } }
  const both = [
    { name: 'a', events: one },
    { name: 'b', events: one },
  ]
  expect(() => createCatalog(both)).toThrow('b registers one, which is registered already.')
  const shared = [{ name: 'a', topics: { overview: 'viewer' as const }, events: {} }]
  expect(() => createCatalog(shared)).toThrow('a registers overview')
})

test('the topics of an event come with the most specific first', () => {
  expect(sampleCatalog.topicsOf(changed('a'))).toEqual(['row:a', 'rows', 'overview'])
})
