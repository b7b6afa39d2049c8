import type { Confirmation } from '../audit/action-gate.ts'
import { oneLine } from '../lib/plain-text.ts'
import type { ShownAct } from '../steering/act-record.ts'
import type { StopOutcome } from '../steering/stop-outcome.ts'
import { ApiError } from './api-error.ts'
import type { Client } from './client.ts'
import { plainText } from './table.ts'
import { UsageError } from './usage-error.ts'

export type StopCommand = { name: 'stop'; json: boolean; who: string | undefined; all: boolean; yes: boolean }
export type SendCommand = { name: 'send'; json: boolean; session: string; text: string; steer: boolean }

type Deps = {
  client: Client
  print: (text: string) => void
  notice: (text: string) => void
  readLine: (question: string) => Promise<string | undefined>
}

type Stopped = { outcomes: StopOutcome[]; tookMs: number }

/** Stops a session, all of an agent, or everything. Answers 1 where nothing was stopped, or something goes on. */
export async function stopCommand({ who, all, json, yes }: StopCommand, deps: Deps): Promise<number> {
  const { client, print } = deps
  const target = all ? { all: true } : await targetOf(client, who!)
  const ask = (confirm?: string) =>
    client.ask<Stopped>('/api/steering/stop', { method: 'POST', body: { ...target, ...(confirm && { confirm }) } })
  const stopped = await ask().catch(async (error: unknown) => {
    const asked = error instanceof ApiError ? (error.problem.confirm as Confirmation | undefined) : undefined
    if (!asked) throw error
    return (await isConfirmed(asked, yes, deps)) ? ask(asked.phrase) : undefined
  })
  if (!stopped) return 1
  if (json) print(`${JSON.stringify(stopped, null, 2)}\n`)
  else print(stoppedText(stopped))
  return stopped.outcomes.every(({ outcome }) => outcome === 'stopped' || outcome === 'not-running') ? 0 : 1
}

/** Sends words to a session: at its next step with `steer`, and else when its turn is over. */
export async function sendCommand(
  { session, text, steer, json }: SendCommand,
  { client, print }: Deps,
): Promise<number> {
  const words = text === '-' ? (await Bun.stdin.text()).trim() : text
  const path = `/api/steering/sessions/${encodeURIComponent(session)}/${steer ? 'steer' : 'send'}`
  const act = await client.ask<ShownAct>(path, { method: 'POST', body: { text: words } })
  if (json) print(`${JSON.stringify(act, null, 2)}\n`)
  else print(`Delivered.${act.note === null ? '' : ` ${plainText(act.note, 1_000)}`}\n`)
  return act.state === 'done' ? 0 : 1
}

async function isConfirmed(
  { question, effect, hits, phrase }: Confirmation,
  yes: boolean,
  { notice, readLine }: Deps,
): Promise<boolean> {
  const lines = [question, effect, ...hits.map(({ name, effect }) => `  ${name}: ${effect}`)]
  notice(`${lines.map(oneLine).join('\n')}\n`)
  if (yes) return true
  const typed = await readLine(`Type ${phrase} to confirm: `)
  if (typed === phrase) return true
  notice(typed === undefined ? 'Nothing was stopped. Add --yes to do it.\n' : 'Nothing was stopped.\n')
  return false
}

/** A session by its id, or an agent by its id or name; a beginning is enough where only one agent has it. */
async function targetOf(client: Client, who: string): Promise<{ tree: string } | { agent: string }> {
  const { items } = await client.ask<{ items: { id: string; name: string }[] }>('/api/agents')
  const lower = who.toLowerCase()
  const exact = items.filter(({ id, name }) => id === who || name.toLowerCase() === lower)
  const found = exact.length > 0 ? exact : items.filter(({ name }) => name.toLowerCase().startsWith(lower))
  if (found.length > 1)
    throw new UsageError(`“${who}” fits several agents: ${found.map(({ id }) => id).join(', ')}. Give the id.`)
  if (found[0]) return { agent: found[0].id }
  if (!/^[a-z][\w.~-]*\.[\w-]+\.[\w-]+$/.test(who))
    throw new UsageError(
      `There is no agent “${who}”. \`wheelhouse status\` shows who is at work, \`wheelhouse sessions\` the sessions.`,
    )
  return { tree: who }
}

const words: Record<StopOutcome['outcome'], string> = {
  stopped: 'stopped',
  asked: 'told to stop, and not yet seen to stand still',
  'not-running': 'was not running',
  'not-stopped': 'goes on',
}

function stoppedText({ outcomes, tookMs }: Stopped): string {
  if (outcomes.length === 0) return 'Nothing is at work.\n'
  const lines = outcomes.map(
    ({ name, outcome, note }) =>
      `${plainText(name, 160)}: ${words[outcome]}${note === null ? '' : `. ${plainText(note, 1_000)}`}`,
  )
  return `${lines.join('\n')}\n${outcomes.filter(({ outcome }) => outcome === 'stopped').length} of ${outcomes.length} stopped in ${(tookMs / 1_000).toFixed(1)} s.\n`
}
