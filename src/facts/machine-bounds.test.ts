import { expect, test } from 'bun:test'
import type { MachineReading } from './machine.ts'
import { checkMachine } from './machine-bounds.ts'

const reading: MachineReading = {
  at: Date.UTC(2026, 10, 21),
  cpu: { percent: 12.5, cores: 8, load: [1, 0.5, 0.25] },
  memory: { totalBytes: 8e9, usedBytes: 4e9, availableBytes: 4e9, limited: false },
  swap: null,
  disks: [{ path: '/', device: '/dev/sda', totalBytes: 1e12, usedBytes: 5e11, freeBytes: 5e11, usedPercent: 50 }],
  network: { inBytesPerSecond: 0, outBytesPerSecond: null },
  temperatures: { cpuCelsius: 48, all: [{ name: 'coretemp Core 0', celsius: 48 }] },
  gpu: null,
  processes: [{ pid: 7, runtime: 'codex', name: 'codex', cpuPercent: 250, rssBytes: 1e8, startedAt: null }],
  self: { pid: 9, rssBytes: 1e8, cpuPercent: null, upMs: 5, eventLoopDelayMs: null },
}

test('a reading within its bounds is passed on as it is', () =>
  expect(checkMachine(reading, () => expect.unreachable())).toBe(reading))

test('what is implausible in a reading is unknown, and a process does not name itself as it likes', () => {
  const lost: string[] = []
  const hostile = {
    ...reading,
    memory: { ...reading.memory!, usedBytes: Number.NaN },
    disks: [{ ...reading.disks[0]!, totalBytes: 1e300 }, reading.disks[0]!],
    gpu: { name: 'g'.repeat(1e6), percent: -1, memoryUsedBytes: null, memoryTotalBytes: null, celsius: 9e9 },
    processes: [{ ...reading.processes[0]!, name: '\u001b[2J\u202ecodex' }],
  }
  expect(checkMachine(hostile, ({ field }) => lost.push(field))).toMatchObject({
    memory: null,
    disks: reading.disks,
    gpu: { name: 'g'.repeat(200), percent: null, celsius: null },
    processes: [{ name: 'codex' }],
    self: reading.self,
  })
  expect(lost).toEqual(['memory', 'disks', 'gpu', 'processes'])
})
