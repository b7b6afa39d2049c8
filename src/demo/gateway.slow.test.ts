import { expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../lib/testing/until.ts'
import { deviceFrom } from '../sources/openclaw/gateway/device.ts'
import { findGateway } from '../sources/openclaw/gateway/find-gateway.ts'
import { followGateway, type Gateway } from '../sources/openclaw/gateway/gateway.ts'
import type { Push } from '../sources/openclaw/gateway/pushes.ts'
import { createDemo } from './demo.ts'

/** A demo whose gateway is followed like that of any home. */
async function withDemo(
  look: (here: {
    gateway: Gateway
    pushes: Push[]
    home: string
    fall(how: string): Promise<number>
    is(state: string): Promise<void>
  }) => Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'demo-gateway-'))
  const demo = createDemo({ seed: 7, folder, now: Date.now })
  const pushes: Push[] = []
  const gateway = followGateway(
    {
      home: demo.home,
      find: () => findGateway(demo.home, null, { url: null, token: null }, { systemFolders: [folder] }),
      device: deviceFrom(Buffer.alloc(32, 9).toString('base64url')),
      version: '1',
      platform: 'linux',
      now: Date.now,
      changed() {},
      pushed: (all) => pushes.push(...all),
      samePlace: (a, b) => a === b,
    },
    { lookMs: 50, probeMs: 50, firstWaitMs: 50 },
  )
  demo.start()
  const is = (state: string) => until(() => gateway.state().state === state)
  async function fall(how: string) {
    const { token } = JSON.parse(readFileSync(join(demo.home, 'openclaw.json'), 'utf8')).gateway.auth
    await until(() => gateway.state().reading !== null)
    const url = `http://127.0.0.1:${gateway.state().reading!.port}/demo/${how}`
    expect((await fetch(url, { method: 'POST' })).status).toBe(404)
    return (await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` } })).status
  }
  try {
    await look({ gateway, pushes, home: demo.home, fall, is })
  } finally {
    gateway.stop()
    demo.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

test(
  'it is found by its lock, checks who comes, and pushes what the demo plays',
  () =>
    withDemo(async ({ gateway, pushes, is }) => {
      await is('connected')
      expect(gateway.findings()).toEqual([])
      const kinds = () => new Set(pushes.flatMap((push) => (push.kind === 'said' ? [push.said.kind] : [push.kind])))
      await until(() => kinds().has('tool.started') && kinds().has('wake'))
      expect(gateway.state().reading).toMatchObject({ ready: true, version: '2026.9.6', pid: process.pid })
    }),
  20_000,
)

test(
  'it restarts when it is asked to, and is back by itself',
  () =>
    withDemo(async ({ fall, is }) => {
      await is('connected')
      expect(await fall('restart')).toBe(200)
      await is('restarting')
      await is('connected')
    }),
  30_000,
)

test(
  'it falls over when it is asked to, and is back by itself',
  () =>
    withDemo(async ({ fall, is }) => {
      await is('connected')
      expect(await fall('crash')).toBe(200)
      await is('down')
      await is('connected')
    }),
  30_000,
)
