import type { Database } from 'bun:sqlite'
import { columnsOf } from '../../../lib/foreign-database.ts'
import { number, record, word } from '../../common/parse-values.ts'
import type { Entries } from '../../common/transcript/entries.ts'
import { entriesInOrder, inOrder, type Stored } from './order.ts'
import { entryText } from './parts.ts'

/** A longer row is named, not read. */
const maxRowBytes = 16 << 20
/** A tool that was written again so long after it began may have been shortened by a compaction, not ended. */
const longMs = 60_000
/** A text that has no end and was not written for so long will have none: its program is gone. */
const givenUpMs = 10 * 60_000

const maxKeptRows = 32
const maxKeptLength = 256 << 10

type PartRow = {
  row: number
  message: string | null
  created: number
  updated: number
  isTool: number
  isText: number
  isShortened: number
  isOpen: number
}
type MessageRow = { row: number; created: number; updated: number; isAnswer: number }

/** The messages of one session and their parts, as they stand in a database. `now` is in ms. */
export function databaseEntries(database: Database, session: string, now: number): Entries {
  const [ofParts, ofMessages] = [columnsOf(database, 'part'), columnsOf(database, 'message')]
  const time = (columns: Set<string>, name: string) => (columns.has(name) ? name : 'rowid')
  const created = time(ofParts, 'time_created')
  const updated = time(ofParts, 'time_updated')
  const hasParts = ['session_id', 'message_id', 'data'].every((column) => ofParts.has(column))
  const parts = hasParts
    ? database
        .query<PartRow, [number, string]>(
          `SELECT rowid AS row, message_id AS message, ${created} AS created, ${updated} AS updated,
             instr(substr(data, 1, 2000), '"type":"tool"') > 0 AS isTool,
             instr(substr(data, 1, 100), '"type":"text"') > 0 AS isText,
             CASE WHEN ${updated} - ${created} > ${longMs} THEN instr(data, '"compacted":') > 0 ELSE 0 END AS isShortened,
             CASE WHEN ${updated} > ? THEN ${unended} ELSE 0 END AS isOpen
           FROM part WHERE session_id = ?`,
        )
        .all(now - givenUpMs, session)
    : []
  const messages = ofMessages.has('session_id')
    ? database
        .query<MessageRow, [string]>(
          `SELECT rowid AS row, ${time(ofMessages, 'time_created')} AS created, ${time(ofMessages, 'time_updated')} AS updated,
             instr(data, '"role":"assistant"') > 0 AS isAnswer
           FROM message WHERE session_id = ?`,
        )
        .all(session)
    : []
  /** The first words of each message: what the answer cost is said with them, once. */
  const firstTexts = new Map<string, number>()
  for (const { row, message, isText } of parts)
    if (isText === 1 && message !== null && !firstTexts.has(message)) firstTexts.set(message, row)
  const firstRows = new Set(firstTexts.values())
  const happened = eventsOfSession(database, session, parts)
  const stored = [
    ...happened.map(({ at }, number): Stored => ({ key: number, says: 'session', at, isOpen: false })),
    ...parts.flatMap(({ row, created, updated, isTool, isShortened, isOpen }): Stored[] => {
      const part: Stored = { key: row, says: 'part', at: created, isOpen: isOpen === 1 }
      return isTool === 1 && isShortened === 0
        ? [part, { key: row, says: 'result', at: Math.max(created, updated), isOpen: false }]
        : [part]
    }),
    ...messages.map(({ row, created, updated, isAnswer }): Stored => {
      return { key: row, says: 'message', at: isAnswer === 1 ? updated : created, isOpen: false }
    }),
  ]
  const withResults = new Set(stored.flatMap(({ key, says }) => (says === 'result' ? [key] : [])))
  const fit = (name: string) => `CASE WHEN octet_length(${name}) <= ${maxRowBytes} THEN ${name} END`
  const part = database.query<{ data: unknown; role: unknown; model: unknown; cost: unknown; at: unknown }, [number]>(
    `SELECT ${fit('part.data')} AS data, part.${created} AS at,
       CASE WHEN json_valid(message.data) THEN json_extract(message.data, '$.role') END AS role,
       CASE WHEN json_valid(message.data) THEN json_extract(message.data, '$.modelID') END AS model,
       CASE WHEN json_valid(message.data) THEN json_extract(message.data, '$.cost') END AS cost
     FROM part LEFT JOIN message ON message.id = part.message_id WHERE part.rowid = ?`,
  )
  const message = database.query<{ data: unknown }, [number]>(
    `SELECT ${fit('data')} AS data FROM message WHERE rowid = ?`,
  )

  /** The rows that were read last: the result of a call stands in the same row, mostly a few entries on. */
  const lately = new Map<number, ReturnType<typeof part.get>>()
  function rowOf(row: number) {
    const known = lately.get(row)
    if (known) {
      lately.delete(row)
      return known
    }
    const found = part.get(row)
    if (withResults.has(row) && String(found?.data).length < maxKeptLength) {
      lately.set(row, found)
      for (const oldest of lately.keys()) if (lately.size > maxKeptRows) lately.delete(oldest)
    }
    return found
  }

  function textOf({ key, says, at }: Stored) {
    if (says === 'session')
      return { text: entryText({ says, at }, JSON.stringify({ words: happened[key as number]!.words })) }
    if (says === 'message') {
      const data = message.get(key as number)?.data
      return typeof data === 'string' ? { text: entryText({ says, at }, data) } : tooLong
    }
    const found = rowOf(key as number)
    if (typeof found?.data !== 'string') return tooLong
    const { role, model } = found
    const cost = firstRows.has(key as number) ? found.cost : undefined
    return { text: entryText({ says, at, role, model, cost, isWhole: !withResults.has(key) }, found.data) }
  }
  return entriesInOrder(inOrder(stored), (wanted) => wanted.map(textOf))
}

/**
 * What happened to a conversation beside what was said in it: it is a copy of another one, or somebody took back what was
 * said from some message on, which opencode hides until the next message removes it.
 */
function eventsOfSession(
  database: Database,
  session: string,
  parts: readonly Pick<PartRow, 'message' | 'created'>[],
): { at: number; words: string }[] {
  const [ofSessions, ofMessages] = [columnsOf(database, 'session'), columnsOf(database, 'message')]
  if (!ofSessions.has('time_created') || !ofMessages.has('time_created')) return []
  const found = database
    .query<{ at: unknown; revert: unknown; first: unknown }, [string, string]>(
      `SELECT time_created AS at, ${ofSessions.has('revert') ? '"revert"' : 'NULL'} AS revert,
         (SELECT min(time_created) FROM message WHERE session_id = ?) AS first
       FROM session WHERE id = ?`,
    )
    .get(session, session)
  const events: { at: number; words: string }[] = []
  const at = number(found?.at)
  const first = number(found?.first)
  // Messages of before the session began were copied into it.
  if (at !== null && first !== null && first < at)
    events.push({ at, words: 'This session is a fork: it goes on from a copy of an earlier conversation.' })
  const message = revertedMessage(found?.revert)
  const from = message === null ? undefined : parts.find((part) => part.message === message)?.created
  if (from !== undefined)
    events.push({
      at: from,
      words: 'Reverted to here: what follows was taken back, and is removed once somebody writes again.',
    })
  return events
}

function revertedMessage(revert: unknown): string | null {
  if (typeof revert !== 'string') return null
  try {
    return word(record(JSON.parse(revert))?.messageID, 200)
  } catch {
    // It is no JSON: nothing is known of it.
    return null
  }
}

/** A text or a thought that has begun and not ended. */
const unended = `(instr(substr(data, 1, 200), '"time":{"start"') > 0 OR instr(substr(data, -200), '"time":{"start"') > 0)
  AND instr(substr(data, -60), '"end":') = 0
  AND (instr(substr(data, 1, 100), '"type":"text"') > 0 OR instr(substr(data, 1, 100), '"type":"reasoning"') > 0)`

const tooLong = { reason: 'it is no text, or too long to be shown' }
