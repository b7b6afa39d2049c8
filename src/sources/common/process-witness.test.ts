import { afterEach, expect, jest, test } from 'bun:test'
import type { OpenTurn, Testimony } from '../../facts/testimony.ts'
import { couldRun, createProcessWitness, type RuntimeProcess } from './process-witness.ts'

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
  let changed = () => {}
  const world = {
    get turns() {
      return turns
    },
    /** Written and read: whoever waits for that is told. */
    set turns(now: OpenTurn[]) {
      turns = now
      changed()
    },
    processes,
    looks: 0,
    asked: 0,
    time: 10_000,
    held: undefined as boolean | undefined,
  }
  let said: Testimony[] = []
  const witness = createProcessWitness({
    openTurns() {
      world.asked++
      return world.turns
    },
    onChange(run) {
      changed = run
      return () => {}
    },
    processes() {
      world.looks++
      return world.processes
    },
    isHeld: () => world.held,
    now: () => world.time,
    isRunning: (pid) => world.processes?.some((one) => one.pid === pid) ?? false,
    isHere: (folder) => folder.startsWith('/srv'),
  })
  stops.push(
    witness.watch(({ testimonies }) => {
      said = testimonies
    }),
  )
  return {
    world,
    /** Looks so many times, a fifth of a second apart. */
    look(times = 1) {
      for (let n = 0; n < times * 2; n++) {
        world.time += 100
        jest.advanceTimersByTime(100)
      }
    },
    gone: () => said.map(({ key, says }) => `${key} ${says}`),
  }
}

test('a session is gone once the process that could run it was missed for a while, and not at once', () => {
  const { world, look, gone } = start([turn()], [running()])
  look(3)
  expect(gone()).toEqual([])
  world.processes = []
  look()
  expect(gone()).toEqual([])
  look(2)
  expect(gone()).toEqual(['a gone'])
})

test('it stays gone while nothing new is written, though nobody asks for it any more, and is back when it goes on', () => {
  const { world, look, gone } = start([turn()], [])
  look(3)
  world.turns = []
  look(5)
  expect(gone()).toEqual(['a gone'])
  world.processes = [running()]
  world.turns = [turn({ lastAt: 20_000 })]
  look(2)
  expect(gone()).toEqual([])
})

test('while the processes that were seen live, the table is read every half minute and not at each look', () => {
  const { world, look } = start([turn()], [running()])
  look(149)
  expect(world.looks).toBe(1)
  look(2)
  expect(world.looks).toBe(2)
})

test('a process that has just begun keeps its session', () => {
  const { world, look, gone } = start([], [])
  world.turns = [turn()]
  look()
  world.processes = [running()]
  look(5)
  expect(gone()).toEqual([])
})

test('who holds a session decides where its runtime tells', () => {
  const { world, look, gone } = start([turn()], [running()])
  world.held = false
  look(3)
  expect(gone()).toEqual(['a gone'])
})

test('a session of OpenClaw is gone with the last gateway, whatever folder it is about', () => {
  const { world, look, gone } = start(
    [turn({ runtime: 'openclaw', folder: null })],
    [running({ runtime: 'openclaw', folder: '/' })],
  )
  look(3)
  expect(gone()).toEqual([])
  world.processes = [running({ pid: 8 })]
  look(3)
  expect(gone()).toEqual(['a gone'])
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

test('while no session is in the middle of a turn, it is asked seldom whether one is, and one that begins is seen soon', () => {
  const { world, look, gone } = start([], [])
  look(25)
  expect(world.asked).toBeLessThanOrEqual(13)
  world.turns = [turn()]
  look(4)
  expect(gone()).toEqual(['a gone'])
})
