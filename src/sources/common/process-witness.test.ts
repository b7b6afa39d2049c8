import { afterEach, expect, jest, test } from 'bun:test'
import type { Testimony } from '../../facts/testimony.ts'
import { couldRun, createProcessWitness, type OpenTurn, type RuntimeProcess } from './process-witness.ts'

const turn = (rest: Partial<OpenTurn> = {}): OpenTurn => ({
  runtime: 'codex',
  key: 'a',
  folder: '/srv/boat',
  lastAt: 1_000,
  ...rest,
})
const running = (rest: Partial<RuntimeProcess> = {}): RuntimeProcess => ({
  pid: 7,
  runtime: 'codex',
  folder: '/srv/boat',
  servesAll: false,
  ...rest,
})

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  jest.useRealTimers()
})

function start(turns: OpenTurn[], processes: RuntimeProcess[] | undefined) {
  jest.useFakeTimers()
  const world = { turns, processes, looks: 0, time: 10_000 }
  let said: Testimony[] = []
  const witness = createProcessWitness({
    openTurns: () => world.turns,
    processes() {
      world.looks++
      return world.processes
    },
    now: () => world.time,
    isHere: (folder) => folder.startsWith('/srv'),
  })
  stops.push(
    witness.watch(({ testimonies }) => {
      said = testimonies
    }),
  )
  return {
    world,
    look: (times = 1) => jest.advanceTimersByTime(700 * times),
    gone: () => said.map(({ key, says }) => `${key} ${says}`),
  }
}

test('a session is gone once the process that could run it was missed twice, and not at the first', () => {
  const { world, look, gone } = start([turn()], [running()])
  look(3)
  expect(gone()).toEqual([])
  world.processes = []
  look()
  expect(gone()).toEqual([])
  look()
  expect(gone()).toEqual(['a gone'])
})

test('it stays gone while nothing new is written, though nobody asks for it any more, and is back when it goes on', () => {
  const { world, look, gone } = start([turn()], [])
  look(2)
  world.turns = []
  look(5)
  expect(gone()).toEqual(['a gone'])
  world.processes = [running()]
  world.turns = [turn({ lastAt: 20_000 })]
  look()
  expect(gone()).toEqual([])
})

test('where nothing is in the middle of a turn, no process is looked for', () => {
  const { world, look } = start([], [])
  look(10)
  expect(world.looks).toBe(0)
})

test('where the system does not show all processes, nobody is said to be gone', () => {
  const { look, gone } = start([turn()], undefined)
  look(5)
  expect(gone()).toEqual([])
})

test('a session of a folder that is not on this machine may run elsewhere', () => {
  const { look, gone } = start([turn({ folder: '/workspace' }), turn({ key: 'b', folder: null })], [])
  look(5)
  expect(gone()).toEqual([])
})

test('a process could run the sessions of its runtime in its folder, above it and below it, and a daemon all of them', () => {
  expect(couldRun(running(), turn())).toBe(true)
  expect(couldRun(running({ folder: '/srv/boat/packages/hull' }), turn())).toBe(true)
  expect(couldRun(running({ folder: '/srv' }), turn())).toBe(true)
  expect(couldRun(running({ folder: '/srv/boathouse' }), turn())).toBe(false)
  expect(couldRun(running({ folder: '/', servesAll: true }), turn())).toBe(true)
  expect(couldRun(running({ runtime: 'gemini' }), turn())).toBe(false)
  // What cannot be seen excludes nothing.
  expect(couldRun(running({ folder: null }), turn())).toBe(true)
  expect(couldRun(running(), turn({ folder: null }))).toBe(true)
})
