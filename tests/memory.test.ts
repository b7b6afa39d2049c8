import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bigHome } from '../bench/big-home.ts'
import { start, temporary } from './testing/program.ts'

/** What a small container or an old board has for everything. */
const limitMB = 256

test('a long history is read, and its pages are answered, within 256 MB', async () => {
  using folder = temporary('memory')
  const home = join(folder.path, 'openclaw')
  const known = bigHome(home, { seed: 5, bytes: 250e6 })
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  for (const path of ['/api/overview', '/api/costs/page', '/api/costs/report?by=session', '/api/sessions?limit=200'])
    await server.ask(path)
  const { totals } = await server.ask<{ totals: { totalTokens: number; calls: number } }>(
    '/api/costs/report?by=runtime&since=2020-01-01',
  )
  expect([totals.totalTokens, totals.calls]).toEqual([known.tokens, known.calls])
  const peakKB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1])
  expect(peakKB / 1_000).toBeGreaterThan(40)
  expect(peakKB / 1_000).toBeLessThan(limitMB)
}, 120_000)
