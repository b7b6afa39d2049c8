import { csvLine } from '../lib/csv.ts'
import type { Act } from './act.ts'

/** What a record is saved as. */
export const exportFormats = ['csv', 'json'] as const
type ExportFormat = (typeof exportFormats)[number]

const columns: [name: string, of: (act: Act) => string | number | null][] = [
  ['time', ({ at }) => new Date(at).toISOString()],
  ['ended', ({ endedAt }) => (endedAt === null ? null : new Date(endedAt).toISOString())],
  ['took_ms', ({ tookMs }) => tookMs],
  ['who', ({ who }) => who],
  ['role', ({ role }) => role],
  ['credential', ({ credential }) => credential],
  ['action', ({ action }) => action],
  ['target', ({ target }) => target],
  ['outcome', ({ outcome }) => outcome],
  ['detail', ({ detail }) => detail],
  ['act_id', ({ id }) => id],
]

/** Acts as the bytes of a file, a piece for each portion. */
export async function* exportActs(format: ExportFormat, portions: Iterable<Act[]>): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder()
  yield encoder.encode(format === 'csv' ? csvLine(columns.map(([name]) => name)) : '{"items":[')
  let isFirst = true
  for (const acts of portions) {
    const texts = acts.map((act) =>
      format === 'csv' ? csvLine(columns.map(([, of]) => of(act))) : JSON.stringify(act),
    )
    const text = format === 'csv' ? texts.join('') : texts.join(',\n')
    if (text !== '') yield encoder.encode(format === 'json' && !isFirst ? `,\n${text}` : text)
    isFirst &&= text === ''
    // Whatever else waits gets its turn between two portions.
    await new Promise((resume) => setImmediate(resume))
  }
  if (format === 'json') yield encoder.encode(']}\n')
}
