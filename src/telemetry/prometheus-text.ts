import type { Metric, Point } from './metric.ts'

/** Metrics in the text format of Prometheus 0.0.4; metrics without a name for it are left out. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .flatMap((metric) => {
      const { prometheus: name, help, kind, points } = metric
      if (name === null || points.length === 0) return []
      return [
        `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`,
        `# TYPE ${name} ${kind}`,
        ...points.map((point) => `${name}${labelsOf(point)} ${numberOf(point.value)}`),
      ]
    })
    .map((line) => `${line}\n`)
    .join('')
}

function labelsOf({ labels }: Point): string {
  if (labels.length === 0) return ''
  return `{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`
}

/** A value may hold anything; only these three have to be escaped. Half of a character is none in UTF-8. */
const escaped = (value: string) =>
  value.toWellFormed().replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"')

const numberOf = (value: number) =>
  Number.isNaN(value) ? 'NaN' : value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value)
