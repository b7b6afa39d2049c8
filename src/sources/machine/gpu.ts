import type { GpuReading } from '../../facts/machine.ts'

/** The files of an AMD card under `/sys/class/drm/card…/device`; null is a file that is not there. */
export type AmdFiles = { busy: string | null; used: string | null; total: string | null; celsius: number | null }

/** The reading of an AMD card; undefined for a card of another make, or without a processor. */
export function amdGpu({ busy, used, total, celsius }: AmdFiles): GpuReading | undefined {
  const [percent, memoryUsedBytes, memoryTotalBytes] = [whole(busy), whole(used), whole(total)]
  if (percent === null && memoryTotalBytes === null) return undefined
  return { name: 'AMD', percent, memoryUsedBytes, memoryTotalBytes, celsius }
}

const whole = (text: string | null) => (text && /^\s*\d+\s*$/.test(text) ? Number(text) : null)

/** The fields for `nvidia-smi`, which answers a line for each card in this order. */
export const nvidiaFields = ['utilization.gpu', 'memory.used', 'memory.total', 'temperature.gpu', 'name']

/** The reading of the busiest card. A missing value is written in words. */
export function parseNvidia(text: string): GpuReading | null {
  const cards = text
    .split('\n')
    .map((line) => line.split(',').map((field) => field.trim()))
    .filter((fields) => fields.length >= nvidiaFields.length)
    .map(([percent, used, total, celsius, ...name]): GpuReading => {
      const mebibytes = (field: string | undefined) => {
        const count = known(field)
        return count === null ? null : count * 1024 * 1024
      }
      return {
        name: name.join(', '),
        percent: known(percent),
        memoryUsedBytes: mebibytes(used),
        memoryTotalBytes: mebibytes(total),
        celsius: known(celsius),
      }
    })
  return cards.sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1))[0] ?? null
}

const known = (field: string | undefined) => (field && /^\d+(\.\d+)?$/.test(field) ? Number(field) : null)
