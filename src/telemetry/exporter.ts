import type { Finding } from '../facts/source.ts'
import type { Snapshot } from './metric.ts'
import { metricsOf } from './metrics.ts'
import { otlpBody } from './otlp-body.ts'
import { createOtlpSender } from './otlp-sender.ts'
import { prometheusText } from './prometheus-text.ts'
import { createUsageCounters } from './usage-counters.ts'

type Deps = {
  snapshot: () => Promise<Snapshot>
  now: () => number
  /** Where metrics are sent, and the headers of the requests; undefined where they are not. */
  sendTo: { endpoint: string; headers: string | undefined; everyMs?: number } | undefined
}

export type Exporter = ReturnType<typeof createExporter>

/** What leaves: the text that is asked for, and what is sent. It is loaded only where either is switched on. */
export function createExporter({ snapshot, now, sendTo }: Deps) {
  const counters = createUsageCounters()

  async function metrics(format: 'prometheus' | 'otel', hidesPaths: boolean) {
    const taken = hidesPaths ? withoutPaths(await snapshot()) : await snapshot()
    return { taken, metrics: metricsOf(taken, taken.usage && counters.take(taken.usage, taken.at), format) }
  }

  const sender =
    sendTo &&
    createOtlpSender({
      ...sendTo,
      now,
      async body() {
        const { taken, metrics: all } = await metrics('otel', false)
        return otlpBody(all, taken)
      },
    })
  sender?.start()

  return {
    /** The text for Prometheus. A screen gets the number of a disk in the place of its path. */
    text: async (hidesPaths: boolean): Promise<string> =>
      prometheusText((await metrics('prometheus', hidesPaths)).metrics),
    findings: (): Finding[] => sender?.findings() ?? [],
    stop: () => sender?.stop(),
  }
}

function withoutPaths(snapshot: Snapshot): Snapshot {
  const disks = snapshot.reading?.machine.disks ?? []
  const numberOf = (path: string) => String(disks.findIndex((disk) => disk.path === path) + 1)
  return {
    ...snapshot,
    values: snapshot.values.map(([id, value]) => {
      const [, word, path] = /^(disk\.[\w.]+):(.*)$/s.exec(id) ?? []
      return word === undefined ? [id, value] : [`${word}:${numberOf(path!)}`, value]
    }),
    reading: snapshot.reading && {
      ...snapshot.reading,
      machine: {
        ...snapshot.reading.machine,
        disks: disks.map((disk) => ({ ...disk, path: numberOf(disk.path), device: '' })),
      },
    },
  }
}
