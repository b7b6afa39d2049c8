import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Unread, Work } from '../../facts/source.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { branchAt } from '../common/branch.ts'
import { foldersIn } from '../common/list-folder.ts'
import { path as directoryIn, problemWithTime, record, word } from '../common/parse-values.ts'
import { fingerprintOf, statOf } from '../common/paths.ts'
import { type Portion, settleMs } from '../common/unit.ts'
import { endOf, type Message, readMessage } from './entry.ts'
import { type Owner, ownerIn, sessionIdOf, usageFact } from './names.ts'
import type { Reading } from './reading.ts'

/** What was read of one session's folder: the fingerprint of each file, and whose the session is. */
type Cursor = { owner: Owner; began: number | null; files: Record<string, string> }

const maxFileBytes = 4 << 20

export const messagesFolder = (home: string) => join(home, 'storage', 'message')

/** The folders of sessions whose messages are files, as opencode kept them before it had a database. */
export function sessionFolders(home: string): string[] {
  return foldersIn(messagesFolder(home)).map((name) => join(messagesFolder(home), name))
}

/**
 * Reads what is new in the folder of one session: `msg_*.json`, a file each, rewritten when an answer is done. Says
 * nothing of a session that a database knows. Throws what listing the folder throws.
 */
export function* readMessageFiles(home: string, folder: string, reading: Reading): Generator<Portion | 'unfinished'> {
  const { cursorOf, now, projects, branches, inDatabases, prices, work } = reading
  const foreign = folder.slice(messagesFolder(home).length + 1)
  const cursor = cursorOf(folder) as Cursor | undefined
  const files = { ...cursor?.files }
  let isUnfinished = false
  const unread: Unread[] = []
  const read: { id: string; message: Message }[] = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile() || !/^msg_.*\.json$/.test(entry.name)) continue
    const path = join(folder, entry.name)
    const fingerprint = fingerprintOf(path)
    if (fingerprint === 'none' || files[entry.name] === fingerprint) continue
    const message = readFile(path, now(), work)
    if ('reason' in message && isYoung(path, now())) {
      isUnfinished = true
      continue
    }
    files[entry.name] = fingerprint
    if ('reason' in message) unread.push({ unit: folder, where: `whole ${entry.name}`, reason: message.reason })
    else read.push({ id: entry.name.slice(0, -'.json'.length), message })
  }
  if (isUnfinished) yield 'unfinished'
  if (read.length === 0 && unread.length === 0) return

  const session = cursor ? undefined : sessionFile(home, foreign, now())
  const directory = session?.directory ?? read.find(({ message }) => message.cwd !== null)?.message.cwd ?? null
  const owner = cursor?.owner ?? ownerIn(projects, directory)
  const began = cursor?.began ?? session?.began ?? null
  const facts: Portion['facts'] = read.flatMap(({ id, message }) =>
    message.usage ? [usageFact(id, { ...message, usage: message.usage }, owner, foreign, began, prices)] : [],
  )
  if (!inDatabases.has(foreign)) {
    const newest = read.reduce<Message | undefined>(
      (best, { message }) => ((message.createdAt ?? 0) >= (best?.createdAt ?? 0) ? message : best),
      undefined,
    )
    const wroteAt = newest ? (newest.completedAt ?? newest.createdAt) : null
    const branch = directory === null ? undefined : branchAt(branches.of(directory), wroteAt)
    facts.unshift(owner.agent, {
      kind: 'session',
      id: sessionIdOf(owner, foreign),
      runtime: 'opencode',
      agentId: owner.agent.id,
      key: foreign,
      ...(owner.project === null ? {} : { projectPath: owner.project }),
      ...(owner.worktreePath === undefined ? {} : { worktreePath: owner.worktreePath }),
      ...(branch === undefined ? {} : { branch }),
      ...(session?.title ? { title: session.title } : {}),
      ...(session ? { sessionKind: session.parent === null ? ('direct' as const) : ('subagent' as const) } : {}),
      ...(session?.parent ? { parentKey: session.parent, parentAgentId: owner.agent.id } : {}),
      ...(began === null ? {} : { startedAt: began }),
      ...(newest?.model ? { model: newest.model } : {}),
      ...(newest?.createdAt ? { lastAt: newest.completedAt ?? newest.createdAt } : {}),
      ...(newest ? endOf(newest, null) : {}),
    })
  }
  yield { unit: folder, facts, cursor: { owner, began, files } satisfies Cursor, unread }
}

/** The file about a session that opencode wrote beside its messages; its folder is named after the project. */
function sessionFile(home: string, foreign: string, now: number) {
  const sessions = join(home, 'storage', 'session')
  for (const project of foldersIn(sessions))
    try {
      const path = join(sessions, project, `${foreign}.json`)
      const raw = record(JSON.parse(readForeignFile(path, maxFileBytes).toString())) ?? {}
      const created = record(raw.time)?.created
      return {
        directory: directoryIn(raw.directory),
        title: word(raw.title, 500),
        parent: word(raw.parentID),
        began: typeof created === 'number' && problemWithTime(created, now) === undefined ? created : null,
      }
    } catch {
      // The file is another project's, or damaged: the messages name their folder themselves.
    }
  return undefined
}

function readFile(path: string, now: number, work: Work) {
  try {
    const bytes = readForeignFile(path, maxFileBytes)
    work.entries++
    work.bytes += bytes.length
    return readMessage(bytes.toString(), now)
  } catch (error) {
    return { reason: (error as Error).message.slice(0, 160) }
  }
}

/** A file that cannot be read may be half-written while it is young. */
const isYoung = (path: string, now: number) => {
  const age = now - (statOf(path)?.mtimeMs ?? 0)
  return age >= 0 && age < settleMs
}
