import type { Finding } from '../facts/source.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Exporter } from './exporter.ts'
import type { Snapshot } from './metric.ts'
import type { TelemetrySettings } from './settings.ts'

export type Telemetry = ReturnType<typeof createTelemetry>

type Deps = {
  settings: TelemetrySettings
  /** The file of the secrets with the headers for the receiver; undefined where there is none. */
  headers: () => string | undefined
  snapshot: () => Promise<Snapshot>
  now: () => number
  onError: (error: unknown) => void
}

/** Metrics for others: what Prometheus asks for and what is sent over OTLP, each off until it is switched on. */
export function createTelemetry({ settings, headers, snapshot, now, onError }: Deps) {
  const { prometheus, endpoint } = settings
  let exporter: Promise<Exporter> | undefined
  let loaded: Exporter | undefined
  let isStopped = false

  async function load() {
    const { createExporter } = await import('./exporter.ts')
    loaded = createExporter({ snapshot, now, sendTo: endpoint === null ? undefined : { endpoint, headers: headers() } })
    if (isStopped) loaded.stop()
    return loaded
  }

  return {
    /** What is switched on; of the address no more than its server, since the rest may be a key. */
    settings: () => ({ prometheus, sendsTo: endpoint === null ? null : new URL(endpoint).origin }),

    /** The text for Prometheus; `hidesPaths` where a screen asks. Rejects with a Refusal where it is switched off. */
    async text({ hidesPaths }: { hidesPaths: boolean }): Promise<string> {
      if (!prometheus)
        throw new Refusal(
          'not-found',
          'Metrics are switched off. Switch them on with `prometheus = true` in `[metrics]` of config.toml.',
        )
      exporter ??= load()
      return (await exporter).text(hidesPaths)
    },

    findings: (): Finding[] => loaded?.findings() ?? [],

    /** Begins to send, where that is switched on. */
    start() {
      if (endpoint === null) return
      exporter ??= load()
      exporter.catch(onError)
    },

    stop() {
      isStopped = true
      loaded?.stop()
    },
  }
}
