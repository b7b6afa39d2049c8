import type { Store } from '../../store/store.ts'

const maxKnown = 2_000

/** How many tokens fit into the context of a model, as the price book says; null where it does not. Each is read once. */
export function readContextWindows(index: Store): (model: string) => number | null {
  const find = index.$client.query<{ tokens: number | null }, [model: string]>(
    'SELECT tokens FROM context_windows WHERE model = ?',
  )
  const known = new Map<string, number | null>()
  return (model) => {
    const kept = known.get(model)
    if (kept !== undefined) return kept
    const row = find.get(model)
    // A model whose row is not there yet is asked for again.
    if (!row) return null
    if (known.size >= maxKnown) known.clear()
    known.set(model, row.tokens)
    return row.tokens
  }
}
