import type { Database } from 'bun:sqlite'
import type { SessionFact, Tokens } from '../../facts/fact.ts'
import { columnsOf } from '../../lib/foreign-database.ts'
import { branchAt } from '../common/branch.ts'
import { path as directoryIn, firstPromptOf, number, problemWithTime, text, word } from '../common/parse-values.ts'
import type { Portion } from '../common/unit.ts'
import { endOf, type Message, type OpenTool, waitsFor } from './entry.ts'
import { type Owner, ownerIn, sessionIdOf } from './names.ts'
import type { Reading } from './reading.ts'

/** The owner of a session, and a hash of its last fact. */
type SessionCursor = { owner: Owner; began: number | null; hash: string; hasFirstPrompt: boolean }

/** A larger row is no answer of a model. */
export const maxRowBytes = 4 << 20
const maxLively = 32

type SessionRow = Record<string, unknown> & { id: unknown }

/** The sessions of one database in one pass: the owner of each, and the facts that are new. */
export function createSessions(
  database: Database,
  path: string,
  messageColumns: Set<string>,
  { cursorOf, work, messages, projects, branches, now, lively: livelyIn, inDatabases }: Reading,
) {
  const columns = columnsOf(database, 'session')
  const wanted = ['directory', 'title', 'parent_id', 'time_created', 'time_updated'].filter((name) => columns.has(name))
  const find = columns.has('id')
    ? database.query<SessionRow, [string]>(`SELECT ${['id', ...wanted].join(', ')} FROM session WHERE id = ?`)
    : undefined
  const hasOrder = messageColumns.has('session_id') && messageColumns.has('time_created')
  const data = `CASE WHEN octet_length(data) <= ${maxRowBytes} THEN data ELSE '{"role":"user"}' END AS data`
  const last = hasOrder
    ? database.query<{ id: string; data: unknown; at: number }, [string]>(
        `SELECT id, ${data}, time_created AS at FROM message WHERE session_id = ? ORDER BY time_created DESC, id DESC LIMIT 4`,
      )
    : undefined
  const first = hasOrder
    ? database.query<{ id: string; data: unknown }, [string]>(
        `SELECT id, ${data} FROM message WHERE session_id = ? ORDER BY time_created, id LIMIT 1`,
      )
    : undefined
  const hasParts = columnsOf(database, 'part').has('message_id')
  const parts = (order: string, limit: number) =>
    hasParts
      ? database.query<{ head: string; hasMetadata: number }, [string]>(
          `SELECT substr(data, 1, 2000) AS head, instr(data, '"metadata":{') > 0 AS hasMetadata FROM part WHERE message_id = ? ORDER BY id ${order} LIMIT ${limit}`,
        )
      : undefined
  const firstParts = parts('', 4)
  const lastParts = parts('DESC', 16)

  const known = new Map<string, SessionCursor>()
  const changed = new Set<string>()
  const reported = new Set<string>()
  const isFirstPass = !livelyIn.has(path)
  if (isFirstPass) livelyIn.set(path, new Set())
  const lively = livelyIn.get(path)!
  const unitOf = (foreign: string) => `${path}#session ${foreign}`

  /** The owner of a session. Once it is reported it stays. */
  function lookUp(foreign: string, message: Message | undefined): SessionCursor {
    let found = known.get(foreign)
    if (!found) {
      found = cursorOf(unitOf(foreign)) as SessionCursor | undefined
      if (!found) {
        const row = find?.get(foreign) ?? undefined
        const directory = directoryIn(row?.directory) ?? message?.cwd ?? cwdIn(foreign)
        found = {
          owner: ownerIn(projects, directory),
          began: number(row?.time_created),
          hash: '',
          hasFirstPrompt: false,
        }
      }
      known.set(foreign, found)
    }
    return found
  }

  /** The messages of a lively session are likely to be read again, those of history are not. */
  const read = (foreign: string) => (isFirstPass && !lively.has(foreign) ? messages.readOnce : messages.read)

  /** The directory of a session without a row of its own, from one of its answers. */
  function cwdIn(foreign: string): string | null {
    for (const { id, data } of last?.all(foreign) ?? []) {
      const message = read(foreign)(id, data, work)
      if ('cwd' in message && message.cwd) return message.cwd
    }
    return null
  }

  function of(foreign: string, isNew: boolean, message?: Message): SessionCursor {
    if (isNew || !reported.has(foreign)) changed.add(foreign)
    inDatabases.add(foreign)
    return lookUp(foreign, message)
  }

  function factOf(foreign: string): SessionFact {
    const { owner, hasFirstPrompt } = lookUp(foreign, undefined)
    const row = find?.get(foreign) ?? undefined
    const parent = word(row?.parent_id)
    const rows = last?.all(foreign) ?? []
    const latest = rows.flatMap(({ id, data }) => {
      const message = read(foreign)(id, data, work)
      return 'reason' in message ? [] : [message]
    })
    const answer = latest.find(({ usage }) => usage !== null)?.usage
    const title = titleIn(row?.title)
    const lastAt = Math.max(...latest.map(({ createdAt, completedAt }) => completedAt ?? createdAt ?? 0), 0)
    const directory = directoryIn(row?.directory) ?? latest.find(({ cwd }) => cwd !== null)?.cwd ?? null
    const branch = directory === null ? undefined : branchAt(branches.of(directory), lastAt)
    const opening = hasFirstPrompt ? null : firstPrompt(foreign)
    const began = time(row?.time_created, now())
    const ended = time(lastAt, now()) ?? (rows.length === 0 ? time(row?.time_updated, now()) : undefined)
    return {
      kind: 'session',
      id: sessionIdOf(owner, foreign),
      runtime: 'opencode',
      agentId: owner.agent.id,
      key: foreign,
      sessionKind: parent === null ? 'direct' : 'subagent',
      ...(parent === null ? {} : { parentKey: parent, parentAgentId: lookUp(parent, undefined).owner.agent.id }),
      ...(title === null ? {} : { title }),
      ...(opening === null ? {} : { firstPrompt: opening }),
      ...(owner.project === null ? {} : { projectPath: owner.project }),
      ...(owner.worktreePath === undefined ? {} : { worktreePath: owner.worktreePath }),
      ...(branch === undefined ? {} : { branch }),
      ...(latest[0]?.model ? { model: latest[0].model } : {}),
      ...(began === undefined ? {} : { startedAt: began }),
      ...(ended === undefined ? {} : { lastAt: ended }),
      ...(answer ? { contextTokens: contextOf(answer.tokens) } : {}),
      ...(latest[0] ? endOf(latest[0], openTool(rows[0]!.id)) : {}),
    }
  }

  /** The newest tool of a message that has no result yet. */
  function openTool(message: string): OpenTool | null {
    for (const { head, hasMetadata } of lastParts?.all(message) ?? []) {
      const status = /"status":"(running|pending)"/.exec(head)?.[1]
      const name = head.includes('"type":"tool"') && status ? /"tool":"([^"\\]{1,80})"/.exec(head)?.[1] : undefined
      if (name !== undefined) return { name, waitsFor: status === 'running' ? waitsFor(name, hasMetadata === 1) : '' }
    }
    return null
  }

  function firstPrompt(foreign: string): string | null {
    const message = first?.get(foreign)
    if (!message || !String(message.data).includes('"role":"user"')) return null
    for (const { head } of firstParts?.all(message.id) ?? [])
      if (head.includes('"type":"text"') && !head.includes('"synthetic":true')) {
        const words = wordsIn(head)
        if (words !== null) return words
      }
    return null
  }

  return {
    of,
    /**
     * Marks all sessions at first, then the lively ones: a title is written after the words, and a tool ends without a
     * message.
     */
    lookAgain() {
      if (isFirstPass && find) {
        const order = columns.has('time_updated') ? 'ORDER BY time_updated DESC' : ''
        const all = database.query<{ id: unknown }, []>(`SELECT id FROM session ${order}`).all()
        for (const { id } of all) if (typeof id === 'string') of(id, true)
        for (const foreign of [...changed].slice(0, maxLively)) lively.add(foreign)
      }
      for (const foreign of lively) of(foreign, true)
    },
    *changes(): Generator<Portion> {
      for (const foreign of changed) {
        changed.delete(foreign)
        reported.add(foreign)
        const fact = factOf(foreign)
        const before = lookUp(foreign, undefined)
        const { firstPrompt, ...lasting } = fact
        const hash = Bun.hash(JSON.stringify([lasting, before.owner.agent])).toString(36)
        if (hash === before.hash && firstPrompt === undefined) continue
        if (!isFirstPass) lively.add(foreign)
        for (const oldest of lively) if (lively.size > maxLively) lively.delete(oldest)
        const cursor = { ...before, hash, hasFirstPrompt: before.hasFirstPrompt || firstPrompt !== undefined }
        known.set(foreign, cursor)
        yield { unit: unitOf(foreign), facts: [before.owner.agent, fact], cursor, unread: [] }
      }
    },
  }
}

/** opencode counts the answer itself among what is in the context: it is part of the next question. */
const contextOf = ({ input, output, cacheRead, cacheWrite5m }: Tokens) => input + output + cacheRead + cacheWrite5m

/** The name of a session for which the model has found none yet. */
const isUnnamed = /^(New|Child) session - /

const titleIn = (value: unknown) => {
  const title = text(value)
  return title === null || isUnnamed.test(title) ? null : [...title.slice(0, 1_000)].slice(0, 500).join('')
}

/** The text in a part of which only the beginning was read. */
function wordsIn(head: string): string | null {
  const found = /"text":"((?:[^"\\]|\\.)*)/.exec(head)?.[1]
  if (found === undefined) return null
  try {
    return firstPromptOf(JSON.parse(`"${found.replace(/\\(u[0-9a-f]{0,3})?$/i, '')}"`) as string)
  } catch {
    // The beginning is no JSON: the session is shown without its words.
    return null
  }
}

const time = (value: unknown, now: number) =>
  typeof value === 'number' && problemWithTime(value, now) === undefined ? value : undefined
