/** The value below which the given part of the sorted values lies. */
export const at = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!

/** The middle of some values. */
export const median = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  return at(sorted, 0.5)
}

/** The value that 95 of 100 lie below. */
export const p95 = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  return at(sorted, 0.95)
}

export function say(what: string, values: number[], unit: string, tail = false) {
  const sorted = values.toSorted((a, b) => a - b)
  const figures = tail
    ? `p50 ${at(sorted, 0.5).toFixed(0)}, p95 ${at(sorted, 0.95).toFixed(0)}`
    : `median ${at(sorted, 0.5).toFixed(0)} (${sorted[0]!.toFixed(0)}–${sorted.at(-1)!.toFixed(0)})`
  console.log(`${what}: ${figures} ${unit}, ${values.length} runs`)
}

export const kb = (count: number) => `${(count / 1_000).toFixed(1)} kB`

export const mb = (count: number) => `${(count / 1e6).toFixed(0)} MB`

export async function residentBytes(pid: number) {
  const status = await Bun.file(`/proc/${pid}/status`).text()
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

const ticksPerSecond = 100

/** Seconds of processor time that a process has had so far. */
export async function processorSeconds(pid: number) {
  const stat = await Bun.file(`/proc/${pid}/stat`).text()
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
