import { batch } from 'solid-js'
import { createStore, reconcile, unwrap } from 'solid-js/store'

/** Rows with a key. A change to a field of a row notifies what reads that field of that row, and nothing else. */
export function createRows<Row extends object>(keyOf: (row: Row) => string) {
  const [store, setStore] = createStore<{ rows: Row[] }>({ rows: [] })
  const indexOf = (key: string) => unwrap(store).rows.findIndex((row) => keyOf(row) === key)

  /** Changes the row with the same key, or adds the row at the end. */
  function put(row: Row) {
    const at = indexOf(keyOf(row))
    // `key: null` changes the row that is there field by field.
    if (at !== -1) setStore('rows', at, reconcile(row, { key: null }))
    // The row of an event may be in use elsewhere, and later changes to this row are made in place.
    else setStore('rows', (rows) => [...rows, structuredClone(row)])
  }

  function remove(key: string) {
    if (indexOf(key) !== -1) setStore('rows', (rows) => rows.filter((row) => keyOf(row) !== key))
  }

  /** Reorders the rows or leaves some out. The rows themselves stay the same. */
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
    /** Replaces all rows. Rows whose keys are known are changed in place. */
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
