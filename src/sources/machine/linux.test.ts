import { expect, test } from 'bun:test'
import { chmodSync, writeFileSync } from 'node:fs'
import { createMachine } from './machine.ts'
import { createPortable } from './portable.ts'
import { processOf, statOf, trafficOf, world } from './testing/world.ts'

const cpuOf = (busy: number, idle: number) => ({ 'proc/stat': statOf({ 0: [busy, idle] }) })

test('the first reading knows what is, and not yet how fast it changes', async () => {
  using machine = world({
    ...cpuOf(100, 100),
    'proc/loadavg': '1.50 1.00 0.50 1/100 9\n',
    'proc/meminfo': 'MemTotal: 1000 kB\nMemAvailable: 250 kB\n',
    'proc/mounts': '/dev/a / ext4 rw 0 0\n',
    'proc/net/dev': trafficOf({ eth0: [1_000, 1_000] }),
  })
  const first = await machine.after(0)
  expect(first.cpu).toEqual({ percent: null, cores: 1, load: [1.5, 1, 0.5] })
  expect(first.memory).toMatchObject({ usedBytes: 750 * 1024 })
  expect(first.disks).toMatchObject([{ path: '/', usedPercent: 50 }])
  expect(first.network).toEqual({ inBytesPerSecond: null, outBytesPerSecond: null })
  machine.put({ ...cpuOf(130, 170), 'proc/net/dev': trafficOf({ eth0: [5_000, 1_000] }) })
  const second = await machine.after(2_000)
  expect(second.cpu.percent).toBe(30)
  expect(second.network).toEqual({ inBytesPerSecond: 2_000, outBytesPerSecond: 0 })
})

test('a machine that tells nothing is unknown, not zero, and nothing is thrown', async () => {
  using machine = world()
  await machine.after(0)
  expect(await machine.after(2_000)).toMatchObject({
    cpu: { percent: null, cores: null, load: null },
    memory: null,
    swap: null,
    disks: [],
    network: { inBytesPerSecond: null, outBytesPerSecond: null },
    temperatures: { cpuCelsius: null, all: [] },
    gpu: null,
    processes: [],
  })
})

test('after a sleep the first reading says nothing of how busy it was, the next one does', async () => {
  using machine = world(cpuOf(0, 0))
  await machine.after(0)
  machine.put(cpuOf(50, 50))
  expect((await machine.after(2_000, { wall: 8 * 3_600_000 })).cpu.percent).toBeNull()
  machine.put(cpuOf(75, 125))
  expect((await machine.after(2_000)).cpu.percent).toBe(25)
})

test('a machine that stood still for more than three ticks has no average of the time between', async () => {
  using machine = world(cpuOf(0, 0))
  await machine.after(0)
  machine.put(cpuOf(50, 50))
  expect((await machine.after(7_000)).cpu.percent).toBeNull()
})

test('going from slow to fast and back leaves no gap', async () => {
  using machine = world(cpuOf(0, 0))
  await machine.after(0, { everyMs: 10_000 })
  machine.put(cpuOf(50, 50))
  expect((await machine.after(9_000, { everyMs: 2_000 })).cpu.percent).toBe(50)
  machine.put(cpuOf(50, 150))
  expect((await machine.after(10_000, { everyMs: 10_000 })).cpu.percent).toBe(0)
})

test('a disk that hangs holds up nobody, and what was known of it stays', async () => {
  using machine = world({ 'proc/mounts': '/dev/a / ext4 rw 0 0\n' })
  await machine.after(0)
  machine.rooms.set('/', new Promise(() => {}))
  await machine.after(10_000, { everyMs: 10_000 })
  expect((await machine.after(10_000, { everyMs: 10_000 })).disks).toMatchObject([{ path: '/' }])
})

test('a disk that was taken away is gone from the list', async () => {
  using machine = world({ 'proc/mounts': '/dev/a / ext4 rw 0 0\n/dev/b /gone ext4 rw 0 0\n' })
  expect((await machine.after(0)).disks.map(({ path }) => path)).toEqual(['/'])
})

test('a sensor, an AMD card and the limit of a container are found where the kernel puts them', async () => {
  using machine = world({
    'proc/meminfo': 'MemTotal: 1000 kB\nMemAvailable: 900 kB\n',
    'sys/fs/cgroup/memory.max': `${512 * 1024}\n`,
    'sys/fs/cgroup/memory.current': `${300 * 1024}\n`,
    'sys/fs/cgroup/memory.stat': `anon 1\ninactive_file ${44 * 1024}\n`,
    'sys/class/hwmon/hwmon0/name': 'k10temp\n',
    'sys/class/hwmon/hwmon0/temp1_input': '48125\n',
    'sys/class/hwmon/hwmon0/temp1_label': 'Tctl\n',
    'sys/class/hwmon/hwmon1/name': 'amdgpu\n',
    'sys/class/hwmon/hwmon1/temp1_input': '39000\n',
    'sys/class/drm/card0/device/gpu_busy_percent': '22\n',
    'sys/class/drm/card0/device/mem_info_vram_used': '1000\n',
    'sys/class/drm/card0/device/mem_info_vram_total': '4000\n',
    'sys/class/drm/card0-DP-1/status': 'connected\n',
  })
  const { memory, temperatures, gpu } = await machine.after(0)
  expect(memory).toMatchObject({ totalBytes: 512 * 1024, usedBytes: 256 * 1024, limited: true })
  expect(temperatures.cpuCelsius).toBe(48.125)
  expect(gpu).toEqual({ name: 'AMD', percent: 22, memoryUsedBytes: 1000, memoryTotalBytes: 4000, celsius: 39 })
})

test('a small machine has zones instead of chips', async () => {
  using machine = world({
    'sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
    'sys/class/thermal/thermal_zone0/temp': '52100\n',
    'sys/class/thermal/cooling_device0/type': 'fan\n',
  })
  expect((await machine.after(0)).temperatures.cpuCelsius).toBe(52.1)
})

test('agents are found with what they use; another process under the same number begins anew', async () => {
  using machine = world({
    'proc/stat': statOf({ 0: [0, 0] }, 1_000),
    'proc/7/stat': processOf(7, 'node', 1, 100, 500, 10),
    'proc/7/cmdline': 'claude\0',
    'proc/8/stat': processOf(8, 'vim', 1, 100, 500, 10),
    'proc/8/cmdline': 'vim\0claude\0',
  })
  const slow = { everyMs: 10_000 }
  expect((await machine.after(0, slow)).processes).toEqual([
    {
      pid: 7,
      runtime: 'claude-code',
      name: 'claude',
      cpuPercent: null,
      rssBytes: 40_960,
      startedAt: 1_005_000,
    },
  ])
  machine.put({ 'proc/7/stat': processOf(7, 'node', 1, 600, 500, 20) })
  expect((await machine.after(10_000, slow)).processes).toMatchObject([{ cpuPercent: 50, rssBytes: 81_920 }])
  machine.put({ 'proc/7/stat': processOf(7, 'node', 1, 900, 9_000, 20) })
  expect((await machine.after(10_000, slow)).processes).toMatchObject([{ cpuPercent: null }])
})

test('a card is asked about through its program; one that fails or hangs is unknown', async () => {
  using answers = world({ smi: '' }, { nvidiaSmi: null })
  const path = answers.folder.at('smi')
  writeFileSync(path, '#!/bin/sh\necho "12, 100, 200, 40, T4"\n')
  chmodSync(path, 0o755)
  using machine = world({}, { nvidiaSmi: path })
  expect((await machine.after(0)).gpu).toMatchObject({ name: 'T4', percent: 12 })
  using broken = world({}, { nvidiaSmi: '/nowhere/nvidia-smi' })
  expect((await broken.after(0)).gpu).toBeNull()
})

test('this machine can be read, with /proc and through the library', async () => {
  const tick = { wallMs: Date.now(), steadyMs: 1, everyMs: 2_000, lateMs: null }
  for (const sample of [createMachine().sample, createPortable()]) {
    const { cpu, memory, disks, self } = await sample(tick)
    expect(cpu.cores).toBeGreaterThan(0)
    expect(memory!.usedBytes).toBeLessThan(memory!.totalBytes)
    expect(disks[0]!.usedPercent).toBeGreaterThan(0)
    expect(self.rssBytes).toBeGreaterThan(1_000_000)
  }
}, 30_000)
