import type { LogLine } from '../../../src/logs/log-line.ts'
import { api, ask } from '../../data/api.ts'
import { saveFile } from '../../platform/save-file.ts'
import { askedAt, type Narrowing } from './address.ts'
import { asText } from './log-words.ts'

export type ExportFormat = 'text' | 'jsonl'

const pageSize = 1_000
/** A browser holds so many lines at once. */
const maxLines = 200_000

const written: Record<ExportFormat, (line: LogLine) => string> = {
  text: asText,
  jsonl: ({ at, source, level, text, json }) =>
    JSON.stringify({
      time: new Date(at).toISOString(),
      source,
      level,
      text,
      ...(json !== null && { json: JSON.parse(json) }),
    }),
}

/**
 * Saves every line that a filter finds as a file, the oldest first. `onProgress` hears how many are there. The answer
 * says why not all of them are in it; null where they are.
 */
export async function exportLines(
  narrowing: Narrowing,
  format: ExportFormat,
  onProgress: (count: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const asked = askedAt(narrowing, Date.now())
  const pages: string[] = []
  let count = 0
  let why: string | null = null
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { items: LogLine[]; nextCursor: string | null; problem: string | null } = await ask(
      api.logs.get({ query: { ...asked, limit: pageSize, ...(cursor && { cursor }) }, fetch: { signal } }),
    )
    if (signal.aborted) return null
    pages.push(page.items.toReversed().map(written[format]).join('\n'))
    count += page.items.length
    onProgress(count)
    if (page.nextCursor !== null && (page.nextCursor === cursor || count >= maxLines)) {
      why = page.problem ?? `Only the newest ${count} lines are in the file. Choose a shorter time for the others.`
      break
    }
    if (page.nextCursor === null) why = page.problem
    cursor = page.nextCursor
  }
  const text = pages
    .toReversed()
    .filter((page) => page !== '')
    .join('\n')
  const [name, type] = format === 'text' ? ['log', 'text/plain'] : ['jsonl', 'application/x-ndjson']
  saveFile(text === '' ? '' : `${text}\n`, `wheelhouse-logs-${new Date().toISOString().slice(0, 10)}.${name}`, type)
  return why
}
