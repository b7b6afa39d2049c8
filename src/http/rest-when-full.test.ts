import { expect, test } from 'bun:test'
import { createLog } from '../lib/log.ts'
import { restWhenFull } from './rest-when-full.ts'

function start(files: () => { open: number; most: number } | undefined) {
  const logged: string[] = []
  let look = () => {}
  let due: (() => void)[] = []
  let sleptMs = 0
  const stop = restWhenFull({
    files,
    log: createLog('info', (line) => logged.push(line)),
    every(run) {
      look = run
      return () => {
        look = () => {}
      }
    },
    next: (run) => due.push(run),
    sleep(ms) {
      sleptMs += ms
    },
  })
  return {
    stop,
    logged,
    look: () => look(),
    /** How long the loop rests in as many turns. */
    turns(count: number) {
      const before = sleptMs
      for (let turn = 0; turn < count; turn++) {
        const now = due
        due = []
        for (const run of now) run()
      }
      return sleptMs - before
    },
  }
}

test('while no more files may be open the loop rests in each turn, once, and says so once', () => {
  const used = { open: 20, most: 64 }
  const { look, turns, logged } = start(() => used)
  look()
  expect(turns(10)).toBe(0)
  used.open = 64
  for (let second = 0; second < 5; second++) look()
  expect([turns(10), logged.length]).toEqual([250, 1])
  used.open = 63
  look()
  expect([turns(10), logged.length]).toEqual([0, 2])
})

test('it rests no more once it is stopped, and never where the system does not tell', () => {
  const full = start(() => ({ open: 64, most: 64 }))
  full.look()
  full.stop()
  expect(full.turns(10)).toBe(0)
  const silent = start(() => undefined)
  silent.look()
  expect([silent.turns(10), silent.logged]).toEqual([0, []])
})
