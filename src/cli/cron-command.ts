import type { CronDetail, CronRow, PricedRun } from '../crons/cron.ts'
import { wordsIn } from '../crons/definition-words.ts'
import { cost, duration, relativeTime } from '../lib/format.ts'
import { ApiError } from './api-error.ts'
import type { Client } from './client.ts'
import { drawTable, plainText } from './table.ts'
import { UsageError } from './usage-error.ts'

export const cronVerbs = ['list', 'show', 'run', 'enable', 'disable', 'add', 'edit', 'delete'] as const
type CronVerb = (typeof cronVerbs)[number]

export type CronCommand = {
  verb: CronVerb
  /** The job, by its name or id; '' where the verb takes none. */
  job: string
  /** A job as JSON, or the file that holds it; - is standard input. */
  text: string
  /** What was given to confirm a deletion. */
  confirm: string | undefined
  json: boolean
}

type Deps = {
  client: Client
  print: (text: string) => void
  /** Shows a line to the person at the terminal, which is no part of the output. */
  notice: (text: string) => void
  colour: boolean
  sleep?: (ms: number) => Promise<void>
}

/** Carries out `wheelhouse cron …`: 0 when all went well, 1 where a run failed. */
export async function cronCommand(command: CronCommand, deps: Deps): Promise<number> {
  const { client, print } = deps
  const say = (value: unknown, words: string) =>
    print(command.json ? `${JSON.stringify(value, null, 2)}\n` : `${words}\n`)
  if (command.verb === 'list') {
    const list = await client.ask<{ items: CronRow[] }>('/api/crons')
    say(list, listText(list.items, deps.colour).trimEnd())
    return 0
  }
  if (command.verb === 'add') {
    const job = await client.ask<CronDetail>('/api/crons', {
      method: 'POST',
      body: { job: await jsonFrom(command.text) },
    })
    say(job, `${plainText(job.name)} is added. Its next run: ${relativeTime(job.nextAt, Date.now())}.`)
    return 0
  }
  const { id } = await jobNamed(client, command.job)
  const path = `/api/crons/${encodeURIComponent(id)}`
  switch (command.verb) {
    case 'show': {
      const job = await client.ask<CronDetail>(path)
      say(job, detailText(job, deps.colour))
      return 0
    }
    case 'enable':
    case 'disable': {
      const job = await client.ask<CronDetail>(`${path}/${command.verb}`, { method: 'POST', body: {} })
      say(job, `${plainText(job.name)} is ${job.enabled ? 'on' : 'off'}.`)
      return 0
    }
    case 'edit': {
      const { revision } = await client.ask<CronDetail>(path)
      if (!revision)
        throw new UsageError('The store of this version of OpenClaw does not hold this job whole. Edit it there.')
      const body = { patch: await jsonFrom(command.text), revision }
      const job = await client.ask<CronDetail>(path, { method: 'PATCH', body })
      say(job, `${plainText(job.name)} is saved.`)
      return 0
    }
    case 'run': {
      const { run, name } = await runToItsEnd(id, path, deps)
      say(run, runText(name, run))
      return run.status === 'ok' ? 0 : 1
    }
    case 'delete': {
      const deleted = await client
        .ask(path, { method: 'DELETE', body: { confirm: command.confirm } })
        .catch((error: unknown) => {
          const asked = error instanceof ApiError ? error.problem.confirm : undefined
          if (!asked) throw error
          throw new UsageError(
            `${asked.question} This cannot be undone. To confirm: wheelhouse cron delete "${command.job}" --confirm "${asked.phrase}".`,
          )
        })
      say(deleted, `${plainText(command.job)} is deleted. Its runs are kept.`)
      return 0
    }
  }
}

/** Starts a run, which naming the job on the command line confirms, and waits until it is over. */
async function runToItsEnd(id: string, path: string, { client, notice, sleep = Bun.sleep }: Deps) {
  const begun = await client.ask<{ askedAt: number; job: CronDetail }>(`${path}/run`, {
    method: 'POST',
    body: { confirm: 'run' },
  })
  notice(`${plainText(begun.job.name)} runs…\n`)
  while (true) {
    const job = await client.ask<CronDetail>(path)
    const run = job.latestRuns.findLast(({ at, byHand }) => at >= begun.askedAt - 1_000 && byHand !== false)
    if (run && run.status !== 'running') return { run, name: job.name }
    if (!job.present && !run) throw new UsageError(`${id} is gone.`)
    await sleep(500)
  }
}

/** The job of this name or id; a beginning is enough where only one job has it. */
async function jobNamed(client: Client, named: string): Promise<CronRow> {
  const { items } = await client.ask<{ items: CronRow[] }>('/api/crons')
  const exact = items.filter(({ id, name }) => id === named || name === named)
  const found =
    exact.length > 0 ? exact : items.filter(({ name }) => name.toLowerCase().startsWith(named.toLowerCase()))
  const [job] = found
  if (!job) throw new UsageError(`There is no cron job “${named}”. \`wheelhouse cron list\` shows them.`)
  if (found.length > 1)
    throw new UsageError(
      `“${named}” fits several jobs: ${found.map(({ name, id }) => `${name} (${id})`).join(', ')}. Give the id.`,
    )
  return job
}

async function jsonFrom(text: string): Promise<unknown> {
  const json = text.trimStart().startsWith('{')
    ? text
    : await (text === '-' ? Bun.stdin : Bun.file(text)).text().catch(() => {
        throw new UsageError(`${text} cannot be read. Give a job as JSON, or the file that holds it.`)
      })
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new UsageError(`This is no JSON: ${(error as Error).message}.`)
  }
}

const stateOf = (job: CronRow) =>
  !job.enabled
    ? 'off'
    : job.lastStatus === 'running'
      ? 'running'
      : job.streak?.outcome === 'failed'
        ? `failed ${job.streak.count}×`
        : job.misses.length > 0
          ? `missed ${job.misses.length}`
          : job.overlaps.length > 0
            ? 'overlaps'
            : (job.lastStatus ?? 'never run')

const scheduleOf = ({ schedule }: CronRow) =>
  schedule.kind === 'cron'
    ? [schedule.expr, schedule.timezone].filter(Boolean).join(' ')
    : schedule.kind === 'every'
      ? `every ${duration(schedule.everyMs)}`
      : schedule.kind === 'at'
        ? 'once'
        : '–'

function listText(jobs: CronRow[], colour: boolean): string {
  if (jobs.length === 0) return 'There are no cron jobs.'
  const now = Date.now()
  return drawTable(
    [
      { head: 'Job', of: (job) => plainText(job.name, 40) },
      { head: 'State', of: stateOf },
      { head: 'Schedule', of: (job) => plainText(scheduleOf(job), 40) },
      { head: 'Last', of: (job) => (job.lastAt === null ? 'never' : relativeTime(job.lastAt, now)) },
      { head: 'Next', of: (job) => (job.enabled ? relativeTime(job.nextAt, now) : '–'), right: true },
    ],
    jobs.toSorted((a, b) => Number(a.system) - Number(b.system)),
    { colour },
  )
}

function detailText(job: CronDetail, colour: boolean): string {
  const lines = [
    `${plainText(job.name)}  (${job.id})`,
    '',
    `State     ${stateOf(job)}`,
    `Schedule  ${plainText(scheduleOf(job))}`,
    `Next      ${job.enabled ? relativeTime(job.nextAt, Date.now()) : '–'}`,
    `Says      ${plainText(wordsIn(job.definition) ?? 'not known here', 200)}`,
    `Delivers  ${plainText(job.delivery ?? 'to nobody')}`,
  ]
  if (job.misses.length > 0)
    lines.push(`Missed    ${job.misses.map(({ at }) => new Date(at).toISOString()).join(', ')}`)
  const runs = drawTable(
    [
      { head: 'Run', of: (run: PricedRun) => new Date(run.at).toISOString().slice(0, 16).replace('T', ' ') },
      { head: 'Ended', of: (run) => run.status },
      { head: 'Took', of: (run) => duration(run.durationMs), right: true },
      { head: 'Cost', of: (run) => cost(run.costUsd, run.costIsLowerBound), right: true },
      { head: 'Why', of: (run) => plainText(run.error ?? '', 60) },
    ],
    job.latestRuns.slice(0, 14),
    { colour },
  )
  return `${lines.join('\n')}\n\n${job.latestRuns.length > 0 ? runs.trimEnd() : 'It has not run yet.'}`
}

function runText(name: string, run: PricedRun): string {
  const took = duration(run.durationMs)
  const session = run.sessionId === null ? '' : `\nIts session: ${run.sessionId}`
  return run.status === 'ok'
    ? `${plainText(name)} ran well, in ${took}.${session}`
    : `${plainText(name)} failed after ${took}: ${plainText(run.error ?? run.status, 300)}${session}`
}
