import { createEffect, createMemo, on, untrack } from 'solid-js'
import type { CostFilter, Grouping, ReportPage } from '../../../src/costs/reports/report.ts'
import { api, ask } from '../../data/api.ts'
import { createPagedQuery, type Direction } from '../../data/query.ts'

/** What a report answers: which days, which calls, and how they are grouped. */
export type LinesQuestion = CostFilter & { since?: string; until?: string; timezone: string; by: Grouping }

const pageSize = 200

type LinesKey = readonly ['costs/lines', LinesQuestion]

/** The lines of a report. The first of them come with it, more are asked for page by page. */
export function createLines(question: () => LinesQuestion, first: () => ReportPage) {
  const next: Direction<LinesKey, ReportPage> = {
    cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
    fetcher: ([, question], cursor, signal) =>
      ask(api.costs.report.get({ query: { ...question, cursor, limit: pageSize }, fetch: { signal } })),
    merge: (pages, page) => [...pages, page],
  }
  const query = createPagedQuery({
    key: (): LinesKey => ['costs/lines', question()],
    fetcher: async (): Promise<ReportPage> => untrack(first),
    directions: { next },
    keepPrevious: false,
  })
  // A newer report has newer first lines. Those that were asked for behind them stay.
  createEffect(on(first, (page) => query.update(([, ...others]) => [page, ...others]), { defer: true }))

  return {
    /** Each line once: one that has become dearer stands where it is now. */
    rows: createMemo(() => {
      const seen = new Set<string>()
      const rows = (query.data() ?? [first()]).flatMap(({ rows }) => rows)
      return rows.filter(({ key }) => !seen.has(key) && seen.add(key))
    }),
    hasMore: () => (query.data() ? query.hasMore('next') : first().nextCursor !== null),
    isFetching: () => query.isFetching('next'),
    more: () => query.more('next'),
  }
}
