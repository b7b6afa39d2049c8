import { expect, test } from 'bun:test'
import type { GatewayReading, GatewayState } from '../../../src/facts/gateway.ts'
import { updatesOf } from './gateway-updates.ts'

const gateway = (version: string | null, newest?: string): GatewayState => ({
  home: '/home',
  state: 'connected',
  since: 1,
  words: '',
  reading: version === null ? null : ({ version } as GatewayReading),
  ...(newest !== undefined && { newest }),
})

const rows: [what: string, gateways: GatewayState[], newer: string[]][] = [
  ['no gateway', [], []],
  ['one that told of nothing', [gateway('2026.9.6')], []],
  ['one that told of a newer version', [gateway('2026.9.6', '2026.9.7')], ['2026.9.7 after 2026.9.6']],
  ['one that was updated since it told', [gateway('2026.9.7', '2026.9.7')], []],
  ['one whose own version is not known', [gateway(null, '2026.9.7')], ['2026.9.7 after null']],
]
for (const [what, gateways, newer] of rows)
  test(what, () =>
    expect(updatesOf({ gateways }).map(({ newest, version }) => `${newest} after ${version}`)).toEqual(newer),
  )

test('before anything is known there is no update', () => expect(updatesOf(undefined)).toEqual([]))
