import { homedir } from 'node:os'
import { Elysia } from 'elysia'
import { z } from 'zod'
import { requireRole } from '../auth/require-role.ts'
import { fromJson, jsonBody, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import type { FilesPage, OutsideWatch } from './file.ts'
import { wordsToFind } from './find-words.ts'
import type { FileReads } from './reads.ts'
import type { Survey } from './survey.ts'

const dayMs = 86_400_000
const days = lazily(() => z.coerce.number().int().min(1).max(90).default(30))

const page = lazily(() => z.object({ days }))
const list = lazily(() =>
  z.object({
    days,
    only: z.enum(['all', 'written', 'read']).default('all'),
    q: z.string().trim().max(200).default(''),
  }),
)
const history = lazily(() =>
  z.object({
    path: z.string().min(1).max(4_096),
    before: z.coerce.number().int().min(1).max(8_640_000_000_000_000).optional(),
  }),
)
const one = lazily(() => z.object({ days, path: z.string().min(1).max(4_096) }))

type Deps = {
  reader: Reader<FileReads>
  survey: Survey
  /** How files are watched; null where they are not. */
  fileWatch: () => OutsideWatch | null
  /** The address that opens a file in an editor. */
  editor: string | null
  now: () => number
}

/** Which sessions read and changed which files. Who asks has older sessions looked through, as far as they ask back. */
export function fileRoutes({ reader, survey, fileWatch, editor, now }: Deps) {
  function sinceOf(days: number) {
    const since = now() - days * dayMs
    survey.lookBack(since)
    return since
  }
  return new Elysia({ prefix: '/api/files' })
    .get(
      '/',
      async ({ query: { days }, request }): Promise<FilesPage> => ({
        ...fromJson(await reader.filesPage({ since: sinceOf(days) }, request)),
        survey: survey.progress(),
        watch: fileWatch(),
        editor,
      }),
      { query: page, ...requireRole('viewer') },
    )
    .get(
      '/list',
      async ({ query: { days, only, q }, request }) =>
        jsonBody(
          await reader.touchedFiles({ since: sinceOf(days), choice: only, words: wordsToFind(q, homedir()) }, request),
        ),
      { query: list, ...requireRole('viewer') },
    )
    .get(
      '/history',
      async ({ query: { path, before = now() + dayMs }, request }) =>
        jsonBody(await reader.fileHistory({ path, before }, request)),
      { query: history, ...requireRole('viewer') },
    )
    .get(
      '/one',
      async ({ query: { days, path }, request }) =>
        jsonBody(await reader.fileDetail({ path, since: sinceOf(days) }, request)),
      { query: one, ...requireRole('viewer') },
    )
}
