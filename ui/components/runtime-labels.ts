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

/**
 * What may help a gateway that is not well, where services ask about it first; undefined where it is well. One whose
 * process is there is restarted, another is started.
 */
export function gatewayRemedy(gateways: GatewayState[]): { words: string; href: string } | undefined {
  const gateway = mostUrgentGateway(gateways)
  if (gateway?.state !== 'down' && gateway?.state !== 'unsteady') return undefined
  // Of several the person chooses the one that is meant.
  if (gateways.length > 1) return { words: 'Open services', href: '/services' }
  const isThere = gateway.state === 'unsteady' || gateway.words.includes('does not answer')
  return isThere
    ? { words: 'Restart the gateway…', href: '/services?service=gateway&ask=restart' }
    : { words: 'Start the gateway…', href: '/services?service=gateway&ask=start' }
}

/** Of several gateways the one whose status is the most urgent. */
export const mostUrgentGateway = (gateways: GatewayState[]): GatewayState | undefined =>
  (Object.keys(gatewayStatusLabels) as GatewayStatus[])
    .map((status) => gateways.find(({ state }) => state === status))
    .find(Boolean)
