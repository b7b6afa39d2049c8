import type { GatewayState, GatewayStatus } from '../../src/facts/gateway.ts'
import { type Runtime, runtimeLabels } from '../../src/facts/runtimes.ts'
import type { SourceState } from '../../src/facts/source.ts'
import type { Mark } from './state-mark.tsx'

/** The name of a source: its own where it was declared with one, else that of its runtime. */
export const nameOf = ({ runtime, name }: { runtime: Runtime; name?: string }) => name ?? runtimeLabels[runtime].name

/** The status of a source as a mark, and as the end of a sentence that begins with its name. */
export const sourceStatusLabels: Record<SourceState, { mark: Mark; word: string }> = {
  ok: { mark: 'healthy', word: 'is read' },
  reading: { mark: 'thinking', word: 'is being read' },
  absent: { mark: 'unknown', word: 'was not found' },
  trouble: { mark: 'stopped', word: 'is in trouble' },
}

/** The status of a gateway likewise, the most urgent first. */
export const gatewayStatusLabels: Record<GatewayStatus, { mark: Mark; word: string }> = {
  down: { mark: 'stopped', word: 'is down' },
  unsteady: { mark: 'stopped', word: 'does not stay up' },
  restarting: { mark: 'thinking', word: 'is restarting' },
  refused: { mark: 'waiting', word: 'refuses the connection' },
  connecting: { mark: 'thinking', word: 'is being connected to' },
  connected: { mark: 'healthy', word: 'connected' },
  absent: { mark: 'unknown', word: 'does not run' },
}

/** Of several gateways the one whose status is the most urgent. */
export const mostUrgentGateway = (gateways: GatewayState[]): GatewayState | undefined =>
  (Object.keys(gatewayStatusLabels) as GatewayStatus[])
    .map((status) => gateways.find(({ state }) => state === status))
    .find(Boolean)
