import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CronRunFact, Fact } from '../../../facts/fact.ts'
import type { CursorOf, Unread } from '../../../facts/source.ts'
import { readForeignFile } from '../../../lib/foreign-file.ts'
import { eachLine, type Mark, readPieces } from '../../../lib/tail.ts'
import type { Home } from '../home.ts'
import { readKey } from '../session-key.ts'
import type { Portion, ReadLog } from './agent-database.ts'
import { changedJobs, type JobJson, type JobState, jobFromJson, runId, statusFrom } from './cron-facts.ts'
import { type Entry, sessionFromEntry } from './session-facts.ts'

export const sessionsFolder = (home: string, agent: string) => join(home, 'agents', agent, 'sessions')

/** `sessions.json`: the catalogue before SQLite, a map from session key to entry. Read whole when it changed. */
export function* readSessionsFile(home: Home, agent: string, said: ReadLog): Generator<Portion> {
  const folder = sessionsFolder(home.path, agent)
  const path = join(folder, 'sessions.json')
  if (!existsSync(path)) return
  const { mtimeMs, size, ino } = statSync(path)
  if (!said.isNew(path, `${mtimeMs} ${size} ${ino} ${locks(folder)}`)) return
  const { value, unread } = readJson(path)
  const mended = said.isNew(`${path} unread`, unread?.reason ?? '')
  if (unread) return yield { unit: path, facts: [], cursor: null, unread: [unread] }

  const facts: Fact[] = []
  for (const [key, raw] of Object.entries(value)) {
    const entry = (typeof raw === 'object' && raw !== null ? raw : {}) as Entry
    if (typeof entry.sessionId !== 'string') continue
    const fact = sessionFromEntry(home, agent, key, entry.sessionId, entry)
    // This era leaves "running" standing for ever after an abort; the lock file is the witness.
    const witnessed = fact.status !== 'running' || existsSync(join(folder, `${entry.sessionId}.jsonl.lock`))
    facts.push({ ...fact, status: witnessed ? (fact.status ?? '') : '', current: true })
  }
  const news = facts.filter(
    (fact) => fact.kind === 'session' && (said.isNew(`${path} ${fact.key}`, JSON.stringify(fact)) || mended),
  )
  if (news.length > 0) yield { unit: path, facts: news, cursor: null, unread: [] }
}

const locks = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.lock'))
    .join()

/** `cron/jobs.json` with its state beside or inside, and `cron/runs/JOB.jsonl`. */
export function* readCronFiles(
  home: Home,
  cursorOf: CursorOf,
  said: ReadLog,
  jobsAreElsewhere: boolean,
): Generator<Portion> {
  const folder = join(home.path, 'cron')
  if (!jobsAreElsewhere) yield* readJobs(home, folder, cursorOf, said)
  const runs = join(folder, 'runs')
  if (!existsSync(runs)) return
  for (const file of readdirSync(runs))
    if (file.endsWith('.jsonl')) yield* readRuns(home, join(runs, file), file.slice(0, -6), cursorOf)
}

function* readJobs(home: Home, folder: string, cursorOf: CursorOf, said: ReadLog): Generator<Portion> {
  const path = join(folder, 'jobs.json')
  if (!existsSync(path)) return
  const { value, unread } = readJson(path)
  const mended = said.isNew(`${path} unread`, unread?.reason ?? '')
  if (unread) return yield { unit: path, facts: [], cursor: null, unread: [unread] }
  const states = existsSync(join(folder, 'jobs-state.json')) ? readJson(join(folder, 'jobs-state.json')).value : {}
  const jobs = Array.isArray((value as { jobs?: unknown }).jobs)
    ? ((value as { jobs: unknown[] }).jobs as JobJson[])
    : []
  const facts = jobs
    .filter((job) => typeof job?.id === 'string')
    .map((job) =>
      jobFromJson(home, job, {
        ...((states as Record<string, object>)[String(job.id)] ?? {}),
        ...(job.state as JobState),
      }),
    )
  const { facts: news, cursor } = changedJobs(facts, cursorOf(path), said)
  const all = mended ? [...new Set([...news, ...facts])] : news
  if (all.length > 0) yield { unit: path, facts: all, cursor, unread: [] }
}

function* readRuns(home: Home, path: string, jobId: string, cursorOf: CursorOf): Generator<Portion> {
  const kept = cursorOf(path) as { mark: Mark } | undefined
  for (const piece of readPieces(path, kept?.mark)) {
    const facts: CronRunFact[] = []
    const unread: Unread[] = []
    eachLine(piece.bytes, (start, end) => {
      try {
        const run = JSON.parse(Buffer.from(piece.bytes.subarray(start, end)).toString('utf8')) as Record<
          string,
          unknown
        >
        const at = typeof run.runAtMs === 'number' ? run.runAtMs : run.ts
        if (run.action !== 'finished' || typeof at !== 'number') return
        const agent = typeof run.sessionKey === 'string' ? readKey(run.sessionKey).agent : null
        facts.push({
          kind: 'cron-run',
          id: runId(home, jobId, at),
          jobId: home.cronId(jobId),
          at,
          status: /timed out/.test(String(run.error)) ? 'timed-out' : (statusFrom(run.status) ?? 'error'),
          durationMs: typeof run.durationMs === 'number' ? run.durationMs : null,
          error: typeof run.error === 'string' ? run.error.slice(0, 500) : null,
          summary: typeof run.summary === 'string' ? run.summary.slice(0, 500) : null,
          sessionId: agent && typeof run.sessionId === 'string' ? home.sessionId(agent, run.sessionId) : null,
          model: typeof run.model === 'string' ? run.model : null,
        })
      } catch (error) {
        unread.push({ unit: path, where: `byte ${piece.at + start}`, reason: (error as Error).message.slice(0, 160) })
      }
    })
    yield { unit: path, facts, cursor: { mark: piece.mark }, unread }
  }
}

function readJson(path: string): { value: object; unread?: Unread } {
  try {
    const value: unknown = JSON.parse(readForeignFile(path, 256 << 20).toString())
    return { value: typeof value === 'object' && value !== null ? value : {} }
  } catch (error) {
    return { value: {}, unread: { unit: path, where: 'whole file', reason: (error as Error).message.slice(0, 160) } }
  }
}
