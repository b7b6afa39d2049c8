import type { Finding } from '../facts/source.ts'
import { type CostWitness, costWitnesses, type StatedFigure } from '../facts/stated-figure.ts'
import { checkFigure } from '../facts/stated-figure-bounds.ts'
import type { Store } from '../store/store.ts'

export type Figures = ReturnType<typeof createFigures>

type RefusedRow = { witness: CostWitness; reason: string; times: number }

const columns = `key, witness, runtime, provider, model, session_key AS sessionKey, counter, since, at, usd, tokens,
  said_at AS saidAt, note`

/**
 * What witnesses have stated, in wheelhouse.sqlite. `write` may be called with whatever a witness sends, as often as it
 * sends it: each figure counts once. It throws what SQLite throws where the disk is full, and has written nothing then.
 */
export function createFigures(store: Store, { now }: { now: () => number }) {
  const db = store.$client
  const save = db.prepare<unknown, StatedFigure>(
    `INSERT INTO stated_figures (key, witness, runtime, provider, model, session_key, counter, since, at, usd, tokens,
       said_at, note)
     VALUES ($key, $witness, $runtime, $provider, $model, $sessionKey, $counter, $since, $at, $usd, $tokens, $saidAt, $note)
     ON CONFLICT (witness, key) DO UPDATE SET runtime = $runtime, provider = $provider, model = $model,
       session_key = $sessionKey, counter = $counter, since = $since, at = $at, usd = $usd, tokens = $tokens,
       said_at = $saidAt, note = $note
     WHERE said_at < $saidAt`,
  )
  const refuse = db.prepare(
    `INSERT INTO refused_figures (witness, reason, times, last_at) VALUES ($witness, $reason, 1, $at)
     ON CONFLICT (witness, reason) DO UPDATE SET times = times + 1, last_at = $at`,
  )

  const writeAll = db.transaction((figures: readonly StatedFigure[]) => {
    for (const foreign of figures) {
      const { witness } = foreign
      const figure = checkFigure(foreign, ({ field, how, what }) =>
        refuse.run({ witness, reason: `“${field}” was ${how}: it is not ${what}`, at: now() }),
      )
      if (!figure) continue
      const { key, runtime, provider, model, sessionKey, counter, since, at, usd, tokens, saidAt, note } = figure
      save.run({ key, witness, runtime, provider, model, sessionKey, counter, since, at, usd, tokens, saidAt, note })
    }
  })

  return {
    write: (figures: readonly StatedFigure[]): void => void writeAll.immediate(figures),

    /** The figures about a time (ms, the end not included), and of each counter among them its last reading before. */
    between: (from: number, to: number): StatedFigure[] =>
      db
        .query<StatedFigure, [number, number, number, number, number]>(
          `SELECT ${columns} FROM stated_figures WHERE at >= ? AND at < ?
           UNION ALL
           SELECT ${columns}
           FROM (SELECT DISTINCT counter AS name FROM stated_figures WHERE counter <> '' AND at >= ? AND at < ?)
           JOIN stated_figures ON counter = name AND at = (
             SELECT max(at) FROM stated_figures AS earlier WHERE earlier.counter = name AND earlier.at < ?)
           ORDER BY at`,
        )
        .all(from, to, from, to, from),

    /** When each witness said something last, by runtime. */
    lastSaid: (): { witness: CostWitness; runtime: string; at: number }[] =>
      db
        .query<{ witness: CostWitness; runtime: string; at: number }, []>(
          'SELECT witness, runtime, max(said_at) AS at FROM stated_figures GROUP BY witness, runtime',
        )
        .all(),

    /** What of the figures was cut or refused in the last month, as doctor says it. */
    findings: (): Finding[] =>
      db
        .query<RefusedRow, []>('SELECT witness, reason, times FROM refused_figures ORDER BY witness, reason')
        .all()
        .map(({ witness, reason, times }) => ({
          level: 'warn',
          code: 'figures-refused',
          message: `Of what ${costWitnesses[witness] ?? 'a witness'} states about costs, ${times === 1 ? 'a value' : `${times} values`} could not be used: ${reason}.`,
          fix: null,
        })),
  }
}
