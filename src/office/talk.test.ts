import { expect, test } from 'bun:test'
import { createTalk } from './talk.ts'
import { officeTimings } from './timings.ts'

const message = (id: string, at = 1_000) => ({ id, fromId: 'a', toId: 'b', at })

test('a message is told once, however often it is read, and forgotten after some minutes', () => {
  let now = 1_000
  const told: string[] = []
  const talk = createTalk(
    () => now,
    ({ id }) => void told.push(id),
  )
  talk.note([message('1'), message('1')])
  talk.note([message('1'), message('2')])
  expect(told).toEqual(['1', '2'])
  expect(talk.recent().map(({ id }) => id)).toEqual(['1', '2'])
  now += officeTimings.talkMs
  expect(talk.recent()).toEqual([])
  // What still stands at the end of a transcript is old by now.
  talk.note([message('1'), message('3')])
  expect(told).toEqual(['1', '2'])
})
