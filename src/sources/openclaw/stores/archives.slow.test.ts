import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { indexOnce } from '../../../indexing/testing/index-all.ts'
import { temporary } from '../../../lib/testing/temporary.ts'
import { createOpenClaw } from '../openclaw.ts'
import { answerEntry, callsIn, copiedHome, firstSession, inDatabase } from '../testing/home.ts'

const later = Date.UTC(2026, 10, 21)
const answer = (number: number) => `${JSON.stringify(answerEntry(later + number))}\n`
const calls = callsIn('2026.9.6')

/** Two starts on one index over a recorded home with something more in it: what each finds, and what is unread. */
async function startsWith(prepare: (home: string) => void, limits = {}) {
  using home = copiedHome('2026.9.6')
  using folder = temporary('archives')
  prepare(home.path)
  const starts: { calls: number; unread: string[]; entries: number }[] = []
  for (const _ of [1, 2]) {
    const source = createOpenClaw({ homes: [home.path], configPath: null }, undefined, limits)
    const read = await indexOnce(() => [source], { path: folder.at('index.sqlite') })
    starts.push({
      calls: read.calls(),
      unread: read.unread().map(({ reason }) => reason),
      entries: source.work().entries,
    })
    read.index.$client.close()
  }
  return starts
}

function writeArchive(home: string, text: string | Uint8Array, id = '11111111-1111-4111-8111-111111111111') {
  const folder = join(home, 'agents', 'main', 'sessions')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${id}.jsonl.deleted.2026-11-21T00-00-00.000Z.aa.zst`), Bun.zstdCompressSync(text))
}

test('an archive of more than the window is read whole, and once', async () => {
  const filler = `${JSON.stringify({ type: 'message', message: { role: 'user', content: 'x'.repeat(9_000) } })}\n`
  const [first, second] = await startsWith((home) =>
    writeArchive(home, `${answer(1)}${filler.repeat(600)}${answer(2)}${filler.repeat(600)}${answer(3)}`),
  )
  expect([first!.calls, first!.unread]).toEqual([calls + 3, []])
  expect([second!.calls, second!.entries]).toEqual([calls + 3, 0])
})

test('an archive beyond the limit is named, what stands before counts, and no start reads it again', async () => {
  const filler = `${JSON.stringify({ type: 'message', message: { role: 'user', content: 'x'.repeat(9_000) } })}\n`
  const [first, second] = await startsWith(
    (home) => writeArchive(home, `${answer(1)}${filler.repeat(900)}${answer(2)}`),
    {
      unpackedBytes: 3e6,
    },
  )
  expect([first!.calls, first!.unread]).toEqual([calls + 1, ['cannot be unpacked: it unpacks to more than 3 MB']])
  expect([second!.calls, second!.entries, second!.unread.length]).toEqual([calls + 1, 0, 1])
})

test('a line without end is skipped and named, and those around it count', async () => {
  const [first] = await startsWith((home) => writeArchive(home, `${answer(1)}${'x'.repeat(20 << 20)}\n${answer(2)}`))
  expect([first!.calls, first!.unread]).toEqual([calls + 2, ['a line of 21 MB is too long']])
})

test('a row of a database that unpacks to more than an event has is named, and its neighbours count', async () => {
  const bomb = Bun.zstdCompressSync(Buffer.alloc(200 << 20, 'x'))
  expect(bomb.length).toBeLessThan(20_000)
  const [first, second] = await startsWith((home) =>
    inDatabase(home, 'main', (database) => {
      // The runtime itself refuses such rows.
      database.run('PRAGMA ignore_check_constraints = ON')
      const session = firstSession(database)
      const { last } = database
        .query<{ last: number }, [string]>('SELECT max(seq) AS last FROM transcript_events WHERE session_id = ?')
        .get(session)!
      const insert = (seq: number, json: string | null, zstd: Uint8Array | null) =>
        database.run(
          `INSERT INTO transcript_events (session_id, seq, event_json, created_at, event_zstd, event_utf8_bytes, navigation_json)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          [session, seq, json, later, zstd, 9, zstd && '{}'],
        )
      insert(last + 1, null, bomb)
      insert(last + 2, answer(1), null)
      insert(last + 3, `"${'x'.repeat(9 << 20)}"`, null)
    }),
  )
  expect([first!.calls, first!.unread]).toEqual([
    calls + 1,
    ['neither text nor what can be unpacked', 'neither text nor what can be unpacked'],
  ])
  expect([second!.calls, second!.entries]).toEqual([calls + 1, 0])
})
