import { expect, test } from 'bun:test'
import type { GatewayState } from '../facts/gateway.ts'
import { gatewayFindings } from './gateway-findings.ts'

const gateway: GatewayState = {
  home: '~/.openclaw',
  state: 'connected',
  since: 1,
  words: 'OpenClaw 2026.9.6',
  reading: {
    alive: true,
    ready: false,
    failing: ['telegram'],
    eventLoop: { degraded: true, delayP99Ms: 1, utilization: 1 },
    pid: 7,
    port: 9,
    rssBytes: 100 * 2 ** 20,
    upSinceMs: 1,
    version: '2026.9.6',
    channels: null,
    since: 1,
  },
}

test('a gateway is described by what was measured of it', () =>
  expect(gatewayFindings([gateway])[0]!.message).toBe(
    'The gateway of ~/.openclaw is connected (OpenClaw 2026.9.6, process 7, port 9, 100 MiB, not ready: telegram, its event loop is slow).',
  ))

test('one that is down is an error with its fix, one that never ran is none', () => {
  const of = (state: GatewayState['state']) =>
    gatewayFindings([{ ...gateway, state, words: 'gone', reading: null }])[0]!
  expect(of('down')).toMatchObject({ level: 'error', message: 'The gateway of ~/.openclaw is down: gone.' })
  expect(of('down').fix).toContain('openclaw gateway start')
  expect(of('absent')).toMatchObject({ level: 'info', message: 'The gateway of ~/.openclaw does not run.', fix: null })
})

test('one that does not stay up is an error that says how often, and where to look', () => {
  const [line] = gatewayFindings([{ ...gateway, state: 'unsteady', words: 'it has gone away 5 times', reading: null }])
  expect(line).toMatchObject({
    level: 'error',
    code: 'gateway-unsteady',
    message: 'The gateway of ~/.openclaw does not stay up: it has gone away 5 times.',
  })
  expect(line!.fix).toContain('log')
})
