import { statfs } from 'node:fs'
import type { AgentProcess, DiskReading, GpuReading, MachineReading } from '../../facts/machine.ts'
import { createAgentProcesses } from './agent-processes.ts'
import { busyPercent, type CoreTimes, parseCoreTimes, parseLoad } from './cpu.ts'
import { diskOf, ordered, parseMounts, type Room } from './disks.ts'
import { elapsedMs, type Moment, type Tick } from './elapsed.ts'
import { filesUnder } from './files.ts'
import { type AmdFiles, amdGpu } from './gpu.ts'
import { memoryOf, parseCgroup, parseMeminfo, swapOf } from './memory.ts'
import { parseTraffic, ratesOf, type Traffic, unknownRates } from './network.ts'
import { createNvidia } from './nvidia.ts'
import { createOwnProcess } from './own-process.ts'
import { type Sensor, temperaturesOf } from './temperatures.ts'

/** Values that change slowly, or cost more to read, are read this often. */
const slowMs = 10_000
/** The first reading waits so long for values that are read beside it. */
const firstPatienceMs = 300

type World = {
  root?: string
  roomOf?: (path: string) => Promise<Room>
  nvidiaSmi?: string | null
  pageBytes?: number
}

/** Reads a machine from `/proc` and `/sys`. Counters become differences between two readings. */
export function createLinux({
  root = '/',
  roomOf = roomAt,
  nvidiaSmi = Bun.which('nvidia-smi'),
  pageBytes = pageSize(),
}: World = {}) {
  const files = filesUnder(root)
  const scan = createAgentProcesses(files, pageBytes)
  const askNvidia = createNvidia(nvidiaSmi)
  const ourselves = createOwnProcess()
  let before: { moment: Moment; everyMs: number; cores: CoreTimes; traffic: Traffic } | undefined

  let slowAt: Moment | undefined
  let disks: DiskReading[] = []
  let processes: AgentProcess[] = []
  let temperatures: MachineReading['temperatures'] = { cpuCelsius: null, all: [] }
  let gpu: GpuReading | null = null
  let besides: Promise<unknown> | undefined

  function readSlowly(moment: Moment) {
    const isGap = elapsedMs(slowAt, moment, slowMs) === null
    slowAt = moment
    processes = scan(moment.steadyMs, isGap)
    const sensors = sensorsIn(files)
    temperatures = temperaturesOf(sensors)
    const amd = amdIn(files, sensors)
    if (amd) gpu = amd
    // A disk or a program that hangs blocks only its own value: the last one stays.
    besides ??= Promise.all([
      roomsOf(parseMounts(files.read('proc/mounts') ?? ''), roomOf).then((found) => {
        disks = found
      }),
      amd
        ? undefined
        : askNvidia().then((found) => {
            gpu = found
          }),
    ]).finally(() => {
      besides = undefined
    })
  }

  return async (tick: Tick): Promise<MachineReading> => {
    const moment = { wallMs: tick.wallMs, steadyMs: tick.steadyMs }
    const everyMs = Math.max(tick.everyMs, before?.everyMs ?? 0)
    const elapsed = elapsedMs(before?.moment, moment, everyMs)
    const cores = parseCoreTimes(files.read('proc/stat') ?? '')
    const traffic = parseTraffic(files.read('proc/net/dev') ?? '')
    const fields = parseMeminfo(files.read('proc/meminfo') ?? '')
    const isFirst = slowAt === undefined
    // Half a tick of tolerance, so that a timer that fires a little early does not skip a turn.
    if (!slowAt || moment.steadyMs - slowAt.steadyMs >= slowMs - everyMs / 2) readSlowly(moment)
    if (isFirst) await Promise.race([besides, Bun.sleep(firstPatienceMs)])

    const reading: MachineReading = {
      at: tick.wallMs,
      cpu: {
        percent: before && elapsed !== null ? busyPercent(before.cores, cores) : null,
        cores: cores.size || null,
        load: parseLoad(files.read('proc/loadavg') ?? ''),
      },
      memory: memoryOf(fields, containerIn(files)),
      swap: swapOf(fields),
      disks,
      network: before && elapsed !== null ? ratesOf(before.traffic, traffic, elapsed) : unknownRates,
      temperatures,
      gpu,
      processes,
      self: ourselves(elapsed, tick.lateMs),
    }
    before = { moment, everyMs: tick.everyMs, cores, traffic }
    return reading
  }
}

type Files = ReturnType<typeof filesUnder>

/**
 * The limits of the container around this process, for both versions of cgroups: its files are at the root. A machine
 * without a container has none there.
 */
const containerIn = ({ read }: Files) =>
  parseCgroup({
    limit: read('sys/fs/cgroup/memory.max'),
    current: read('sys/fs/cgroup/memory.current'),
    stat: read('sys/fs/cgroup/memory.stat'),
  }) ??
  parseCgroup({
    limit: read('sys/fs/cgroup/memory/memory.limit_in_bytes'),
    current: read('sys/fs/cgroup/memory/memory.usage_in_bytes'),
    stat: read('sys/fs/cgroup/memory/memory.stat'),
  })

/** The room on the file system at a path. */
const roomAt = (path: string) =>
  new Promise<Room>((resolve, reject) => statfs(path, (error, room) => (error ? reject(error) : resolve(room))))

async function roomsOf(mounts: ReturnType<typeof parseMounts>, roomOf: (path: string) => Promise<Room>) {
  const rooms = await Promise.all(
    mounts.map((mount) =>
      roomOf(mount.path).then(
        (room) => ({ mount, room }),
        // The file system may not be read, or was unmounted.
        () => undefined,
      ),
    ),
  )
  return ordered(
    rooms.flatMap((found) => {
      const disk = found && diskOf(found.mount, found.room)
      return disk ? [{ ...disk, type: found.mount.type }] : []
    }),
  )
}

/** Sensors of chips, or of thermal zones on a small machine. */
function sensorsIn({ read, list }: Files): Sensor[] {
  const chips = list('sys/class/hwmon').flatMap((chip): Sensor[] => {
    const folder = `sys/class/hwmon/${chip}`
    const name = read(`${folder}/name`)?.trim()
    if (!name) return []
    return list(folder)
      .filter((file) => /^temp\d+_input$/.test(file))
      .flatMap((file) => {
        const text = read(`${folder}/${file}`)
        return text === null
          ? []
          : [{ chip: name, label: read(`${folder}/${file.replace('input', 'label')}`)?.trim() || null, text }]
      })
  })
  if (chips.length > 0) return chips
  return list('sys/class/thermal')
    .filter((zone) => zone.startsWith('thermal_zone'))
    .flatMap((zone) => {
      const text = read(`sys/class/thermal/${zone}/temp`)
      return text === null ? [] : [{ chip: read(`sys/class/thermal/${zone}/type`)?.trim() || zone, label: null, text }]
    })
}

/** The reading of the busiest AMD card. */
function amdIn({ read, list }: Files, sensors: Sensor[]): GpuReading | undefined {
  const celsius = temperaturesOf(sensors.filter(({ chip }) => chip === 'amdgpu')).all[0]?.celsius ?? null
  return list('sys/class/drm')
    .filter((name) => /^card\d+$/.test(name))
    .flatMap((card) => {
      const folder = `sys/class/drm/${card}/device`
      const found: AmdFiles = {
        busy: read(`${folder}/gpu_busy_percent`),
        used: read(`${folder}/mem_info_vram_used`),
        total: read(`${folder}/mem_info_vram_total`),
        celsius,
      }
      return amdGpu(found) ?? []
    })
    .sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1))[0]
}

/** Memory of processes is counted in pages: 4 KiB, except on some ARM and POWER machines. */
function pageSize(): number {
  const auxv = filesUnder('/').read('proc/self/smaps')
  const [, kilobytes] = /^KernelPageSize:\s+(\d+) kB$/m.exec(auxv ?? '') ?? []
  return kilobytes === undefined ? 4_096 : Number(kilobytes) * 1024
}
