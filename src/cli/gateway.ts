import type { Confirmation } from '../audit/action-gate.ts'
import type { LogLine } from '../controls/handle.ts'
import type { Act, Service, Verb } from '../controls/service.ts'
import { bytes, clock, duration } from '../lib/format.ts'
import { oneLine } from '../lib/plain-text.ts'
import { ApiError } from './api-error.ts'
import type { Client } from './client.ts'
import type { Command } from './flags.ts'

type GatewayCommand = Extract<Command, { name: 'gateway' }>
type Out = {
  print: (text: string) => void
  notice: (text: string) => void
  readLine: (question: string) => Promise<string | undefined>
  sleep?: (ms: number) => Promise<void>
}

/** `wheelhouse gateway …`: how it is, and what is asked of it, through the running server. Returns the exit code. */
export async function answerGateway(
  { act, service: id, json, yes }: GatewayCommand,
  client: Client,
  { print, notice, readLine, sleep = Bun.sleep }: Out,
): Promise<number> {
  const path = `/api/controls/${encodeURIComponent(id)}`
  const writeJson = (value: unknown) => print(`${JSON.stringify(value, null, 2)}\n`)
  switch (act) {
    case 'status': {
      const service = await client.ask<Service>(path)
      if (json) writeJson(service)
      else print(statusText(service, Date.now()))
      return service.state === 'running' || service.state === 'starting' ? 0 : 1
    }
    case 'logs': {
      const log = await client.ask<{ items: LogLine[] }>(`${path}/log?lines=200`)
      if (json) writeJson(log)
      else print(log.items.map(({ at, text }) => `${at === null ? '' : `${clock(at)}  `}${text}\n`).join(''))
      return 0
    }
    case 'doctor': {
      type Found = { findings: { about: string; level: string; message: string; fix: string | null }[] }
      const findings = (await client.ask<Found>('/api/doctor')).findings.filter(({ about }) => about === 'gateway')
      if (json) writeJson({ findings })
      else if (findings.length === 0) print('Nothing is wrong with the gateway.\n')
      else for (const { message, fix } of findings) print(`${oneLine(message)}\n${fix ? `    ${fix}\n` : ''}`)
      return findings.some(({ level }) => level === 'error') ? 1 : 0
    }
    default: {
      const ended = await carryOut(act)
      if (ended === undefined) return 1
      if (json) writeJson(ended)
      else print(endText(ended))
      return ended.outcome === 'done' ? 0 : 1
    }
  }

  async function carryOut(verb: Verb): Promise<Act | undefined> {
    await client.ask('/api/controls/unlock', { method: 'POST', body: {} })
    const begin = (confirm?: string) =>
      client.ask<{ act: Act }>(`${path}/${verb}`, { method: 'POST', body: confirm === undefined ? {} : { confirm } })
    const begun = await begin().catch(async (error) => {
      if (!(error instanceof ApiError) || !error.problem.confirm) throw error
      const ask = error.problem.confirm as Confirmation
      notice(questionText(ask))
      if (!yes) {
        const typed = await readLine(`Type ${ask.phrase} to confirm: `)
        if (typed !== ask.phrase) {
          notice(typed === undefined ? 'Nothing was changed. Add --yes to do it.\n' : 'Nothing was changed.\n')
          return undefined
        }
      }
      return begin(ask.phrase)
    })
    if (!begun) return undefined
    let told = ''
    while (true) {
      const { act } = await client.ask<Service>(path)
      if (act && act.id === begun.act.id) {
        const now = act.steps.find(({ state }) => state === 'now')
        const line = now ? `${oneLine(now.name)}${now.words ? `: ${oneLine(now.words)}` : ''}` : ''
        if (line !== '' && line !== told) notice(`${line}\n`)
        if (line !== '') told = line
        if (act.outcome !== 'going') return act
      } else if (act && act.askedAt > begun.act.askedAt) return begun.act
      await sleep(500)
    }
  }
}

const questionText = ({ question, effect, hits, exact }: Confirmation) =>
  [
    oneLine(question),
    oneLine(effect),
    ...hits.map(({ name, effect }) => `  ${oneLine(name)}: ${oneLine(effect)}`),
    ...(exact === null ? [] : [`  $ ${oneLine(exact)}`]),
    '',
  ].join('\n')

const endText = ({ verb, outcome, reason, askedAt, endedAt }: Act) =>
  outcome === 'done'
    ? `Done: ${verb} came true in ${duration((endedAt ?? askedAt) - askedAt)}.\n`
    : `${oneLine(reason ?? `What became of it is not known (${outcome}).`)}\n`

function statusText(service: Service, now: number): string {
  const { name, state, reason, help, version, startedAt, rssBytes, pid, port, manager, unit, note, act } = service
  const rows: [string, string | null][] = [
    ['Version', version],
    ['Up', startedAt === null ? null : duration(now - startedAt)],
    ['Memory', rssBytes === null ? null : bytes(rssBytes, 1024)],
    ['Process', pid === null ? null : `${pid}`],
    ['Port', port === null ? null : `${port}`],
    ['Managed by', `${manager} (${oneLine(unit)})`],
    [
      'Last',
      act ? `${act.verb} by ${oneLine(act.who)}: ${act.outcome}${act.reason ? `, ${oneLine(act.reason)}` : ''}` : null,
    ],
  ]
  return [
    `${oneLine(name)} is ${state}${reason === null ? '' : `: ${oneLine(reason)}`}`,
    ...(help === null ? [] : [`    ${oneLine(help)}`]),
    ...rows.flatMap(([label, value]) => (value === null ? [] : [`${label.padEnd(11)} ${value}`])),
    ...(note === null ? [] : [oneLine(note)]),
    '',
  ].join('\n')
}
