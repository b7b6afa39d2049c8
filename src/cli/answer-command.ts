import type { Agent } from '../agents/agent.ts'
import type { Headroom } from '../breaker/headroom.ts'
import { disambiguateNames } from '../costs/reports/disambiguate-names.ts'
import type { ForecastCheck } from '../costs/reports/forecast-score.ts'
import type { Report, ReportPage } from '../costs/reports/report.ts'
import type { Summary } from '../costs/reports/summary.ts'
import type { Diagnosis } from '../doctor/doctor.ts'
import type { SourceReport } from '../facts/source.ts'
import { bytes, cost, relativeTime, tokens } from '../lib/format.ts'
import type { Overview } from '../overview/overview.ts'
import type { Reconciliation } from '../reconcile/reconciliation.ts'
import { costLabelOf, type Session } from '../sessions/session.ts'
import { ApiError } from './api-error.ts'
import { approve } from './approve.ts'
import { openInBrowser } from './browser.ts'
import type { Client } from './client.ts'
import { cronCommand } from './cron-command.ts'
import type { Command } from './flags.ts'
import { formatActiveBlock, formatReport } from './format-costs.ts'
import { formatForecast, formatForecastScore } from './format-forecast.ts'
import { formatHeadroom } from './format-headroom.ts'
import { formatReconciliation } from './format-reconcile.ts'
import { answerGateway } from './gateway.ts'
import { searchCommand } from './search-command.ts'
import { sendCommand, stopCommand } from './steer-command.ts'
import { drawTable, plainText } from './table.ts'
import { type TailCommand, type TailDeps, tailCommand } from './tail-command.ts'
import { isSessionId, tailSession } from './tail-session.ts'

/** Properties of the terminal; all undefined where the output goes into a file. */
export type Terminal = {
  colour: boolean
  width?: number | undefined
  /** Shows a line to the person at the terminal, which is no part of the output. */
  notice: (text: string) => void
  /** Asks for a line; undefined where nobody can be asked. */
  readLine: (question: string) => Promise<string | undefined>
  /** Called with the progress of long work, and with '' at its end. */
  progress?: ((line: string) => void) | undefined
}

export type Asking = Exclude<Command, { name: 'serve' | 'help' | 'version' }>

/** Prints what a command asks of the server, and answers its exit code. It is loaded when a command is given. */
export async function answerCommand(
  command: Asking,
  folder: string,
  client: Client,
  print: (text: string) => void,
  { colour, width, notice, readLine }: Terminal,
): Promise<number> {
  const json = (value: unknown) => print(`${JSON.stringify(value, null, 2)}\n`)
  switch (command.name) {
    case 'open': {
      const { url } = await client.ask<{ url: string }>('/api/auth/link', { method: 'POST', body: {} })
      if (command.json) json({ url })
      else print(`Sign in: ${url}\n`)
      if (!command.json) await openInBrowser(url, folder)
      return 0
    }
    case 'gateway':
      return answerGateway(command, client, { print, notice, readLine })
    case 'status': {
      const overview = await client.ask<Overview>('/api/overview')
      if (command.json) json(overview)
      else print(statusText(overview, client.running))
      return 0
    }
    case 'doctor': {
      const found = await client.ask<{ healthy: boolean; sources: SourceReport[]; findings: Diagnosis[] }>(
        '/api/doctor',
      )
      if (command.json) json(found)
      else print(doctorText(found, colour))
      return found.healthy ? 0 : 1
    }
    case 'sessions': {
      const page = await client.ask<{ items: Session[]; nextCursor: string | null }>('/api/sessions?limit=50')
      if (command.json) json(page)
      else {
        const agents = await client.ask<{ items: Agent[] }>('/api/agents')
        print(sessionsText(page.items, namesOf(agents.items), colour))
      }
      return 0
    }
    case 'search': {
      return searchCommand(command, { client, print, colour, now: Date.now() })
    }
    case 'stop':
      return stopCommand(command, { client, print, notice, readLine })
    case 'send':
      return sendCommand(command, { client, print, notice, readLine })
    case 'tail':
      return tail(command, { client, print, now: Date.now, colour, pause: pauseUntilStopped() })
    case 'approve':
      return approve(command, { client, print, readLine, now: Date.now(), colour, width })
    case 'costs': {
      if (command.active) {
        const summary = await client.ask<Summary>('/api/costs/summary')
        if (command.json) json(summary.blocks)
        else print(formatActiveBlock(summary))
        return 0
      }
      const report = await wholeReport(client, { by: command.by, ...command.question })
      if (command.json) json(report)
      else print(formatReport(report, command.by, { colour, width }))
      return 0
    }
    case 'costs forecast': {
      const check = await client.ask<ForecastCheck>('/api/costs/forecast')
      if (command.json) json(check)
      else print(command.check ? formatForecastScore(check, { colour, width }) : formatForecast(check))
      const { insidePercent, goalPercent } = check.score
      return command.check && insidePercent !== null && insidePercent < goalPercent ? 1 : 0
    }
    case 'costs headroom': {
      const headroom = await client.ask<Headroom>('/api/breaker')
      if (command.json) json(headroom)
      else print(formatHeadroom(headroom, { colour, width, now: Date.now() }))
      return 0
    }
    case 'costs reconcile': {
      const query = command.month === undefined ? '' : `?month=${command.month}`
      const found = await client.ask<Reconciliation>(`/api/reconcile${query}`)
      if (command.json) json(found)
      else print(formatReconciliation(found, { colour, width }))
      return 0
    }
    case 'cron':
      return cronCommand(command, { client, print, notice, colour })
    case 'token create': {
      const made = await client.ask<{ id: string; name: string; role: string; mayAct: boolean; token: string }>(
        '/api/tokens',
        {
          method: 'POST',
          body: { name: command.label, role: command.role, mayAct: command.mayAct },
        },
      )
      if (command.json) json(made)
      else
        print(
          `${made.token}\n\nThis is the token of “${made.name}” (${made.role}${made.mayAct ? ', may act' : ''}). It is shown only now; take it back with: wheelhouse token revoke ${made.id}\n`,
        )
      return 0
    }
    case 'token list': {
      const { items } = await client.ask<{
        items: { id: string; name: string; role: string; createdAt: number; lastUsedAt: number | null }[]
      }>('/api/tokens')
      if (command.json) json({ items, nextCursor: null })
      else if (items.length === 0) print('There are no tokens. Make one with: wheelhouse token create --role viewer\n')
      else
        print(
          drawTable(
            [
              { head: 'Id', of: (token) => token.id },
              { head: 'Name', of: (token) => plainText(token.name) },
              { head: 'Role', of: (token) => token.role },
              { head: 'Made', of: (token) => relativeTime(token.createdAt, Date.now()) },
              {
                head: 'Last used',
                of: (token) => (token.lastUsedAt === null ? 'never' : relativeTime(token.lastUsedAt, Date.now())),
              },
            ],
            items,
            { colour },
          ),
        )
      return 0
    }
    case 'token revoke': {
      const path = `/api/tokens/${encodeURIComponent(command.id)}`
      // The id on the command line is the confirmation; the server states the phrase.
      const confirm = await client.ask(path, { method: 'DELETE', body: {} }).then(
        () => undefined,
        (error) => {
          if (error instanceof ApiError && error.problem.confirm) return error.problem.confirm.phrase
          throw error
        },
      )
      if (confirm !== undefined) await client.ask(path, { method: 'DELETE', body: { confirm } })
      if (command.json) json({ id: command.id, revoked: true })
      else print(`The token ${command.id} no longer opens anything.\n`)
      return 0
    }
  }
}

const tail = (command: TailCommand, deps: TailDeps) =>
  command.source !== undefined && isSessionId(command.source)
    ? tailSession({ ...command, session: command.source }, deps)
    : tailCommand(command, deps)

/** A pause between two questions, which ends early where somebody stops the program. */
function pauseUntilStopped() {
  const stopped = Promise.withResolvers<false>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve(false))
  return () => Promise.race([stopped.promise, Bun.sleep(tailMs).then(() => true)])
}

const tailMs = 300

/** The display name of each agent; agents of the same name are disambiguated. */
const namesOf = (agents: Pick<Agent, 'id' | 'name'>[]) =>
  disambiguateNames(new Map(agents.map(({ id, name }) => [id, name])))

function statusText(overview: Overview, running: boolean): string {
  const { costs, sessions, agents, health } = overview
  const lines = [
    `${plainText(overview.verdict.text, 300)}${overview.demo ? '  (demo: everything here is made up)' : ''}${running ? '' : '  (no server is running; read just now)'}`,
    '',
    `Today     ${cost(costs.todayUsd, costs.todayUnpricedTokens > 0)}${costs.todayUnpricedTokens > 0 ? `, and ${tokens(costs.todayUnpricedTokens)} tokens without a price` : ''}`,
    `Month     ${cost(costs.monthUsd, costs.monthUnpricedTokens > 0)}`,
    `Sessions  ${sessions.active} active, ${sessions.total} in all`,
    `Memory    ${bytes(health.rssBytes, 1024)}`,
  ]
  if (!health.indexed.done) lines.push(`Reading   ${health.indexed.filesDone} of ${health.indexed.files} files`)
  lines.push(
    '',
    ...overview.sources.map(
      (source) => `${source.runtime.padEnd(12)}${source.state}: ${plainText(source.detail, 300)}`,
    ),
    '',
  )
  const names = namesOf(agents)
  const rows = agents.map((agent) => ({
    ...agent,
    said: agent.activity && agent.activity !== agent.state ? `${agent.state}, ${agent.activity}` : agent.state,
  }))
  const table = drawTable(
    [
      { head: 'Agent', of: (agent) => plainText(names.get(agent.id)!, 30) },
      { head: 'State', of: (agent) => agent.said },
      { head: 'Model', of: (agent) => plainText(agent.model ?? '–', 40) },
      { head: 'Today', of: (agent) => cost(agent.costTodayUsd, agent.costTodayIsLowerBound), right: true },
    ],
    rows,
  )
  return `${lines.join('\n')}\n${agents.length > 0 ? table : ''}`
}

const marks = { info: '·', warn: '▲', error: '◆' } as const
const colours = { info: '', warn: '\x1b[33m', error: '\x1b[31m' } as const

function doctorText(
  { findings, sources }: { findings: Diagnosis[]; sources: SourceReport[] },
  colour: boolean,
): string {
  const lines = sources.map((source) => `${source.runtime}: ${source.state}, ${plainText(source.detail, 300)}`)
  for (const { about, level, message, fix } of findings) {
    const mark = colour && colours[level] ? `${colours[level]}${marks[level]}\x1b[39m` : marks[level]
    lines.push(`${mark} ${about}: ${plainText(message, 1_000)}`)
    if (fix && level !== 'info') lines.push(`    ${fix}`)
  }
  const wrong = findings.filter((finding) => finding.level === 'error').length
  lines.push('', wrong === 0 ? 'Nothing is wrong.' : wrong === 1 ? 'One thing is wrong.' : `${wrong} things are wrong.`)
  return `${lines.join('\n')}\n`
}

function sessionsText(sessions: Session[], names: Map<string, string>, colour: boolean): string {
  if (sessions.length === 0) return 'There are no sessions yet. `wheelhouse doctor` says where they were looked for.\n'
  const now = Date.now()
  return drawTable(
    [
      { head: 'State', of: (session) => session.state },
      { head: 'Title', of: (session) => plainText(session.title ?? session.key ?? session.id) },
      { head: 'Agent', of: (session) => plainText(names.get(session.agentId) ?? session.agentId, 30) },
      { head: 'Model', of: (session) => plainText(session.model ?? '–', 30) },
      {
        head: 'Cost',
        of: (session) => costLabelOf(session),
        right: true,
      },
      { head: 'Last', of: (session) => relativeTime(session.lastAt, now), right: true },
    ],
    sessions,
    { colour },
  )
}

/** The server answers reports page by page; here all of one is written. */
async function wholeReport(client: Client, question: Record<string, string>): Promise<Report> {
  const rows: Report['rows'] = []
  for (let cursor = ''; ; ) {
    const query = new URLSearchParams({ ...question, limit: '5000', ...(cursor && { cursor }) })
    const page = await client.ask<ReportPage>(`/api/costs/report?${query}`)
    rows.push(...page.rows)
    const { since, until, timezone, totals, nextCursor } = page
    if (nextCursor === null) return { since, until, timezone, rows, totals }
    cursor = nextCursor
  }
}
