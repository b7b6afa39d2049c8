import { expect, test } from 'bun:test'
import { createOpenTurns } from './open-turns.ts'

function start(open: string[]) {
  const world = { open, at: 1_000_000, reads: 0 }
  const turns = createOpenTurns({
    everyId: () => ['a', 'b', 'c'],
    find(ids) {
      world.reads += ids.length
      return ids
        .filter((id) => world.open.includes(id))
        .map((id) => ({ id, turn: { runtime: 'codex', key: id, folder: null, lastAt: 1 } }))
    },
    now: () => world.at,
  })
  const keys = () => turns.list().map(({ key }) => key)
  /** Asks ten times a second for so many seconds; answers with how many sessions were read. */
  function pass(seconds: number) {
    const before = world.reads
    for (let n = 0; n < seconds * 10; n++) {
      world.at += 100
      keys()
    }
    return world.reads - before
  }
  return { world, turns, keys, pass }
}

test('while nothing is said, what is at rest is hardly read', () => {
  const { pass } = start([])
  pass(5)
  expect(pass(60)).toBe(9)
})

test('a turn that is open is read each second, and is gone once it ends by time alone', () => {
  const { world, keys, pass } = start(['b'])
  pass(5)
  expect(keys()).toEqual(['b'])
  expect(pass(10)).toBeLessThanOrEqual(13)
  world.open = []
  pass(1)
  expect(keys()).toEqual([])
})

test('a turn that begins is seen at once after it was said, and within a moment where its words come late', () => {
  const { world, turns, keys, pass } = start([])
  pass(30)
  world.open = ['c']
  turns.somethingChanged()
  expect(keys()).toEqual(['c'])

  world.open = []
  turns.somethingChanged()
  expect(keys()).toEqual([])
  world.open = ['a']
  pass(1.1)
  expect(keys()).toEqual(['a'])
})

test('a clock that goes back hides nothing', () => {
  const { world, keys, pass } = start([])
  pass(30)
  world.open = ['a']
  world.at -= 3_600_000
  expect(keys()).toEqual(['a'])
})

test('whoever waits for turns is told whenever something was said, and no longer than wanted', () => {
  const { turns } = start([])
  let told = 0
  const stop = turns.onChange(() => void told++)
  turns.somethingChanged()
  stop()
  turns.somethingChanged()
  expect(told).toBe(1)
})
