import { expect, test } from 'bun:test'
import { programName, runtimeOf } from '../../facts/runtime-of-process.ts'
import { agentsAmong, type Known, parseProcessStat } from './agent-process.ts'
import { diskOf, ordered, parseMounts } from './disks.ts'
import { elapsedMs } from './elapsed.ts'
import { amdGpu, parseNvidia } from './gpu.ts'
import { parseTraffic, ratesOf } from './network.ts'
import { temperaturesOf } from './temperatures.ts'
import { processOf, trafficOf } from './testing/world.ts'

const mounts = (text: string) => parseMounts(text).map(({ device, path }) => `${device} ${path}`)

test('each file system is read once, where it is mounted nearest to the root', () =>
  expect(
    mounts(`proc /proc proc rw 0 0
tmpfs /dev/shm tmpfs rw 0 0
/dev/sda2 /home/ann/data ext4 rw 0 0
/dev/sda1 / ext4 rw 0 0
/dev/sda2 /data ext4 rw 0 0
/dev/sda3 /boot/efi vfat rw 0 0
/dev/sda4 /boot ext4 rw 0 0
/dev/loop7 /snap/core/1 squashfs ro 0 0
nas:/films /films nfs rw 0 0
//nas/docs /docs cifs rw 0 0
tank/home /tank/home zfs rw 0 0
tank /tank zfs rw 0 0
overlay /var/lib/docker/overlay2/x/merged overlay rw 0 0
/dev/sdb1 /media/ann/My\\040Book exfat rw 0 0
torn
`),
  ).toEqual(['/dev/sda2 /data', '/dev/sda1 /', 'tank /tank', '/dev/sdb1 /media/ann/My Book']))
test('in a container the root counts, and files that were put into it do not', () =>
  expect(mounts('overlay / overlay rw 0 0\n/dev/vda1 /etc/hosts ext4 rw 0 0\n/dev/vda1 /work ext4 rw 0 0\n')).toEqual([
    'overlay /',
    '/dev/vda1 /work',
  ]))
test('room is told as df tells it: what others may not write is neither used nor free', () => {
  const mount = { device: '/dev/a', path: '/', type: 'ext4' }
  expect(diskOf(mount, { bsize: 10, blocks: 100, bfree: 60, bavail: 40 })).toMatchObject({
    totalBytes: 1000,
    usedBytes: 400,
    freeBytes: 400,
    usedPercent: 50,
  })
  expect(diskOf(mount, { bsize: 10, blocks: 0, bfree: 0, bavail: 0 })).toBeUndefined()
})
test('the fullest disk is first, and an overlay is not said beside the disk it stands on', () => {
  const disk = (device: string, usedPercent: number, totalBytes: number, type: string) => ({
    device,
    path: '/',
    usedBytes: 1,
    freeBytes: 1,
    usedPercent,
    totalBytes,
    type,
  })
  const disks = [disk('overlay', 50, 9, 'overlay'), disk('/dev/a', 50, 9, 'ext4'), disk('/dev/b', 80, 7, 'ext4')]
  expect(ordered(disks).map(({ device }) => device)).toEqual(['/dev/b', '/dev/a'])
  expect(ordered([disks[0]!])).toHaveLength(1)
})

const rates = (before: Parameters<typeof trafficOf>[0], after: Parameters<typeof trafficOf>[0], ms = 2_000) => {
  const { inBytesPerSecond, outBytesPerSecond } = ratesOf(
    parseTraffic(trafficOf(before)),
    parseTraffic(trafficOf(after)),
    ms,
  )
  return [inBytesPerSecond, outBytesPerSecond]
}
test('only interfaces that lead out count', () =>
  expect(
    rates(
      { lo: [0, 0], eth0: [0, 0], wlp3s0: [0, 0], docker0: [0, 0], veth1a2: [0, 0], 'br-9f': [0, 0], 'eth0.7': [0, 0] },
      {
        lo: [9, 9],
        eth0: [2_000, 200],
        wlp3s0: [2_000, 0],
        docker0: [9, 9],
        veth1a2: [9, 9],
        'br-9f': [9, 9],
        'eth0.7': [9, 9],
      },
    ),
  ).toEqual([2_000, 100]))
test('a counter that wrapped or began anew leaves the rate unknown', () => {
  expect(rates({ eth0: [4_294_967_000, 5] }, { eth0: [100, 9] })).toEqual([null, null])
  expect(rates({ eth0: [5, 900] }, { eth0: [9, 100] })).toEqual([null, null])
})
test('an interface that came up in between counts from the next reading on', () => {
  expect(rates({ eth0: [0, 0] }, { eth0: [200, 0], eth1: [9_999, 9_999] })).toEqual([100, 0])
  expect(rates({}, { eth0: [9_999, 9_999] })).toEqual([null, null])
})

const at = (wallMs: number, steadyMs = wallMs) => ({ wallMs, steadyMs })
test('up to three ticks are a difference, more are a gap', () => {
  expect(elapsedMs(undefined, at(0), 2_000)).toBeNull()
  expect(elapsedMs(at(0), at(6_000), 2_000)).toBe(6_000)
  expect(elapsedMs(at(0), at(6_001), 2_000)).toBeNull()
})
test('a machine that slept is a gap though its own clock stood still; a clock put back is none', () => {
  expect(elapsedMs(at(0), at(3_600_000, 2_000), 2_000)).toBeNull()
  expect(elapsedMs(at(3_600_000, 0), at(0, 2_000), 2_000)).toBe(2_000)
  expect(elapsedMs(at(0, 5), at(2_000, 5), 2_000)).toBeNull()
})

test('the hottest sensor of the processor is its temperature; sensors that are not wired are left out', () =>
  expect(
    temperaturesOf([
      { chip: 'nvme', label: 'Composite', text: '71850\n' },
      { chip: 'coretemp', label: 'Package id 0', text: '54000\n' },
      { chip: 'coretemp', label: 'Core 1', text: '61000\n' },
      { chip: 'acpitz', label: null, text: '-128000\n' },
      { chip: 'acpitz', label: null, text: 'torn' },
    ]),
  ).toEqual({
    cpuCelsius: 61,
    all: [
      { name: 'nvme Composite', celsius: 71.85 },
      { name: 'coretemp Package id 0', celsius: 54 },
      { name: 'coretemp Core 1', celsius: 61 },
    ],
  }))
test('a machine whose processor has no sensor has no temperature', () =>
  expect(temperaturesOf([{ chip: 'amdgpu', label: 'edge', text: '44000' }]).cpuCelsius).toBeNull())

test('of several cards the busiest is told, and what a card does not have is unknown', () => {
  expect(parseNvidia('3, 512, 8192, 41, NVIDIA T4\n97, 20000, 24576, 83, NVIDIA RTX 4090\n')).toEqual({
    name: 'NVIDIA RTX 4090',
    percent: 97,
    memoryUsedBytes: 20000 * 1024 * 1024,
    memoryTotalBytes: 24576 * 1024 * 1024,
    celsius: 83,
  })
  expect(parseNvidia('[N/A], [N/A], [N/A], 50, NVIDIA GB10\n')).toMatchObject({ percent: null, memoryUsedBytes: null })
  expect(parseNvidia("NVIDIA-SMI has failed because it couldn't communicate with the driver.\n")).toBeNull()
})
test('a picture without a processor is no card', () => {
  expect(amdGpu({ busy: null, used: null, total: null, celsius: null })).toBeUndefined()
  expect(amdGpu({ busy: '22\n', used: '10', total: '40', celsius: 50 })).toMatchObject({ percent: 22, celsius: 50 })
})

test('a process may be called anything', () => {
  expect(parseProcessStat(processOf(7, ') S 1 (tmux: ser ver', 3, 250, 900, 12))).toEqual({
    name: ') S 1 (tmux: ser ver',
    parent: 3,
    ticks: 250,
    startTicks: 900,
    pages: 12,
  })
  expect(parseProcessStat('')).toBeUndefined()
  expect(parseProcessStat('7 (torn) S 3')).toBeUndefined()
})
const line = (...words: string[]) => `${words.join('\0')}\0`
test.each([
  [line('openclaw-gateway'), 'openclaw', 'openclaw-gateway'],
  [line('openclaw-gateway   '), 'openclaw', 'openclaw-gateway'],
  [line('/usr/bin/node', '/usr/lib/node_modules/openclaw/openclaw.mjs', 'gateway'), 'openclaw', 'openclaw'],
  [line('claude'), 'claude-code', 'claude'],
  [line('node', '--no-warnings', '/usr/local/bin/claude', '-p', 'secret'), 'claude-code', 'claude'],
  [line('node', '/x/node_modules/@anthropic-ai/claude-code/cli.js'), 'claude-code', 'cli'],
  [line('/home/ann/.bun/bin/codex', 'exec'), 'codex', 'codex'],
  [line('node', '/usr/bin/gemini'), 'gemini', 'gemini'],
  [line('opencode'), 'opencode', 'opencode'],
  [line('vim', 'claude'), undefined, 'vim'],
  [line('node', 'server.js', '/usr/bin/claude'), undefined, 'server'],
  [line('grep', '-r', '/@openai/codex/'), undefined, 'grep'],
  [line('constructor'), undefined, 'constructor'],
  ['', undefined, ''],
] as const)('%j is known for what it is', (commandLine, runtime, name) => {
  expect(runtimeOf(commandLine)).toBe(runtime)
  expect(programName(commandLine)).toBe(name)
})
test('what a gateway started is its own, however deep; an agent below it is an agent of its own', () => {
  const tree: Known[] = [
    { pid: 1, parent: 0, name: 'init', runtime: undefined },
    { pid: 2, parent: 1, name: 'openclaw-gateway', runtime: 'openclaw' },
    { pid: 3, parent: 2, name: 'sh', runtime: undefined },
    { pid: 4, parent: 3, name: 'chromium', runtime: undefined },
    { pid: 5, parent: 3, name: 'claude', runtime: 'claude-code' },
    { pid: 6, parent: 5, name: 'rg', runtime: undefined },
    { pid: 7, parent: 7, name: 'loop', runtime: undefined },
  ]
  expect([...agentsAmong(new Map(tree.map((known) => [known.pid, known])))].sort()).toEqual([
    [2, 'openclaw'],
    [3, 'openclaw'],
    [4, 'openclaw'],
    [5, 'claude-code'],
  ])
})
