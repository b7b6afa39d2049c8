import { expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptMeasure, MeasuresOverTime } from '../src/health/measure-messages.ts'
import { type Running, recordedHome, start, temporary, until } from './testing/program.ts'

const id = 'self.rss.bytes'

/** The buckets of ten seconds of twenty minutes that are known, by when they begin. */
async function tens(server: Running, since: number) {
  const { at = [], measures } = await server.ask<Partial<MeasuresOverTime>>(
    `/api/health/series?measure=${id}&since=${since}&until=${since + 1_200_000}&points=120`,
  )
  return new Map(at.flatMap((from, place) => [[from, measures![0]!.mean[place]!] as const]).filter(([, mean]) => mean))
}

test('measures are kept over a kill but for the ten seconds that are open, and over a loss of their file with a word of it', async () => {
  using folder = temporary('measures')
  const env = { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) }
  const since = Math.floor(Date.now() / 600_000) * 600_000
  let before: Awaited<ReturnType<typeof tens>>
  {
    await using server = await start(folder.path, [], { env })
    before = await until(
      'three buckets are there',
      async () => {
        const known = await tens(server, since)
        return known.size >= 3 && known
      },
      60_000,
    )
    const { items } = await server.ask<{ items: KeptMeasure[] }>('/api/health/measures')
    expect(items.map((one) => one.id)).toContain(id)
    await server.stop('SIGKILL')
  }
  await using server = await start(folder.path, [], { env })
  const after = await until('they are there again', async () => {
    const known = await tens(server, since)
    return known.size >= before.size - 1 && known
  })
  for (const [from, mean] of [...before].slice(0, -1)) expect(after.get(from)).toBe(mean)

  for (const ending of ['', '-wal', '-shm']) rmSync(join(folder.path, 'data', `metrics.sqlite${ending}`))
  await until(
    'it is said that the file is gone',
    async () => {
      const { findings } = await server.ask<{ findings: { code: string }[] }>('/api/doctor')
      return findings.some(({ code }) => code === 'measures-lost')
    },
    30_000,
  )
}, 180_000)
