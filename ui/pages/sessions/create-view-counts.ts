import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { api, ask } from '../../data/api.ts'
import { Problem } from '../../data/problem.ts'
import { readFilter, toQuery } from './filter.ts'

const everyMs = 15_000

/** How many sessions each view holds: asked for one after another, and again at most every 15 seconds. */
export function createViewCounts(searches: () => string[], timezone: () => string) {
  const [counts, setCounts] = createSignal<Partial<Record<string, number>>>({})
  let lastAt = 0
  let timer: number | undefined
  let round = 0

  async function count() {
    clearTimeout(timer)
    timer = undefined
    lastAt = Date.now()
    const mine = ++round
    for (const search of searches()) {
      try {
        const query = toQuery(readFilter(search), Date.now(), timezone())
        const { total } = await ask(api.sessions.facets.get({ query }))
        if (mine !== round) return
        setCounts((before) => ({ ...before, [search]: total }))
      } catch (error) {
        // Without an answer a view has no number; the list itself says what is wrong.
        if (!(error instanceof Problem)) throw error
        return
      }
    }
  }

  createEffect(on([searches, timezone], count))
  onCleanup(() => {
    round++
    clearTimeout(timer)
  })
  return {
    of: (search: string) => counts()[search],
    /** Something changed that may change the numbers. */
    stir() {
      if (document.visibilityState !== 'visible') return
      timer ??= window.setTimeout(count, Math.max(1_000, lastAt + everyMs - Date.now()))
    },
  }
}
