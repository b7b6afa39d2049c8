import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Fact } from '../../../facts/fact.ts'
import { fileUnit, type Portion, type Unit } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import { readJsonFile } from './json-file.ts'
import type { Reading } from './read-log.ts'
import { type Entry, sessionFromEntry } from './session-facts.ts'

export const sessionsFolder = (home: string, agent: string) => join(home, 'agents', agent, 'sessions')

/** `sessions.json`, the catalogue before SQLite: a map from session key to entry. `files` are the names beside it. */
export function sessionsFileUnit(home: Home, agent: string, files: string[], reading: Reading): Unit[] {
  // The locks of running sessions decide as well what the catalogue says.
  const locks = files.filter((file) => file.endsWith('.lock')).join()
  const path = join(sessionsFolder(home.path, agent), 'sessions.json')
  return fileUnit(path, () => readSessionsFile(home, agent, reading)).map((unit) => ({
    ...unit,
    fingerprint: `${unit.fingerprint} ${locks}`,
  }))
}

function* readSessionsFile(home: Home, agent: string, { log }: Reading): Generator<Portion> {
  const folder = sessionsFolder(home.path, agent)
  const path = join(folder, 'sessions.json')
  const { value, unread } = readJsonFile(path)
  const isRepaired = log.isNew(`${path} unread`, unread?.reason ?? '')
  if (unread) return yield { unit: path, facts: [], cursor: null, unread: [unread] }

  const facts: Fact[] = []
  for (const [key, raw] of Object.entries(value)) {
    const entry = (typeof raw === 'object' && raw !== null ? raw : {}) as Entry
    if (typeof entry.sessionId !== 'string') continue
    const fact = sessionFromEntry(home, agent, key, entry.sessionId, entry)
    // This era never takes "running" back after an abort; a running session has a lock file.
    const isTrusted = fact.status !== 'running' || existsSync(join(folder, `${entry.sessionId}.jsonl.lock`))
    facts.push({ ...fact, status: isTrusted ? (fact.status ?? '') : '', current: true })
  }
  const changes = facts.filter(
    (fact) => fact.kind === 'session' && (log.isNew(`${path} ${fact.key}`, JSON.stringify(fact)) || isRepaired),
  )
  if (changes.length > 0) yield { unit: path, facts: changes, cursor: null, unread: [] }
}
