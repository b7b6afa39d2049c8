import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { bigHome } from '../bench/big-home.ts'
import { start, temporary } from './testing/program.ts'

test('killed at twenty random moments of the first index, the restart goes on and counts everything once', async () => {
  using folder = temporary('kill')
  const home = join(folder.path, 'home')
  const known = bigHome(home, { seed: 11, bytes: 12e6 })
  const env = { OPENCLAW_STATE_DIR: home }
  let random = 1
  for (let round = 0; round < 20; round++) {
    random = (random * 48_271) % 2_147_483_647
    const server = await start(folder.path, [], { env })
    await Bun.sleep(random % 60)
    await server.stop('SIGKILL')
  }
  await using server = await start(folder.path, [], { env })
  await server.caughtUp()
  const { totals } = await server.ask<{ totals: { calls: number; totalTokens: number; costUsd: number } }>(
    '/api/costs/report?by=agent',
  )
  expect({ calls: totals.calls, tokens: totals.totalTokens }).toEqual({ calls: known.calls, tokens: known.tokens })
  expect(totals.costUsd).toBeCloseTo(known.usd, 6)
  await server.stop()
  using index = new Database(join(folder.path, 'data', 'index.sqlite'), { readonly: true })
  expect(index.query('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
}, 120_000)
