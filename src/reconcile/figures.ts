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
  const among = db.prepare<StatedFigure, [number, number]>(
    `SELECT ${columns} FROM stated_figures WHERE at >= ? AND at < ? ORDER BY at, said_at`,
  )
  const lastOf = (column: 'counter' | 'session_key') =>
    db.prepare<StatedFigure, [string, number]>(
      `SELECT ${columns} FROM stated_figures WHERE ${column} = ? AND at < ? AND counter <> '' ORDER BY at DESC LIMIT 1`,
    )
  const lastOfCounter = lastOf('counter')
  const lastOfSession = lastOf('session_key')
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

    /**
     * The figures about a time (ms, the end not included), by time. Of each counter among them, and of each session that
     * was counted, the last reading before that time comes along.
     */
    between(from: number, to: number): StatedFigure[] {
      const inside = among.all(from, to)
      const before = new Map<string, StatedFigure>()
      for (const [look, names] of [
        [lastOfCounter, inside.map(({ counter }) => counter)],
        [lastOfSession, inside.flatMap(({ counter, sessionKey }) => (counter === '' ? [] : sessionKey))],
      ] as const)
        for (const name of new Set(names)) {
          const reading = name === '' ? null : look.get(name, from)
          if (reading) before.set(`${reading.witness} ${reading.key}`, reading)
        }
      return [...[...before.values()].sort((a, b) => a.at - b.at), ...inside]
    },

    /** Whether a witness has stated something about a session under a key that begins so. */
    hasStated: (
      { witness, runtime, sessionKey }: Pick<StatedFigure, 'witness' | 'runtime' | 'sessionKey'>,
      prefix: string,
    ) =>
      db
        .query<unknown, [string, string, string, string]>(
          `SELECT 1 FROM stated_figures WHERE session_key = ? AND witness = ? AND runtime = ?
             AND substr(key, 1, length(?4)) = ?4 LIMIT 1`,
        )
        .get(sessionKey, witness, runtime, prefix) !== null,

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
