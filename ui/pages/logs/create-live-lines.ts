import { createEffect, createSignal, on, onCleanup, untrack } from 'solid-js'
import type { LogLine } from '../../../src/logs/log-line.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { Problem } from '../../data/problem.ts'
import { askedAt, type Narrowing } from './address.ts'
import { fits, joined, type Position, positionOf } from './live-lines.ts'

/** Lines come in bundles; the page draws them no more often than this. */
const drawEveryMs = 150
const catchUpEveryMs = 500
const catchUpLines = 1_000
/** Beyond so many the list begins anew with the newest ones. */
const maxLines = 1_500

type Deps = {
  narrowing: () => Narrowing
  /** The page that the list begins with: everything up to its position is in it. */
  first: () => { position: string } | undefined
  /** Ids of the sources that are listed. */
  sources: () => readonly string[]
  isFollowing: () => boolean
  /** Has the newest page asked for again, with what was written since. */
  askAgain: () => void
  /** Has the list begin anew with the newest lines. */
  beginAnew: () => void
  /** Hears every line of these sources, listed or not. */
  onWritten: (lines: readonly LogLine[]) => void
}

/**
 * The lines that were written since the list was asked for. Each source says where its lines begin: whoever has come
 * less far asks for what is between, so that no line is missing and none is there twice.
 */
export function createLiveLines({ narrowing, first, sources, isFollowing, askAgain, beginAnew, onWritten }: Deps) {
  const { subscribe, subscribeTopic } = useOverview()
  const [lines, setLines] = createSignal<readonly LogLine[]>([])
  let known = new Map<string, Position>()
  let base: Position | undefined
  let waiting: LogLine[] = []
  let drawing: ReturnType<typeof setTimeout> | undefined
  let catching: ReturnType<typeof setTimeout> | undefined
  /** Counts the lists: what comes for an earlier one is dropped. */
  let turn = 0

  createEffect(
    on(first, (page) => {
      turn++
      known = new Map()
      base = page && positionOf(page.position)
      waiting = []
      setLines([])
      // What was heard while the answer was on its way was not for this list.
      if (page) catchUpSoon()
    }),
  )
  createEffect(() => {
    if (!isFollowing()) return
    for (const source of sources()) onCleanup(subscribeTopic(`logs:${source}`, catchUpSoon))
  })
  subscribe({
    onEvent(event) {
      if (event.kind !== 'log.written' || !untrack(isFollowing) || !base) return
      if (event.lines.length > 0 || event.skipped > 0) onWritten(event.lines)
      // An expression could hang here: the server tries it, where that can be ended.
      if (untrack(isExpression)) {
        if (event.lines.length > 0 || event.skipped > 0) askAgain()
        return
      }
      const more = joined(known.get(event.source) ?? base, event)
      if (!more) return catchUpSoon()
      known.set(event.source, more.position)
      add(more.lines.filter(fits(untrack(narrowing))))
    },
  })
  onCleanup(() => {
    clearTimeout(drawing)
    clearTimeout(catching)
    turn++
  })

  const isExpression = () => narrowing().isRegex && narrowing().q.trim() !== ''

  function add(more: readonly LogLine[]) {
    if (more.length === 0) return
    waiting.push(...more)
    drawing ??= setTimeout(() => {
      drawing = undefined
      const all = [...untrack(lines), ...waiting]
      waiting = []
      if (all.length > maxLines) beginAnew()
      else setLines(all)
    }, drawEveryMs)
  }

  function catchUpSoon() {
    catching ??= setTimeout(() => {
      catching = undefined
      void catchUp()
    }, catchUpEveryMs)
  }

  /** Asks for what was written since the least of what is known. */
  async function catchUp() {
    if (!base || !untrack(isFollowing)) return
    if (untrack(isExpression)) return askAgain()
    const mine = turn
    const { database } = base
    const least = Math.min(...untrack(sources).map((source) => (known.get(source) ?? base!).no))
    if (!Number.isFinite(least)) return
    const { since: _, until: __, ...asked } = askedAt(untrack(narrowing), 0)
    try {
      const news = await ask(
        api.logs.news.get({ query: { ...asked, after: `${database}-${least}`, limit: catchUpLines } }),
      )
      if (mine !== turn) return
      // So much came meanwhile that the newest lines are the better answer.
      if (news.more || news.restarted) return beginAnew()
      base = positionOf(news.cursor)
      known = new Map()
      add(news.items)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // The next line that is heard asks again.
    }
  }

  return { lines }
}
