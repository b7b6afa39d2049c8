import type { MemoryReading } from '../../facts/machine.ts'

/** Parses `/proc/meminfo` into bytes. */
export function parseMeminfo(text: string): Map<string, number> {
  const fields = new Map<string, number>()
  for (const [, name, kilobytes] of text.matchAll(/^([^:\n]+):\s+(\d+) kB$/gm))
    fields.set(name!, Number(kilobytes) * 1024)
  return fields
}

/** The memory files of a container; null is a file that is not there. */
type CgroupFiles = { limit: string | null; current: string | null; stat: string | null }

/** The memory limit of a container; undefined where there is none that can be read. */
export function parseCgroup({ limit, current, stat }: CgroupFiles) {
  const limitBytes = bytesIn(limit)
  const currentBytes = bytesIn(current)
  if (limitBytes === undefined || currentBytes === undefined) return undefined
  // The field has another name in each version. Inactive files are given up when memory is needed.
  const inactive = /^(?:total_inactive_file) (\d+)$/m.exec(stat ?? '') ?? /^inactive_file (\d+)$/m.exec(stat ?? '')
  return { limitBytes, usedBytes: Math.max(0, currentBytes - Number(inactive?.[1] ?? 0)) }
}

const bytesIn = (text: string | null) => (text && /^\d+\s*$/.test(text) ? Number(text) : undefined)

/** The memory of the machine, or of the container where that is less. */
export function memoryOf(fields: Map<string, number>, container: ReturnType<typeof parseCgroup>): MemoryReading | null {
  const totalBytes = fields.get('MemTotal')
  if (!totalBytes) return null
  const free = fields.get('MemFree')
  const availableBytes =
    fields.get('MemAvailable') ??
    (free === undefined ? undefined : free + (fields.get('Buffers') ?? 0) + (fields.get('Cached') ?? 0))
  if (availableBytes === undefined) return null
  if (container && container.limitBytes > 0 && container.limitBytes < totalBytes) {
    const usedBytes = Math.min(container.usedBytes, container.limitBytes)
    return {
      totalBytes: container.limitBytes,
      usedBytes,
      availableBytes: Math.min(container.limitBytes - usedBytes, availableBytes),
      limited: true,
    }
  }
  return { totalBytes, usedBytes: Math.max(0, totalBytes - availableBytes), availableBytes, limited: false }
}

/** The swap space; null on a machine without one. */
export function swapOf(fields: Map<string, number>) {
  const totalBytes = fields.get('SwapTotal')
  const free = fields.get('SwapFree')
  if (!totalBytes || free === undefined) return null
  return { totalBytes, usedBytes: Math.max(0, totalBytes - free) }
}
