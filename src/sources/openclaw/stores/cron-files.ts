import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CronRunFact } from '../../../facts/fact.ts'
import type { Unread } from '../../../facts/source.ts'
import { eachLine, type Mark, readPieces } from '../../../lib/tail.ts'
import { fingerprintOf, namesIn } from '../../common/paths.ts'
import { fileUnit, type Portion, type Unit } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import { changedJobs, type JobJson, type JobState, jobFromJson } from './cron-facts.ts'
import { readJsonFile } from './json-file.ts'
import type { Reading } from './read-log.ts'
import { runFromEntry } from './run-log.ts'

/** The files of jobs and their runs of the era before SQLite, as units. */
export function cronUnits(home: Home, reading: Reading, jobsAreInDatabase: () => boolean): Unit[] {
  const folder = join(home.path, 'cron')
  const runs = join(folder, 'runs')
  const jobs = fileUnit(join(folder, 'jobs.json'), () => (jobsAreInDatabase() ? [] : readJobs(home, folder, reading)))
  return [
    ...jobs.map((unit) => ({ ...unit, fingerprint: `${unit.fingerprint} ${fingerprintOf(join(folder, statesFile))}` })),
    ...namesIn(runs)
      .filter((file) => file.endsWith('.jsonl'))
      .flatMap((file) => {
        const path = join(runs, file)
        return fileUnit(path, () => readRuns(home, path, file.slice(0, -'.jsonl'.length), reading))
      }),
  ]
}

/** The state of jobs lies in a file of its own in some versions, else beside the job itself. */
const statesFile = 'jobs-state.json'

function* readJobs(home: Home, folder: string, { cursorOf, log }: Reading): Generator<Portion> {
  const path = join(folder, 'jobs.json')
  const { value, unread } = readJsonFile(path)
  const isRepaired = log.isNew(`${path} unread`, unread?.reason ?? '')
  if (unread) return yield { unit: path, facts: [], cursor: null, unread: [unread] }
  const states = existsSync(join(folder, statesFile)) ? readJsonFile(join(folder, statesFile)).value : {}
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
  const { facts: changes, cursor } = changedJobs(facts, cursorOf(path), log)
  const all = isRepaired ? [...new Set([...changes, ...facts])] : changes
  if (all.length > 0) yield { unit: path, facts: all, cursor, unread: [] }
}

function* readRuns(home: Home, path: string, jobId: string, { cursorOf }: Reading): Generator<Portion> {
  const cursor = cursorOf(path) as { mark: Mark } | undefined
  for (const piece of readPieces(path, cursor?.mark)) {
    const facts: CronRunFact[] = []
    const unread: Unread[] = []
    eachLine(piece.bytes, (start, end) => {
      try {
        const run = JSON.parse(Buffer.from(piece.bytes.subarray(start, end)).toString('utf8')) as Record<
          string,
          unknown
        >
        const fact = runFromEntry(home, jobId, run)
        if (fact) facts.push(fact)
      } catch (error) {
        unread.push({ unit: path, where: `byte ${piece.at + start}`, reason: (error as Error).message.slice(0, 160) })
      }
    })
    yield { unit: path, facts, cursor: { mark: piece.mark }, unread }
  }
}
