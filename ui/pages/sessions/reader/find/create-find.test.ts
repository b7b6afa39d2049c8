import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import type { FindHit } from '../../../../../src/transcripts/find.ts'
import { createFakeServer } from '../../../../testing/fake-server.ts'
import { createFind } from './create-find.ts'

const server = createFakeServer()
const hit = (position: number): FindHit => ({
  itemId: `${position.toString(36)}.0`,
  position,
  at: null,
  snippet: 'words',
  from: 0,
  to: 5,
})
const answer = (positions: number[], read: number) => ({ hits: positions.map(hit), read, size: 100, missing: null })

async function look(words: string, here = 0) {
  const [id, setId] = createSignal('s')
  const shown: number[] = []
  const find = server.within(() =>
    createFind(
      id,
      () => here,
      ({ position }) => void shown.push(position),
    ),
  )
  find.open()
  find.setWords(words)
  await server.wait(300)
  return { find, shown, setId }
}

test('what is typed is asked for once nobody types any more, and the first match in view or below is shown', async () => {
  const { find, shown } = await look('a')
  find.setWords('ab')
  find.setWords('abc')
  await server.wait(300)
  expect(server.requests.map(({ query }) => query.q)).toEqual(['a', 'abc'])
  await server.last().answer(answer([90, 40, 10], 0))
  expect([shown, find.number(), find.found()?.hits.map(({ position }) => position)]).toEqual([[10], 1, [10, 40, 90]])
})

test('where one reads further down, it begins there; where nothing follows, with the first of all', async () => {
  const below = await look('abc', 40)
  await server.last().answer(answer([90, 40, 10], 0))
  expect([below.shown, below.find.number()]).toEqual([[40], 2])
  const none = await look('abc', 95)
  await server.last().answer(answer([90, 40], 20))
  expect([none.shown, none.find.number()]).toEqual([[], 0])
  await server.last().answer(answer([10], 0))
  expect([none.shown, none.find.number()]).toEqual([[10], 1])
})

test('who does not wait for the whole gets the nearest of what is found', async () => {
  const { find, shown } = await look('abc', 95)
  await server.last().answer(answer([90, 40], 20))
  find.step(-1)
  await server.last().answer(answer([10], 0))
  expect([shown, find.number()]).toEqual([[90], 3])
})

test('Enter goes on and around, Shift and Enter back', async () => {
  const { find, shown } = await look('abc')
  await server.last().answer(answer([90, 40, 10], 0))
  for (const by of [1, 1, -1, -1] as const) find.step(by)
  expect(shown).toEqual([10, 40, 90, 40, 10])
})

test('a long transcript is looked through from its end, step by step, to its beginning', async () => {
  const { find, shown } = await look('abc', 70)
  await server.last().answer(answer([90], 60))
  expect([server.last().query.before, find.found()?.read, find.asking()]).toEqual(['60', 60, true])
  await server.last().answer(answer([50, 20], 0))
  expect([find.asking(), find.found()?.hits.length, find.number(), shown]).toEqual([false, 3, 3, [90]])
})

test('an answer that goes no further back ends the search', async () => {
  const { find } = await look('abc')
  await server.last().answer(answer([90], 60))
  await server.last().answer(answer([], 60))
  expect([server.requests.length, find.asking()]).toEqual([2, false])
})

test('other words, another place and another session begin anew; what was asked before is dropped', async () => {
  const { find, shown, setId } = await look('abc')
  const first = server.last()
  find.setPlace('tools')
  await server.wait(300)
  expect([first.signal.aborted, server.last().query.in]).toEqual([true, 'tools'])
  await first.answer(answer([90], 0))
  expect([shown, find.found()]).toEqual([[], undefined])
  setId('t')
  expect(find.isOpen()).toBe(false)
})

test('a search that failed says why', async () => {
  const { find } = await look('abc')
  await server.last().refuse(503, 'The transcript cannot be read now.')
  expect([find.problem()?.message, find.asking()]).toEqual(['The transcript cannot be read now.', false])
})
