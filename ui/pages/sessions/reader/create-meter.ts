import { createMemo } from 'solid-js'
import { createQuery } from '../../../data/query.ts'
import { readerApi } from './reader-api.ts'

const changedMs = 4_000

/** What a session uses, asked again after a change at most every few seconds. */
export function createMeter(id: () => string) {
  const query = createQuery({
    key: () => ['sessions/meter', id()] as const,
    fetcher: ([, id], signal) => readerApi.meter(id, signal),
    throttleMs: changedMs,
    keepPrevious: false,
  })
  const costs = createMemo(() => new Map(query.data()?.subagents.map(({ id, costUsd }) => [id, costUsd])))
  return {
    data: query.data,
    problem: query.problem,
    retry: query.refetch,
    changed: query.changed,
    costOfSubagent: (id: string) => costs().get(id),
  }
}

export type Meter = ReturnType<typeof createMeter>
