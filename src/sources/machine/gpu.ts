import type { GpuReading } from '../../facts/machine.ts'

/** What an AMD card says of itself under `/sys/class/drm/card…/device`; null is a file that is not there. */
export type AmdFiles = { busy: string | null; used: string | null; total: string | null; celsius: number | null }

/** Undefined for a card that says nothing: it is another make, or only a picture without a processor. */
export function amdGpu({ busy, used, total, celsius }: AmdFiles): GpuReading | undefined {
  const [percent, memoryUsedBytes, memoryTotalBytes] = [whole(busy), whole(used), whole(total)]
  if (percent === null && memoryTotalBytes === null) return undefined
  return { name: 'AMD', percent, memoryUsedBytes, memoryTotalBytes, celsius }
}

const whole = (text: string | null) => (text && /^\s*\d+\s*$/.test(text) ? Number(text) : null)

/** What `nvidia-smi` is asked for; in this order it answers, a line for each card. */
export const nvidiaFields = ['utilization.gpu', 'memory.used', 'memory.total', 'temperature.gpu', 'name']

/** The busiest card. A value a card does not have is written in words. */
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
