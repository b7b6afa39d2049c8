import type { Call } from '../lib/thread-rpc.ts'
import { countSessions, titledRows, titledRowsBehind } from '../sessions/read-titled.ts'
import type { Store } from '../store/store.ts'
import { type AskedSearch, createSearchEngine } from './engine.ts'
import type { AccessTo } from './scan.ts'

/**
 * What a thread of searching does: `index` keeps the index, `read` only asks it, and `scan` reads texts alone: that thread
 * is ended in the middle of an expression that takes too long.
 */
export type SearchWork = 'index' | 'read' | 'scan'

type Deps = { index: Store; accessTo: AccessTo; path: string; does: SearchWork; wasWhole: boolean }

export type SearchMethods = ReturnType<typeof createSearchMethods>

/** What such a thread can be asked. It is loaded when one begins. */
export function createSearchMethods({ index, accessTo, path, does, wasWhole }: Deps) {
  const engine = createSearchEngine({
    path,
    accessTo,
    sessions: {
      behind: (place, limit) => titledRowsBehind(index, place, limit),
      of: (ids) => titledRows(index, ids),
      count: () => countSessions(index),
    },
    indexes: does === 'index',
    wasWhole,
  })
  if (does !== 'scan') engine.start()
  return {
    async search(asked: AskedSearch, call: Call) {
      return { page: await engine.search(asked, call), progress: engine.progress() }
    },
    scan: (asked: AskedSearch) => engine.scan(asked),
    progress: () => engine.progress(),
    note: (ids: string[]) => engine.note(ids),
    rebuild: () => engine.rebuild(),
    isIdle: () => engine.isIdle(),
  }
}
