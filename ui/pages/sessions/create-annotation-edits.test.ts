import { expect, test } from 'bun:test'
import { type Annotation, changed, noAnnotation } from '../../../src/annotations/annotation.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { createAnnotationEdits, oppositeOf } from './create-annotation-edits.ts'

const server = createFakeServer()

const annotation = (rest: Partial<Annotation>): Annotation => ({ ...noAnnotation, ...rest })

test('what takes a step back gives each session what it had, and no more', () => {
  for (const [before, after] of [
    [null, annotation({ tags: ['x'], isArchived: true, note: 'n' })],
    [annotation({ tags: ['x', 'y'], isPinned: true, note: 'n' }), annotation({ tags: ['y', 'z'] })],
    [annotation({ tags: ['x'] }), null],
  ] as const)
    expect(changed(after ?? noAnnotation, oppositeOf({ id: 'a', before, after }))).toEqual(before ?? noAnnotation)
})

test('more than the server takes at once is changed in several requests, and the list hears of it at the end', async () => {
  let after = 0
  const edits = server.within(() => createAnnotationEdits(() => after++))
  await server.settled()
  const ids = Array.from({ length: 1_100 }, (_, n) => `s${n}`)
  void edits.archive(ids, true)
  for (let request = 1; request <= 3; request++) {
    await server.settled()
    expect([server.to('/api/annotations').length, after, edits.isBusy()]).toEqual([request, 0, true])
    await server.last('/api/annotations').answer({ steps: [] })
  }
  await server.settled()
  expect([server.to('/api/annotations').length, after, edits.isBusy()]).toEqual([3, 1, false])
})

test('whoever only reads is told how to get the right', async () => {
  const edits = server.within(() => createAnnotationEdits(() => {}))
  await server.settled()
  expect(edits.whyNot()).toBeUndefined()
  await server.last('/api/auth/me').answer({ role: 'operator', mayAct: false })
  expect(edits.whyNot()).toContain('wheelhouse open')
})
