import type { Runtime } from '../../facts/runtimes.ts'
import type { CommitCache } from '../../store/commit-cache.ts'
import type { Store } from '../../store/store.ts'
import { lastChangeBefore } from '../ledger/read-marks.ts'
import { type KeySum, sumsBy } from '../ledger/read-sums.ts'
import { always, type Range, whereSums } from '../ledger/where.ts'

const dayMs = 86_400_000
const quartersOfDay = 96
/** So many kinds of sums are kept; beyond them the one asked for longest ago is made again. */
const maxKept = 16

type Deps = { now: () => number; subscriptions: readonly Runtime[]; cached: CommitCache }

/**
 * Sums of long ago are kept until a mark says that they changed; those of yesterday and today (of UTC) are read anew
 * after each commit. So an answer over years costs what two days cost.
 */
export function createKeptSums(index: Store, { now, subscriptions, cached }: Deps) {
  const kept = new Map<string, { about: string; sums: unknown }>()

  /**
   * What `make` makes of all quarters of an hour before the one it is given, and that one. It is made again when `about`
   * differs, when a day goes by, and when something before it has changed.
   */
  function settled<Sums>(name: string, about: string, make: (to: number) => Sums): { to: number; sums: Sums } {
    const day = Math.floor(now() / dayMs) - 1
    const to = day * quartersOfDay
    const current = `${about} ${day} ${lastChangeBefore(index, day)}`
    const held = kept.get(name)
    kept.delete(name)
    const sums = held?.about === current ? (held.sums as Sums) : make(to)
    kept.set(name, { about: current, sums })
    if (kept.size > maxKept) kept.delete(kept.keys().next().value!)
    return { to, sums }
  }

  return {
    settled,

    /** Sums by quarter of an hour, ascending, of a runtime or of all. Nobody may change them: they are kept. */
    quarters(range: Range, runtime?: string): readonly KeySum<number>[] {
      const filter = runtime === undefined ? {} : { runtime }
      const read = (from: number, to: number) =>
        sumsBy<number>(index, whereSums({ from, to }, filter), { key: 'quarter', byModel: false }, subscriptions)
      const all = cached(`quarters ${runtime ?? ''}`, () => {
        const { to, sums } = settled(`quarters ${runtime ?? ''}`, '', (to) => read(0, to))
        return [...sums, ...read(to, always.to)]
      })
      const isWhole = range.from <= 0 && range.to >= always.to
      return isWhole ? all : all.filter(({ key }) => key >= range.from && key < range.to)
    },
  }
}
