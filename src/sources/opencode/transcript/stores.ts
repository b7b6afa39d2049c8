import type { CursorOf } from '../../../facts/source.ts'
import type { TranscriptAccess } from '../../../facts/transcript-access.ts'
import { parseSessionId } from '../../../ids.ts'
import { columnsOf, openForeign } from '../../../lib/foreign-database.ts'
import { accessTo } from '../../common/transcript/access.ts'
import type { TranscriptStore } from '../../common/transcript/store.ts'
import { messagesFolder, sessionFolders } from '../message-files.ts'
import { type Owner, sessionIdOf } from '../names.ts'
import { databaseEntries } from './database-entries.ts'
import { fileEntries } from './file-entries.ts'
import { partsFor } from './parts.ts'

/** Where the transcripts of opencode lie: data folders, and the databases in them. */
type Places = { homes: string[]; databases: string[]; cursorOf: CursorOf; now: () => number }

/**
 * The transcript of one session. It is in one of the databases, or in files from before; the cursors know whose a session
 * is. A database goes before files, which were moved into it.
 */
export const transcriptIn = (places: () => Places, sessionId: string): TranscriptAccess =>
  accessTo((closeLater) => {
    const { homes, databases, cursorOf, now } = places()
    const partsOf = partsFor(sessionId)
    const isIt = (cursor: unknown, foreign: string) => {
      const owner = (cursor as { owner?: Owner } | undefined)?.owner
      return owner !== undefined && sessionIdOf(owner, foreign) === sessionId
    }
    const likely = parseSessionId(sessionId)?.uuid ?? ''
    const stores: TranscriptStore[] = []
    for (const path of databases) {
      const opened = openForeign(path)
      closeLater(opened)
      const { database } = opened
      const foreign = foreignIdIn(database, likely, (id) => isIt(cursorOf(`${path}#session ${id}`), id))
      if (foreign === undefined) continue
      const bytes = () =>
        1 +
        (database
          .query<{ row: number | null }, [string]>('SELECT count(*) AS row FROM message WHERE session_id = ?')
          .get(foreign)?.row ?? 0)
      stores.push({ key: `database:${path}`, bytes, open: () => databaseEntries(database, foreign, now()), partsOf })
    }
    if (stores.length > 0) return stores
    for (const home of homes)
      for (const folder of sessionFolders(home))
        if (isIt(cursorOf(folder), folder.slice(messagesFolder(home).length + 1)))
          stores.push({ key: `files:${folder}`, bytes: () => 0, open: () => fileEntries(home, folder), partsOf })
    return stores
  })

/** opencode's own id of a session. One that is safe in ours stands in it as it is; for another all are compared. */
function foreignIdIn(
  database: ReturnType<typeof openForeign>['database'],
  likely: string,
  isIt: (id: string) => boolean,
): string | undefined {
  if (!columnsOf(database, 'message').has('session_id')) return undefined
  if (isIt(likely)) return likely
  const ids = columnsOf(database, 'session').has('id')
    ? database.query<{ id: unknown }, []>('SELECT id FROM session').all()
    : []
  return ids.flatMap(({ id }) => (typeof id === 'string' && isIt(id) ? [id] : []))[0]
}
