import type { GatewayState, GatewayStatus } from '../facts/gateway.ts'
import type { Diagnosis } from './doctor.ts'

/** The level of each gateway state; the reason for it is a finding of its own. */
const levels: Record<GatewayStatus, Diagnosis['level']> = {
  connected: 'info',
  connecting: 'info',
  restarting: 'info',
  absent: 'info',
  refused: 'warn',
  unsteady: 'error',
  down: 'error',
}

const sentences: Record<GatewayStatus, string> = {
  connected: 'is connected',
  connecting: 'is being connected to',
  restarting: 'is restarting',
  absent: 'does not run',
  refused: 'refuses the connection',
  unsteady: 'does not stay up',
  down: 'is down',
}

const fixes: Partial<Record<GatewayStatus, string>> = {
  down: 'Start it: `openclaw gateway start`. Until then its sessions are read from the stores.',
  unsteady: 'Look into its log for why it ends. Meanwhile its sessions are read from the stores.',
}

/** One finding for each gateway, with its measured values. */
export const gatewayFindings = (gateways: GatewayState[]): Diagnosis[] =>
  gateways.map(({ home, state, words, reading }) => {
    const measured = [
      reading?.version && `OpenClaw ${reading.version}`,
      reading?.pid && `process ${reading.pid}`,
      reading?.port && `port ${reading.port}`,
      reading?.rssBytes && `${Math.round(reading.rssBytes / 2 ** 20)} MiB`,
      reading?.ready === false && `not ready: ${reading.failing.join(', ') || 'it does not say why'}`,
      reading?.eventLoop?.degraded && 'its event loop is slow',
    ].filter(Boolean)
    const more = measured.length > 0 ? ` (${measured.join(', ')})` : ''
    return {
      about: 'gateway',
      level: levels[state],
      code: `gateway-${state}`,
      message: `The gateway of ${home} ${sentences[state]}${state === 'connected' || state === 'absent' ? '' : `: ${words}`}${more}.`,
      fix: fixes[state] ?? null,
    }
  })
