import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { World } from '../../source.contract.ts'
import { createOpenClaw } from '../openclaw.ts'
import { agentDatabasePath } from '../stores/agent-database.ts'
import {
  answerEntry,
  appendLine,
  callsIn,
  copiedHome,
  firstSession,
  inDatabase,
  insertEvent,
  transcripts,
} from './home.ts'

const later = Date.UTC(2026, 10, 21)

export const openClawIn = (...homes: string[]) => createOpenClaw({ homes, configPath: null })

const absentFrom = (at: (...parts: string[]) => string) => () => ({
  source: openClawIn(at('nowhere')),
  where: at('nowhere'),
})

/** A recorded home since 2026.7.2, in which sessions live in SQLite. */
export function sqliteWorld(): World {
  const home = copiedHome('2026.9.6')
  let added = 0
  const write = (event: unknown) =>
    inDatabase(home.path, 'main', (database) => insertEvent(database, firstSession(database), event))
  return {
    source: () => openClawIn(home.path),
    absent: absentFrom(home.at),
    get calls() {
      return callsIn('2026.9.6') + added
    },
    answer() {
      const entry = answerEntry(later + ++added)
      write(entry)
      return Buffer.byteLength(JSON.stringify(entry))
    },
    garble: () => write('{"type":"message"'),
    ruin() {
      writeFileSync(agentDatabasePath(home.path, 'ops'), 'SQLite no more '.repeat(1_000))
      return 20
    },
    [Symbol.dispose]: home[Symbol.dispose],
  }
}

/** A recorded home before 2026.7.2, in which sessions are files of lines. */
export function jsonlWorld(): World {
  const home = copiedHome('2026.3.24')
  const [file = '', other = ''] = transcripts(home.path, 'main')
  let added = 0
  return {
    source: () => openClawIn(home.path),
    absent: absentFrom(home.at),
    get calls() {
      return callsIn('2026.3.24') + added
    },
    answer: () => appendLine(file, answerEntry(later + ++added)),
    garble: () => appendFileSync(file, '{"type":"message","message":{"usage":\n'),
    ruin() {
      const lost = readFileSync(other, 'utf8').match(/"totalTokens":[1-9]/g)!.length
      rmSync(other)
      mkdirSync(other)
      return lost
    },
    tear() {
      const line = `${JSON.stringify(answerEntry(later + ++added))}\n`
      appendFileSync(file, line.slice(0, 100))
      return () => appendFileSync(file, line.slice(100))
    },
    [Symbol.dispose]: home[Symbol.dispose],
  }
}
