import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Testimony } from '../../facts/testimony.ts'
import { waitWords } from '../../facts/waits.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { keptRead } from '../common/kept-read.ts'
import { id, record, word } from '../common/parse-values.ts'

/** What Claude Code writes of each running process into `<config>/sessions/<pid>.json`. */
export type SessionFile = {
  pid: number
  /** When the process began, as the system tells it; null in versions that do not say. */
  procStart: string | null
  sessionId: string
  /** The process namespace in which its pid is a number, as the system numbers it; null where that is not said. */
  namespace: string | null
  /** Null where this version does not say, or says a word that is not known. */
  status: 'busy' | 'idle' | 'waiting' | 'shell' | null
  waitingFor: string | null
  /** How it was started: `cli` has a terminal. */
  entrypoint: string | null
  /** Since when the status holds, in ms; null where that is not said. */
  statusAt: number | null
}

const maxBytes = 64 << 10
/** More sessions than this at a time are not looked at. */
const maxFiles = 500

/** The session files of a configuration folder; none where there is no such folder. A torn or foreign one is left out. */
export const readSessionFiles = (config: string): SessionFile[] => sessionFilesIn(config, listing, readSessionFile)

/** The same for who looks again and again: what has not changed is not read again. */
export function createSessionFiles(): (config: string) => SessionFile[] {
  const names = keptRead(listing)
  const file = keptRead(readSessionFile)
  return (config) => sessionFilesIn(config, names, file)
}

function sessionFilesIn(config: string, names: typeof listing, file: typeof readSessionFile): SessionFile[] {
  const folder = join(config, 'sessions')
  return names(folder).flatMap((name) => file(join(folder, name)) ?? [])
}

function readSessionFile(path: string): SessionFile | undefined {
  try {
    return parseSessionFile(readForeignFile(path, maxBytes).toString('utf8'))
  } catch {
    // It is being written, or its process has just ended.
    return undefined
  }
}

/** What the process with this number has written in the first of some configuration folders; undefined where it has not. */
export function sessionFileOf(configs: string[], pid: number): SessionFile | undefined {
  for (const config of configs)
    try {
      const text = readForeignFile(join(config, 'sessions', `${pid}.json`), maxBytes).toString('utf8')
      const file = parseSessionFile(text)
      if (file?.pid === pid) return file
    } catch {
      // It is not there, or is being written.
    }
  return undefined
}

/** Throws for what is no JSON; undefined for what does not name a process and a session. */
export function parseSessionFile(text: string): SessionFile | undefined {
  const file = record(JSON.parse(text))
  const sessionId = id(file?.sessionId)
  if (!file || sessionId === null || !isPid(file.pid)) return undefined
  const at = file.statusUpdatedAt
  return {
    pid: file.pid,
    procStart: typeof file.procStart === 'string' && /^\d{1,20}$/.test(file.procStart) ? file.procStart : null,
    sessionId,
    namespace: /:pid:\[(\d{1,20})\]$/.exec(String(file.pidDomain))?.[1] ?? null,
    status: statuses.find((status) => status === file.status) ?? null,
    waitingFor: word(file.waitingFor, 200),
    entrypoint: word(file.entrypoint, 40),
    statusAt: typeof at === 'number' && Number.isFinite(at) && at > 0 ? at : null,
  }
}

const statuses = ['busy', 'idle', 'waiting', 'shell'] as const

const isPid = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 1

/** What the file of a process says, given whether that process lives. `seenAt` (ms) is when it was looked at. */
export function testimonyOf(
  { sessionId, status, waitingFor, statusAt }: SessionFile,
  lives: boolean,
  seenAt: number,
): Testimony | undefined {
  const about = { runtime: 'claude-code', key: sessionId } as const
  // The file stays behind where the process was killed; what it says then is of no use.
  if (!lives) return { ...about, witness: 'process-table', says: 'gone', reason: null, since: seenAt }
  // A clock that was ahead when it was written.
  const since = Math.min(statusAt ?? seenAt, seenAt)
  switch (status) {
    case 'waiting':
      return { ...about, witness: 'session-file', says: 'waiting', reason: wordsFor(waitingFor), since }
    case 'busy':
    case 'shell':
      return { ...about, witness: 'session-file', says: 'working', reason: null, since }
    case 'idle':
      return { ...about, witness: 'session-file', says: 'idle', reason: null, since }
    default:
      return undefined
  }
}

/** What it waits for in our words; a word of a newer version as it is. */
function wordsFor(waitingFor: string | null): string | null {
  if (waitingFor === 'permission prompt') return waitWords.permission
  if (waitingFor === 'input needed') return waitWords.question
  return waitingFor === null ? null : `waits for ${waitingFor}`
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+\.json$/.test(name))
      .slice(0, maxFiles)
  } catch {
    return []
  }
}
