import type { Temperature } from '../../facts/machine.ts'

/** A sensor of the kernel: the name of its chip, its own label if it has one, and thousandths of a degree. */
export type Sensor = { chip: string; label: string | null; text: string }

const cpuChips = /^(coretemp|k10temp|k8temp|zenpower|cpu|x86_pkg_temp|soc|bcm2835|via_cputemp|apple_soc)/i
const graphicsChips = /^(amdgpu|radeon|nouveau|i915|xe)$/

/** All plausible temperatures, and the highest of those at the processor. */
export function temperaturesOf(sensors: Sensor[]): { cpuCelsius: number | null; all: Temperature[] } {
  const all: Temperature[] = []
  let cpuCelsius: number | null = null
  for (const { chip, label, text } of sensors) {
    const celsius = Number.parseInt(text, 10) / 1_000
    // An unconnected sensor reports 0, -128 or 255.
    if (!(celsius > 0 && celsius < 150)) continue
    all.push({ name: label ? `${chip} ${label}` : chip, celsius })
    if (cpuChips.test(chip) && !graphicsChips.test(chip)) cpuCelsius = Math.max(cpuCelsius ?? 0, celsius)
  }
  return { cpuCelsius, all }
}
