import { loadavg } from 'node:os'
import type { AgentProcess, DiskReading, MachineReading } from '../../facts/machine.ts'
import { runtimeOf } from '../../facts/runtime-of-process.ts'
import { elapsedMs, type Tick } from './elapsed.ts'
import { isVirtual, unknownRates } from './network.ts'
import { createOwnProcess } from './own-process.ts'

/** The library starts processes for each question, so it is asked at most this often. */
const askMs = 10_000

/**
 * Reads a machine without `/proc` through systeminformation, which is loaded only there. Between two questions a
 * reading repeats the last values of the machine; those of this process are always new.
 */
export function createPortable() {
  const ourselves = createOwnProcess()
  let known: Omit<MachineReading, 'at' | 'self'> | undefined
  let asking: Promise<void> | undefined
  let asked: Tick | undefined
  let before: Tick | undefined

  return async (tick: Tick): Promise<MachineReading> => {
    if (!asking && (!asked || tick.steadyMs - asked.steadyMs >= askMs - tick.everyMs / 2)) {
      // The library measures since its last question: after a sleep that value is not current.
      const isGap = elapsedMs(asked, tick, askMs) === null
      asked = tick
      asking = askAll(isGap)
        .then((found) => {
          known = found
        })
        .finally(() => {
          asking = undefined
        })
    }
    if (!known) await asking
    const elapsed = elapsedMs(before, tick, Math.max(tick.everyMs, before?.everyMs ?? 0))
    before = tick
    return { ...(known ?? nothing), at: tick.wallMs, self: ourselves(elapsed, tick.lateMs) }
  }
}

const nothing: Omit<MachineReading, 'at' | 'self'> = {
  cpu: { percent: null, cores: null, load: null },
  memory: null,
  swap: null,
  disks: [],
  network: unknownRates,
  temperatures: { cpuCelsius: null, all: [] },
  gpu: null,
  processes: [],
}

/** All values at once; an unknown value is null. */
async function askAll(isGap: boolean): Promise<Omit<MachineReading, 'at' | 'self'>> {
  const si = await import('systeminformation')
  const orNull = <Found>(asked: Promise<Found>) => asked.catch(() => null)
  const [load, memory, sizes, stats, heat, graphics, processes] = await Promise.all([
    orNull(si.currentLoad()),
    orNull(si.mem()),
    orNull(si.fsSize()),
    orNull(si.networkStats('*')),
    orNull(si.cpuTemperature()),
    orNull(si.graphics()),
    orNull(si.processes()),
  ])
  const [one, five, fifteen] = loadavg()
  const outward = (stats ?? []).filter(({ iface }) => !isVirtual(iface))
  const rate = (of: 'rx_sec' | 'tx_sec') => {
    const rates = outward.map((stat) => stat[of] as number | null).filter((rate) => rate !== null && rate >= 0)
    return rates.length === 0 || isGap ? null : rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0)
  }
  const card = graphics?.controllers
    .filter(({ utilizationGpu, memoryTotal }) => isNumber(utilizationGpu) || isNumber(memoryTotal))
    .sort((a, b) => (b.utilizationGpu ?? -1) - (a.utilizationGpu ?? -1))[0]
  const mebibytes = (count: number | undefined) => (isNumber(count) ? count * 1024 * 1024 : null)
  return {
    cpu: {
      percent: isGap ? null : numberOr(load?.currentLoad),
      cores: load?.cpus.length || null,
      // Windows has no load average and reports 0.
      load: process.platform === 'win32' ? null : [one ?? 0, five ?? 0, fifteen ?? 0],
    },
    memory: memory?.total
      ? {
          totalBytes: memory.total,
          usedBytes: memory.total - memory.available,
          availableBytes: memory.available,
          limited: false,
        }
      : null,
    swap: memory?.swaptotal ? { totalBytes: memory.swaptotal, usedBytes: memory.swapused } : null,
    disks: disksOf(sizes ?? []),
    network: { inBytesPerSecond: rate('rx_sec'), outBytesPerSecond: rate('tx_sec') },
    temperatures: { cpuCelsius: heat?.max || heat?.main || null, all: [] },
    gpu: card
      ? {
          name: card.model || card.vendor,
          percent: numberOr(card.utilizationGpu),
          memoryUsedBytes: mebibytes(card.memoryUsed),
          memoryTotalBytes: mebibytes(card.memoryTotal),
          celsius: numberOr(card.temperatureGpu),
        }
      : null,
    processes: (processes?.list ?? [])
      .flatMap(({ pid, name, path, command, params, cpu, memRss, started }): AgentProcess[] => {
        const runtime = runtimeOf([path || command, ...params.split(' ')].join('\0')) ?? runtimeOf(name)
        const startedAt = Date.parse(started)
        return runtime
          ? [
              {
                pid,
                runtime,
                name: name.slice(0, 40),
                cpuPercent: numberOr(cpu),
                rssBytes: isNumber(memRss) ? memRss * 1024 : null,
                startedAt: Number.isNaN(startedAt) ? null : startedAt,
              },
            ]
          : []
      })
      .sort((a, b) => (b.cpuPercent ?? 0) - (a.cpuPercent ?? 0))
      .slice(0, 40),
  }
}

type Size = { fs: string; type: string; mount: string; size: number; used: number; available: number }

/** Each disk once: the volumes of an APFS container share one, and system volumes are not for data. */
function disksOf(sizes: Size[]): DiskReading[] {
  const found = new Map<string, DiskReading>()
  for (const { fs, mount, size, used, available } of sizes) {
    if (!(size > 0) || /^\/(System\/Volumes\/(?!Data$)|private\/var\/vm|boot|dev)/.test(mount)) continue
    const freeBytes = Math.max(0, available)
    const usedBytes = process.platform === 'darwin' ? size - freeBytes : used
    const room = `${fs.replace(/s\d+(s\d+)*$/, '')} ${size}`
    if ((found.get(room)?.path.length ?? Number.POSITIVE_INFINITY) <= mount.length) continue
    const usedPercent = (usedBytes / (usedBytes + freeBytes)) * 100
    found.set(room, { device: fs, path: mount, totalBytes: size, usedBytes, freeBytes, usedPercent })
  }
  return [...found.values()].sort((a, b) => b.usedPercent - a.usedPercent)
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const numberOr = (value: unknown) => (isNumber(value) && value >= 0 ? value : null)
