import { afterEach, expect, jest, test } from 'bun:test'
import type { Testimony } from '../../facts/testimony.ts'
import type { RuntimeProcess } from '../common/process-witness.ts'
import { createShellWitness } from './shell-witness.ts'

let stop = () => {}
afterEach(() => {
  stop()
  jest.useRealTimers()
})

function start() {
  jest.useFakeTimers()
  const world = {
    recent: [{ key: 'a', folder: '/srv/boat' }],
    processes: [{ pid: 7, runtime: 'gemini', folder: '/srv/boat', servesAll: false }] as RuntimeProcess[] | undefined,
    shells: new Set<number>(),
    ended: new Set<number>(),
    time: 1_000,
    scans: 0,
  }
  let changed = () => {}
  let said: Testimony[] = []
  stop = createShellWitness({
    recent: () => world.recent,
    onChange(run) {
      changed = run
      return () => {}
    },
    processes() {
      world.scans++
      return world.processes
    },
    now: () => world.time,
    hasShell: (pid) => world.shells.has(pid),
    isRunning: (pid) => !world.ended.has(pid),
  }).watch(({ testimonies }) => {
    said = testimonies
  })
  return {
    world,
    look(ms = 200) {
      for (let passed = 0; passed < ms; passed += 200) {
        world.time += 200
        jest.advanceTimersByTime(200)
      }
    },
    change: () => changed(),
    says: () => said.map(({ key, says, tool, since }) => `${key} ${says} ${tool} since ${since}`),
  }
}

test('while a command runs below Gemini CLI, the newest session of its folder is at work', () => {
  const { world, look, says } = start()
  look()
  expect(says()).toEqual([])
  world.shells.add(7)
  look(1_000)
  expect(says()).toEqual(['a working run_shell_command since 1400'])
  world.shells.clear()
  look()
  expect(says()).toEqual([])
})

test('one that ends while its command runs was in the middle of a turn', () => {
  const { world, look, says } = start()
  world.shells.add(7)
  look()
  world.ended.add(7)
  look(600)
  expect(says()).toEqual(['a gone run_shell_command since 1400'])
  // It goes on in another process.
  world.processes = [{ pid: 8, runtime: 'gemini', folder: '/srv/boat', servesAll: false }]
  world.shells.add(8)
  look(3_200)
  expect(says()[0]).toStartWith('a working')
})

test('a process in another folder, or of another runtime, says nothing of it', () => {
  const { world, look, says } = start()
  world.processes = [
    { pid: 7, runtime: 'gemini', folder: '/srv', servesAll: false },
    { pid: 8, runtime: 'codex', folder: '/srv/boat', servesAll: false },
    { pid: 9, runtime: 'gemini', folder: null, servesAll: false },
  ]
  world.shells.add(7).add(8).add(9)
  look(3_000)
  expect(says()).toEqual([])
})

test('where no session was active lately no process is looked for, and else every three seconds until there is one', () => {
  const { world, look, change } = start()
  world.recent = []
  look(10_000)
  expect(world.scans).toBe(0)
  world.recent = [{ key: 'a', folder: '/srv/boat' }]
  change()
  world.processes = []
  look(9_000)
  expect(world.scans).toBe(3)
  world.processes = [{ pid: 7, runtime: 'gemini', folder: '/srv/boat', servesAll: false }]
  look(20_000)
  expect(world.scans).toBe(4)
})

test('where processes are hidden, nothing is said', () => {
  const { world, look, says } = start()
  world.processes = undefined
  world.shells.add(7)
  look(3_000)
  expect(says()).toEqual([])
})
