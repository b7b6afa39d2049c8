import type { Store } from '../../store/store.ts'

/** A statement that was run: its text, how often, and how many rows it answered. */
export type Watched = { sql: string; runs: number; rows: number }

/** Notes every statement that is run on a store from now on, with what it answers. */
export function watchQueries(store: Store) {
  const db = store.$client
  const watched = new Map<string, Watched>()
  const query = db.query.bind(db)
  const note = (sql: string, answer: unknown) => {
    const one = watched.get(sql) ?? { sql, runs: 0, rows: 0 }
    one.runs++
    one.rows += Array.isArray(answer) ? answer.length : Number(answer !== null)
    watched.set(sql, one)
  }
  db.query = ((sql: string) =>
    new Proxy(query(sql), {
      get(statement, name) {
        const value = Reflect.get(statement, name) as unknown
        if (typeof value !== 'function') return value
        if (name !== 'all' && name !== 'get' && name !== 'values' && name !== 'iterate') return value.bind(statement)
        return (...given: unknown[]) => {
          const answer = (value as (...given: unknown[]) => unknown).apply(statement, given)
          note(sql, answer)
          return answer
        }
      },
    })) as typeof db.query

  return {
    /** What was run since the last call. */
    take(): Watched[] {
      const taken = [...watched.values()]
      watched.clear()
      return taken
    },

    /** How SQLite would run a statement, a line for each step. */
    planOf: (sql: string): string[] =>
      (query(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail),
  }
}
