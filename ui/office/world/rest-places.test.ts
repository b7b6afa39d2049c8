import { expect, test } from 'bun:test'
import type { SessionState } from '../../../src/sessions/severity.ts'
import { layOfficeStrip } from './office-strip-layout.ts'
import { restingPlaces } from './rest-places.ts'

const { rests } = layOfficeStrip(4)
const crew = (...states: SessionState[]) => states.map((state, number) => ({ id: `a:${number}`, state }))
const places = (states: SessionState[], before: (string | undefined)[] = []) =>
  restingPlaces(crew(...states), rests, before)
const restsOf = (states: SessionState[], before?: (string | undefined)[]) =>
  Object.fromEntries(
    places(states, before)
      .slice(states.length)
      .flatMap((agent, place) => (agent ? [[agent.id, rests[place]!.offers]] : [])),
  )

test('who is ready has a coffee, and who sleeps lies on the sofa; the captain and who works stay where they are', () => {
  expect(restsOf(['idle', 'running', 'asleep', 'idle', 'waiting'])).toEqual({
    'a:2': 'sofa',
    'a:3': 'coffee',
  })
  expect(
    places(['idle', 'running', 'asleep', 'idle', 'waiting'])
      .slice(0, 5)
      .map((agent) => agent?.id),
  ).toEqual(['a:0', 'a:1', undefined, undefined, 'a:4'])
})

test('everybody is in exactly one place, however many rest', () => {
  for (const state of ['idle', 'asleep', 'finished'] as const)
    for (let count = 1; count < 20; count++) {
      const states = Array.from({ length: count }, () => state)
      const found = places(states).flatMap((agent) => agent?.id ?? [])
      expect(found.toSorted()).toEqual(
        crew(...states)
          .map(({ id }) => id)
          .toSorted(),
      )
    }
})

test('nobody moves because another one comes or goes', () => {
  const held = (places: ReturnType<typeof restingPlaces>) => places.slice(4).map((agent) => agent?.id)
  const before = held(places(['running', 'running', 'idle', 'running']))
  expect(restsOf(['running', 'idle', 'idle', 'running'], before)['a:2']).toBe('coffee')
  expect(restsOf(['running', 'idle', 'running', 'running'], before)).toEqual({ 'a:1': 'coffee' })
})
