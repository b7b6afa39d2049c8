import { type Loss, must, or, orNull, recordOf, withinBounds } from './bounds.ts'
import {
  celsius,
  choice,
  count,
  duration,
  flag,
  type Kind,
  listOf,
  name,
  nullable,
  path,
  percent,
  time,
} from './kinds.ts'
import type {
  AgentProcess,
  AgentRuntime,
  DiskReading,
  GpuReading,
  MachineReading,
  MemoryReading,
  SelfReading,
  Temperature,
} from './machine.ts'

const maxListed = 64

const cpu = recordOf<MachineReading['cpu']>(
  { percent: orNull(percent), cores: orNull(count), load: orNull(listOf(count, 3) as Kind<[number, number, number]>) },
  'the use of a processor',
)

const memory = recordOf<MemoryReading>(
  {
    totalBytes: must(count),
    usedBytes: must(count),
    availableBytes: must(count),
    limited: or(flag, false),
  },
  'the use of memory',
)

const swap = recordOf<NonNullable<MachineReading['swap']>>(
  { totalBytes: must(count), usedBytes: must(count) },
  'the use of swap space',
)

const disk = recordOf<DiskReading>(
  {
    path: must(path),
    device: or(name, ''),
    totalBytes: must(count),
    usedBytes: must(count),
    freeBytes: must(count),
    usedPercent: must(percent),
  },
  'the use of a disk',
)

const network = recordOf<MachineReading['network']>(
  { inBytesPerSecond: orNull(count), outBytesPerSecond: orNull(count) },
  'the traffic of a network',
)

const temperature = recordOf<Temperature>({ name: or(name, ''), celsius: must(celsius) }, 'a temperature')

const gpu = recordOf<GpuReading>(
  {
    name: or(name, ''),
    percent: orNull(percent),
    memoryUsedBytes: orNull(count),
    memoryTotalBytes: orNull(count),
    celsius: orNull(celsius),
  },
  'the use of a graphics card',
)

const runtime = choice<AgentRuntime>({ openclaw: 1, 'claude-code': 1, codex: 1, gemini: 1, opencode: 1 })

const agentProcess = recordOf<AgentProcess>(
  {
    pid: must(count),
    runtime: must(runtime),
    name: or(name, ''),
    cpuPercent: orNull(percent),
    rssBytes: orNull(count),
    startedAt: orNull(time),
  },
  'a process',
)

const self = recordOf<SelfReading>(
  {
    pid: must(count),
    rssBytes: must(count),
    cpuPercent: orNull(percent),
    upMs: must(duration),
    eventLoopDelayMs: orNull(duration),
  },
  'the use of our own process',
)

/** The last check of a reading of a machine: what is implausible in it is unknown. */
export const checkMachine: (reading: MachineReading, lost: (loss: Loss) => void) => MachineReading | undefined =
  withinBounds<MachineReading>({
    at: must(time),
    cpu: or(cpu, { percent: null, cores: null, load: null }),
    memory: orNull(memory),
    swap: orNull(swap),
    disks: or(listOf(disk, maxListed), []),
    network: or(network, { inBytesPerSecond: null, outBytesPerSecond: null }),
    temperatures: or(
      recordOf<MachineReading['temperatures']>(
        { cpuCelsius: must(nullable(celsius)), all: or(listOf(temperature, 2 * maxListed), []) },
        'temperatures',
      ),
      { cpuCelsius: null, all: [] },
    ),
    gpu: orNull(gpu),
    processes: or(listOf(agentProcess, maxListed), []),
    self: must(self),
  })
