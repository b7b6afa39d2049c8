import { batch } from 'solid-js'
import { createStore, reconcile, unwrap } from 'solid-js/store'

/** Rows of which each is changed by itself: who reads a field of one is told when that field of it changes. */
export function createRows<Row extends object>(keyOf: (row: Row) => string) {
  const [store, setStore] = createStore<{ rows: Row[] }>({ rows: [] })
  const indexOf = (key: string) => unwrap(store).rows.findIndex((row) => keyOf(row) === key)

  /** Puts a row in the place of the one with its key, or behind all others. */
  function put(row: Row) {
    const at = indexOf(keyOf(row))
    // Without a key it is laid over the row that is there, field by field.
    if (at !== -1) setStore('rows', at, reconcile(row, { key: null }))
    // Others may hold on to the row that came with an event: changes to ours must not change theirs.
    else setStore('rows', (rows) => [...rows, structuredClone(row)])
  }

  function remove(key: string) {
    if (indexOf(key) !== -1) setStore('rows', (rows) => rows.filter((row) => keyOf(row) !== key))
  }

  /** Puts the rows in another order, or leaves some out. Rows that stay are the same as before. */
  function arrange(change: (rows: Row[]) => Row[]) {
    const { rows } = unwrap(store)
    const next = change(rows)
    if (next.length !== rows.length || next.some((row, at) => row !== rows[at])) setStore('rows', next)
  }

  return {
    get rows(): Row[] {
      return store.rows
    },
    put,
    remove,
    arrange,
    /** Becomes these rows in this order; those that are known by their key are changed, not replaced. */
    reset(rows: readonly Row[]) {
      batch(() => {
        for (const row of rows) put(row)
        arrange((known) => {
          const byKey = new Map(known.map((row) => [keyOf(row), row]))
          return rows.map((row) => byKey.get(keyOf(row))!)
        })
      })
    },
  }
}
