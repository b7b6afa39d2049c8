import { expect, test } from 'bun:test'
import { until } from '../lib/testing/until.ts'
import type { SessionEvent } from '../sessions/events.ts'
import { sampleSession } from '../sessions/testing/sample-events.ts'
import { type Annotation, noAnnotation } from './annotation.ts'
import { createArchive } from './archive.ts'

const archived: Annotation = { ...noAnnotation, isArchived: true }
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as never

/** An archive over sessions of which lists show `a` and `b`. */
function start(noted: [string, Annotation][] = []) {
  const annotations = new Map(noted)
  const events: SessionEvent[] = []
  let changes = 0
  const archive = createArchive({
    annotations: () => annotations,
    reader: {
      sessionsOf: async ({ ids }) => bytesOf(ids.filter((id) => 'ab'.includes(id)).map((id) => sampleSession(id))),
      countListed: async ({ ids }) => bytesOf({ sessions: ids.filter((id) => 'ab'.includes(id)).length }),
    },
    publish: (event) => events.push(event),
    changed: () => changes++,
    onError(error) {
      throw error
    },
  })
  const told = () => events.map((event) => event.kind === 'session.changed' && [event.session.id, event.isArchived])
  return { annotations, archive, told, changes: () => changes }
}

test('an event of an archived session says so, whatever the session does', () => {
  const { archive } = start([['a', archived]])
  const of = (id: string) => archive.marked({ kind: 'session.changed', session: sampleSession(id) })
  expect([of('a'), of('b')]).toMatchObject([{ isArchived: true }, { session: { id: 'b' } }])
  expect(of('b')).not.toHaveProperty('isArchived')
  const streamed: SessionEvent = { kind: 'session.streamed', sessionId: 'a', text: '', writtenAt: 1 }
  expect(archive.marked(streamed)).toBe(streamed)
})

test('who archives a session, or brings it back, tells every page; other notes do not', async () => {
  const { annotations, archive, told } = start()
  annotations.set('a', archived)
  await archive.tell([{ id: 'a', before: null, after: archived }])
  await archive.tell([{ id: 'b', before: null, after: { ...noAnnotation, isPinned: true } }])
  annotations.delete('a')
  await archive.tell([{ id: 'a', before: archived, after: null }])
  expect(told()).toEqual([
    ['a', true],
    ['a', undefined],
  ])
})

test('what is archived is counted as far as lists would show it', async () => {
  const { annotations, archive, changes } = start([
    ['a', archived],
    ['gone', archived],
    ['b', noAnnotation],
  ])
  await archive.count()
  expect([archive.listed(), changes()]).toEqual([1, 1])
  annotations.set('b', archived)
  void archive.tell([{ id: 'b', before: noAnnotation, after: archived }])
  await until(() => archive.listed() === 2)
})
