import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { isAlive, rssOf, startTimeOf } from './process.ts'
import { temporary } from './testing/temporary.ts'

/** A /proc with one process in it. */
function withProc(stat: string, look: (proc: string) => void) {
  using folder = temporary('proc')
  mkdirSync(folder.at('77'))
  writeFileSync(folder.at('77', 'stat'), stat)
  writeFileSync(folder.at('77', 'statm'), '9000 512 100 1 0 1 0\n')
  look(folder.path)
}

const stat = (state: string) =>
  `77 (openclaw (gate) way) ${state} 1 77 77 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 11 0 1652631 100 200 18446744073709551615`

test('a process is the one that a lock means if it started then', () =>
  withProc(stat('S'), (proc) => {
    expect(startTimeOf(77, proc)).toBe(1_652_631)
    expect(isAlive(77, 1_652_631, proc)).toBe(true)
    expect(isAlive(77, null, proc)).toBe(true)
    expect(isAlive(77, 1_652_632, proc)).toBe(false)
    expect(rssOf(77, proc)).toBe(512 * 4_096)
  }))

test('one that has ended and waits to be buried is not alive', () =>
  withProc(stat('Z'), (proc) => expect(isAlive(77, null, proc)).toBe(false)))

test('where the system says nothing of processes, a signal tells', () => {
  expect(isAlive(process.pid, null, '/nowhere')).toBe(true)
  expect(isAlive(4_000_000, null, '/nowhere')).toBe(false)
  expect(rssOf(process.pid, '/nowhere')).toBeNull()
})
