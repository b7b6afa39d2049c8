import { expect, test } from 'bun:test'
import { bundledPrices } from '../costs/pricing/price-book.ts'
import type { Fact } from '../facts/fact.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { copiedHome } from '../sources/openclaw/testing/home.ts'
import { openClawIn } from '../sources/openclaw/testing/worlds.ts'
import { openStoreForReading } from '../store/store.ts'
import { rowsOf, type TableRow, writeIndexOf010 } from '../store/testing/index-of-0-1-0.ts'
import { agent, session, usage } from './testing/filled.ts'
import { indexOnce } from './testing/index-all.ts'
import { openIndexing } from './testing/open-indexing.ts'
import { createWriter } from './writer.ts'

/** A day before prices were ever changed. */
const day = Date.UTC(2026, 0, 1)

/** What runtimes have forgotten since: nothing on disk tells of it any more. */
const forgotten: Fact[] = [
  agent('gone', { name: 'Gone', present: false }),
  session('gone.s', {
    key: 'k',
    title: 'Long ago',
    firstPrompt: 'Do it',
    startedAt: day + 5,
    lastAt: day + 9,
    projectPath: '/p',
  }),
  usage('gone.s', { key: 'forgotten', at: day + 7, model: 'claude-sonnet-4-5', tokens: { input: 1_000_000 } }),
  usage('gone.s', {
    key: 'logged',
    at: day + 8,
    loggedUsd: 2,
    answerId: 'a',
    replayed: true,
    tokens: { unclassified: 9 },
  }),
  usage('gone.s', { key: 'unknown', at: day + 8, model: 'nobody-knows', tokens: { output: 3 } }),
  {
    kind: 'cron-job',
    id: 'openclaw:gone',
    runtime: 'openclaw',
    agentId: 'openclaw:gone',
    name: 'nightly',
    enabled: true,
    system: false,
    schedule: { kind: 'unknown' },
    nextAt: null,
    lastAt: day + 7,
    lastStatus: 'error',
    lastError: 'no',
    present: false,
  },
  {
    kind: 'cron-run',
    id: `openclaw:gone@${day + 7}`,
    jobId: 'openclaw:gone',
    at: day + 7,
    status: 'error',
    durationMs: 3,
    error: 'no',
    summary: null,
    sessionId: 'openclaw.gone.s',
    model: null,
  },
  {
    kind: 'limit',
    id: 'codex:primary',
    runtime: 'codex',
    name: '5 hours',
    usedPercent: 12,
    windowMinutes: 300,
    resetsAt: day + 99,
    plan: 'plus',
    at: day + 7,
  },
]

/** An index of 0.1.0 with all that two homes hold and what was forgotten since, and its rows under their names of today. */
async function indexOf010(path: string, ...homes: string[]) {
  const before = await indexOnce(() => [openClawIn(...homes)])
  const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
  const unread = [{ unit: 'gone', where: 'byte 5', reason: 'torn' }]
  const cursor = { of: 'gone' }
  createWriter(before.index.$client, bundledPrices, () => 7).commit('openclaw', [
    { unit: 'gone', facts: forgotten, cursor, unread, progress },
  ])
  before.index.$client.run("INSERT INTO meta (name, value) VALUES ('prices', 'those of 0.1.0')")
  const rows = rowsOf(before.index.$client)
  const sums = before.sums()
  expect(Object.entries(rows).filter(([, all]) => all.length === 0)).toEqual([])
  writeIndexOf010(path, before.index.$client)
  before.index.$client.close()
  return { rows, sums }
}

/** Sums of dollars differ in their last digits with the order in which they were added up. */
const rounded = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'number' ? Number(part.toPrecision(12)) : part,
  ) as Value

test('an index of 0.1.0 keeps every row, is read again from its sources, and counts nothing twice', async () => {
  using first = copiedHome('2026.3.24')
  using second = copiedHome('2026.9.6')
  using folder = temporary('upgrade')
  const { rows, sums } = await indexOf010(folder.at('old.sqlite'), first.path, second.path)
  // The order in which homes are named has changed since, and decides no ids.
  const after = await indexOnce(() => [openClawIn(second.path, first.path)], { path: folder.at('old.sqlite') })
  // How much of a plan window was used is kept from the upgrade on: what was read before is not read for it again.
  const { cursors = [], limit_readings: _, ...others } = rows
  const { cursors: cursorsAfter = [], limit_readings: __, ...othersAfter } = rowsOf(after.index.$client)
  expect(rounded(othersAfter)).toEqual(rounded(others))
  expect(rounded(after.sums())).toEqual(rounded(sums))
  // Every unit that is there has been read to its end again; what is gone has no cursor left.
  const units = (all: TableRow[]) => all.map(({ unit }) => unit)
  expect(units(cursorsAfter)).toEqual(units(cursors).filter((unit) => unit !== 'gone'))
  expect(JSON.stringify(cursorsAfter)).not.toContain('0.1.0')

  const said = after.posted.flatMap((message) => (message.kind === 'progress' ? [message] : []))
  expect(said.at(-1)).toMatchObject({ done: true, progress: { filesDone: said.at(-1)!.progress.files } })
  expect(said.at(-1)!.progress.files).toBeGreaterThan(3)
  expect(after.posted.some((message) => message.kind === 'committed' && message.live)).toBeFalse()
  after.index.$client.close()
})

test('the worker upgrades an index of 0.1.0, says how far it is, and loses nothing of it', async () => {
  using home = copiedHome('2026.9.6')
  using folder = temporary('upgrade')
  const { rows } = await indexOf010(folder.at('old.sqlite'), home.path)
  const seen: { files: number; filesDone: number; done: boolean }[] = []
  const indexing = await openIndexing(
    {
      indexPath: folder.at('old.sqlite'),
      openclaw: { homes: [home.path], configPath: null },
      watch: false,
      read: true,
    },
    { progressed: ({ progress: { files, filesDone }, done }) => void seen.push({ files, filesDone, done }) },
  )
  await indexing.caughtUp
  const keys = (all: TableRow[] = []) => all.map(({ key, id, quarter, session_id }) => [key, id, quarter, session_id])
  const index = openStoreForReading(folder.at('old.sqlite'))
  const after = rowsOf(index.$client)
  for (const table of ['agents', 'sessions', 'usage', 'usage_15m', 'cron_jobs', 'cron_runs', 'limits'])
    expect([table, keys(after[table])]).toEqual([table, keys(rows[table])])
  expect(seen.some(({ files, filesDone }) => files > 3 && filesDone === files)).toBeTrue()
  expect(seen.at(-1)!.done).toBeTrue()
  index.$client.close()
  await indexing.stop()
}, 20_000)
