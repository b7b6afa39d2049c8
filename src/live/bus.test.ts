import { expect, test } from 'bun:test'
import { createBus } from './bus.ts'
import { changed, counted, type SampleEvent, sampleCatalog } from './testing/events.ts'

function start() {
  const clock = { at: 1_000_000 }
  const failures: string[] = []
  const live = createBus<SampleEvent>({
    host: 'here',
    catalog: sampleCatalog,
    now: () => clock.at,
    onListenerError: (error, event) => failures.push(`${event.kind}: ${(error as Error).message}`),
  })
  const { epoch } = live.position()
  /** The numbers told after a position; undefined where they cannot all be. */
  const after = (seq: number, of = epoch) => live.since({ epoch: of, seq })?.map(({ event }) => event.seq)
  return { live, clock, failures, after }
}

test('what is published is numbered, dated, from a host, and heard at once with its topics', () => {
  const { live, clock } = start()
  const heard: unknown[] = []
  live.onAny((event, topics) => heard.push([event.seq, event.at, event.host, event.kind, topics]))
  live.publish(changed('a'))
  clock.at += 5
  live.publish(counted())
  expect(heard).toEqual([
    [1, 1_000_000, 'here', 'row.changed', ['row:a', 'rows', 'overview']],
    [2, 1_000_005, 'here', 'counted', ['counts', 'overview']],
  ])
  expect(live.position().seq).toBe(2)
})

test('a listener hears until it stops', () => {
  const { live } = start()
  const heard: number[] = []
  const stop = live.onAny((event) => heard.push(event.seq))
  live.publish(changed('a'))
  stop()
  stop()
  live.publish(changed('a'))
  expect(heard).toEqual([1])
})

test('a listener of some kinds hears those alone', () => {
  const { live } = start()
  const heard: unknown[] = []
  const stop = live.on(['counted'], ({ count, seq }) => heard.push([count, seq]))
  live.publish(changed('a'))
  live.publish(counted())
  stop()
  live.publish(counted())
  expect(heard).toEqual([[1, 2]])
})

test('an event of a kind that nobody registered has no topics and is not remembered', () => {
  const { live, after } = start()
  const heard: unknown[] = []
  live.onAny((_, topics) => heard.push(topics))
  live.publish({ kind: 'stranger' } as never)
  expect(heard).toEqual([[]])
  expect(after(0)).toEqual([])
})

test('a listener that throws is reported, and the others never notice', () => {
  const { live, failures } = start()
  const heard: number[] = []
  live.onAny(() => {
    throw new Error('clumsy')
  })
  live.onAny((event) => heard.push(event.seq))
  live.publish(changed('a'))
  live.publish(counted())
  expect(heard).toEqual([1, 2])
  expect(failures).toEqual(['row.changed: clumsy', 'counted: clumsy'])
})

test('facts are told again after a position, readings are not', () => {
  const { live, after } = start()
  for (const event of [changed('a'), counted(), changed('b'), counted(), changed('c')]) live.publish(event)
  expect(after(0)).toEqual([1, 3, 5])
  expect(after(1)).toEqual([3, 5])
  expect(after(2)).toEqual([3, 5])
  expect(after(3)).toEqual([5])
  expect(after(5)).toEqual([])
})

test('a position of another life, or of a time to come, cannot be told from', () => {
  const { live, after } = start()
  live.publish(changed('a'))
  expect(after(0, 'other')).toBeUndefined()
  expect(after(2)).toBeUndefined()
  expect(start().live.position().epoch).not.toBe(live.position().epoch)
})

test('after ten minutes a fact is forgotten, and who missed it is told so', () => {
  const { live, clock, after } = start()
  live.publish(changed('a'))
  clock.at += 60_000
  live.publish(changed('b'))
  clock.at += 9 * 60_000
  live.publish(changed('c'))
  expect(after(0)).toEqual([1, 2, 3])
  clock.at += 1
  live.publish(changed('d'))
  expect(after(0)).toBeUndefined()
  expect(after(1)).toEqual([2, 3, 4])
})

test('8 MB are remembered, whatever came before them is forgotten', () => {
  const { live, after } = start()
  const title = 'x'.repeat(1 << 20)
  for (let n = 0; n < 20; n++) live.publish(changed('a', { title }))
  expect(after(0)).toBeUndefined()
  expect(after(12)).toBeUndefined()
  expect(after(13)).toEqual([14, 15, 16, 17, 18, 19, 20])
})

test('one enormous fact is remembered all the same', () => {
  const { live, after } = start()
  live.publish(changed('a'))
  live.publish(changed('a', { title: 'x'.repeat(9 << 20) }))
  expect(after(1)).toEqual([2])
})

test('readings alone never make anybody miss a fact', () => {
  const { live, clock, after } = start()
  live.publish(changed('a'))
  for (let n = 0; n < 100; n++) {
    clock.at += 60_000
    live.publish(counted())
  }
  expect(after(0)).toEqual([1])
  expect(after(101)).toEqual([])
})
