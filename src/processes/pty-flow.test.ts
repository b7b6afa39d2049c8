import { expect, test } from 'bun:test'
import { terminalIn } from './pty-flow.ts'

test('the number of a terminal leads to its device', () => {
  const stat = (device: number) => `41 (a) b) S 1 41 41 ${device} 41 4194304`
  expect([34816, 34817, 35071, 1083392].map((device) => terminalIn(stat(device)))).toEqual([
    '/dev/pts/0',
    '/dev/pts/1',
    '/dev/pts/255',
    '/dev/pts/256',
  ])
})

test('without a terminal of a window there is none', () => {
  // None at all, a console, a serial line, a torn text.
  for (const stat of ['41 (a) S 1 41 41 0 -1', '41 (a) S 1 41 41 1025 -1', '41 (a) S 1 41 41 1088 -1', '41 (a)', ''])
    expect([stat, terminalIn(stat)]).toEqual([stat, undefined])
})
