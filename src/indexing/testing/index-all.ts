import { bundledPrices } from '../../costs/pricing/price-book.ts'
import type { Source } from '../../facts/source.ts'
import { openStore } from '../../store/store.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import type { BackfillThread } from '../backfill.ts'
import { createIndexer } from '../indexer.ts'
import type { FromIndexer } from '../messages.ts'
import { createWriter, type Writer } from '../writer.ts'

type Row = { agent: string; calls: number; input: number; output: number; cacheRead: number; costUsd: number | null }

type Options = { path?: string; watch?: boolean; wrap?: (writer: Writer) => Writer; backfill?: BackfillThread }

/** The real indexer and writer over sources, in this thread. `posted` is what the indexer says. */
export function startIndex(
  makeSources: () => Source[],
  { path, watch = true, wrap = (w) => w, backfill }: Options = {},
) {
  const index = path === undefined ? storeInMemory('index') : openStore('index', path)
  const posted: FromIndexer[] = []
  const writer = wrap(createWriter(index.$client, bundledPrices, Date.now))
  const indexer = createIndexer({
    writer,
    makeSources,
    watch,
    post: (message) => posted.push(message),
    backfill,
    backfillFromBytes: 1,
  })

  return {
    index,
    posted,
    finished: indexer.finished,
    /** Waits until a condition holds; it throws after a minute. */
    async until(isSo: () => boolean) {
      for (let tries = 0; !isSo(); tries++) {
        if (tries > 6_000) throw new Error(`the condition never held; posted last: ${JSON.stringify(posted.slice(-3))}`)
        await Bun.sleep(10)
      }
    },
    isDone: () => posted.some((message) => message.kind === 'progress' && message.done),
    calls: () => index.$client.query<{ n: number }, []>('SELECT count(*) AS n FROM usage WHERE counted = 1').get()!.n,
    /** What each agent used, by its id. */
    sums() {
      const rows = index.$client
        .query<Row, []>(
          `SELECT agent_id AS agent, count(*) AS calls, sum(input) AS input, sum(output) AS output, sum(cache_read) AS cacheRead,
             sum(cost_usd) AS costUsd FROM usage WHERE counted = 1 GROUP BY 1 ORDER BY 1`,
        )
        .all()
      return Object.fromEntries(rows.map(({ agent, ...sum }) => [agent, sum]))
    },
    unread: () => index.$client.query<{ unit: string; reason: string }, []>('SELECT unit, reason FROM unread').all(),
    async [Symbol.asyncDispose]() {
      indexer.stop()
      await indexer.finished
      index.$client.close()
    },
  }
}

/** One pass over everything there is; what came of it. */
export async function indexOnce(makeSources: () => Source[], options: Options = {}) {
  const started = startIndex(makeSources, { ...options, watch: false })
  await started.finished
  return started
}
