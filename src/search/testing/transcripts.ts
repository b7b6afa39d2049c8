import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeOfItem } from '../../facts/item-id.ts'
import type { TranscriptAccess } from '../../facts/transcript-access.ts'
import { accessTo } from '../../sources/common/transcript/access.ts'
import { message, tool, withResult } from '../../sources/common/transcript/items.ts'
import { type Part, type PartsOf, partsOfJson } from '../../sources/common/transcript/part.ts'
import { fileStore } from '../../sources/common/transcript/store.ts'
import { documentsOf, type SearchDocument, titleDocument } from '../document.ts'
import { createSearchEngine } from '../engine.ts'
import type { SearchableSession } from '../scan.ts'

/** What a line of a made-up transcript says. */
export type Line = { at: number; user?: string; agent?: string; call?: object; output?: string; id?: string }

const partsOf: PartsOf = (entry) =>
  partsOfJson<Part>(entry, (fields) => {
    const { at, user, agent, call, output, id = 'a' } = fields as Line
    if (user !== undefined) return [{ kind: 'item', item: message(at, 'user', user) }]
    if (agent !== undefined) return [{ kind: 'item', item: message(at, 'assistant', agent) }]
    if (call !== undefined) return [{ kind: 'call', item: tool(at, id, 'shell', call) }]
    return [{ kind: 'result', item: withResult(tool(at, id, 'shell'), output ?? '', false, at) }]
  })

/** Transcripts in a folder, and an engine that finds in them. */
export function createTranscripts(folder: string) {
  mkdirSync(folder, { recursive: true })
  const sessions = new Map<string, SearchableSession>()
  const path = (id: string) => join(folder, `${id}.jsonl`)
  const access = (id: string): TranscriptAccess =>
    accessTo((closeLater) => (sessions.has(id) ? [fileStore(path(id), partsOf, closeLater)] : []))
  const inOrder = () =>
    [...sessions.values()].sort((a, b) => (b.lastAt ?? -1) - (a.lastAt ?? -1) || (a.id < b.id ? -1 : 1))
  const write = (lines: readonly Line[]) =>
    lines.map((line) => `${JSON.stringify(line.call ? { ...line, tool: 'shell' } : line)}\n`).join('')

  return {
    path,
    access,

    set(id: string, title: string | null, lines: readonly Line[]) {
      writeFileSync(path(id), write(lines))
      sessions.set(id, { id, title, lastAt: lines.at(-1)?.at ?? null })
    },

    append(id: string, ...lines: Line[]) {
      appendFileSync(path(id), write(lines))
      sessions.set(id, { ...sessions.get(id)!, lastAt: lines.at(-1)!.at })
    },

    /** Every document there is, the whole of it read. */
    documents: (): { sessionId: string; document: SearchDocument }[] =>
      inOrder().flatMap((session) => [
        ...(session.title === null
          ? []
          : [{ sessionId: session.id, document: titleDocument(session.title, session.lastAt) }]),
        ...[...access(session.id).scan(null)].flatMap((step) =>
          step.kind === 'step'
            ? step.parts.flatMap(documentsOf).map((document) => ({ sessionId: session.id, document }))
            : [],
        ),
      ]),

    engine: (file: string, { indexes = true, wasWhole = false } = {}) =>
      createSearchEngine({
        path: file,
        accessTo: access,
        indexes,
        wasWhole,
        sessions: {
          behind(place, limit) {
            const all = inOrder()
            const from = place ? all.findIndex(({ id }) => id === place.id) + 1 : 0
            return all.slice(from, from + limit)
          },
          of: (ids) => ids.flatMap((id) => sessions.get(id) ?? []),
          count: () => sessions.size,
        },
      }),
  }
}

/** An id of a hit that tells it from all others. */
export const hitKey = (sessionId: string, kind: string, itemId: string | null) =>
  `${sessionId} ${kind} ${itemId === null ? '' : JSON.stringify(placeOfItem(itemId))}`
