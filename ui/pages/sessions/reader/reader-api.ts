import type { ExportFormat } from '../../../../src/transcripts/export/formats.ts'
import type { FindPlace } from '../../../../src/transcripts/find.ts'
import { api, ask } from '../../../data/api.ts'
import { askForFile, saveFrom } from '../../../data/ask-for-file.ts'

const routesOf = (id: string) => api.sessions({ id: encodeURIComponent(id) })
const path = (id: string) => `/api/sessions/${encodeURIComponent(id)}`

export type TextPart = 'text' | 'input' | 'result'

/** The questions that only the reader asks about a session. Each rejects with a Problem where the server refuses. */
export const readerApi = {
  digest: (id: string, signal: AbortSignal) => ask(routesOf(id).digest.get({ fetch: { signal } })),
  meter: (id: string, signal: AbortSignal) => ask(routesOf(id).meter.get({ fetch: { signal } })),
  /** A piece of a text that was cut, from a letter on; `next` is where the next one begins, null at the end. */
  text: (id: string, query: { item: string; part: TextPart; from: number }) =>
    ask(routesOf(id).transcript.text.get({ query })),
  find: (id: string, query: { q: string; in: FindPlace; before?: number }, signal: AbortSignal) =>
    ask(routesOf(id).transcript.find.get({ query, fetch: { signal } })),
  /** The item that a moment (ms) is about; null where none is found. */
  itemAt: (id: string, at: number) => ask(routesOf(id).transcript['item-at'].get({ query: { at } })),
  picture: (id: string, item: string, number: number) =>
    askForFile(`${path(id)}/transcript/picture?item=${encodeURIComponent(item)}&number=${number}`),
  export: (id: string, as: ExportFormat) => saveFrom(`${path(id)}/export?as=${as}`),
}
