import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type StatuslineWord, statuslineLine } from '../facts/statusline.ts'
import type { CommandLineSpending } from './command-lines/play.ts'
import { modelOf } from './models.ts'
import { between, roll, seeded, uuid } from './random.ts'
import type { World } from './world.ts'

/** What a person has typed in from a provider's console, as the program keeps it: cents of a provider's month. */
export type DemoBill = { provider: string; month: string; usdCents: number; note: string; at: number; by: string }

const day = 86_400_000
/** Before that nobody had a status line, and the bill was typed in so long ago. */
const statuslineMs = 22 * day
const billedMs = 2.5 * 3_600_000

/**
 * What is stated beside the transcripts of the demo: the status line of Claude Code counts a little more than they hold,
 * one session was lost, one went on without its status line; and the console of a provider was looked at this morning.
 * The status lines are left in `folder`, as a real one leaves them.
 */
export function stateBeside(
  folder: string,
  { world, spending, now, offsetMs }: { world: World; spending: CommandLineSpending[]; now: number; offsetMs: number },
): { bills: DemoBill[] } {
  const random = seeded(world.seed ^ 0xb111)
  const sessions = sessionsOf(spending).filter(({ at }) => at > now - statuslineMs)
  // One of them goes on without its status line.
  const stopped = sessions.at(-9)?.id
  const words = sessions.map(({ id, usd, at, answers }) => {
    // A title, and now and then a summary.
    const sideUsd = 0.012 + answers * 0.004 * roll(random)
    return id === stopped ? { id, usd: usd * 0.62, at: at - 4 * 60_000 } : { id, usd: usd + sideUsd, at }
  })
  words.push({ id: uuid(random), usd: between(random, 30, 48) / 100, at: now - 2 * day })
  mkdirSync(folder, { mode: 0o700 })
  // The window that is open now fills too early; a session that said so has just ended.
  const openedAt = Math.floor(now / hour) * hour - 2 * hour
  const [busy] = words
  for (let n = 0, at = now; busy && at > openedAt; n++, at -= 12 * 60_000)
    writeFileSync(
      join(folder, `open-${n}.0.json`),
      statuslineLine({ ...silent, key: busy.id, at, limits: openWindows(at, openedAt) }),
      { mode: 0o600 },
    )
  const claude = spending.filter(({ runtime }) => runtime === 'claude-code')
  for (const { id, usd, at } of words)
    writeFileSync(
      join(folder, `${id}.0.json`),
      statuslineLine({ ...silent, key: id, usd, at, limits: at < openedAt ? planWindows(claude, at) : [] }),
      { mode: 0o600 },
    )

  const month = new Date(now + offsetMs).toISOString().slice(0, 7)
  const from = Date.parse(`${month}-01`) - offsetMs
  const at = now - billedMs
  const inMonth = (one: { at: number }) => one.at >= from && one.at < at
  const spent = sum([
    ...world.sessions
      .filter(({ model }) => modelOf(model).provider === 'anthropic')
      .map(({ lastAt, costUsd }) => ({ at: lastAt, usd: costUsd }))
      .filter(inMonth),
    ...spending.filter(({ runtime }) => runtime === 'claude-code').filter(inMonth),
  ])
  const told = (one: { id: string; at: number }) => one.id !== stopped && inMonth(one)
  const beyond = sum(words.filter(told)) - sum(sessions.filter(told))
  const usdCents = Math.round((spent + beyond) * 100 + 15)
  // On the first morning of a month the console shows nothing yet.
  if (spent === 0) return { bills: [] }
  return { bills: [{ provider: 'anthropic', month, usdCents, note: 'console, before tax', at, by: 'skipper' }] }
}

const hour = 3_600_000
/** What the plan of the demo allows, in US dollars at API prices, and how long its windows are. */
const plan = [
  { name: 'five_hour', lengthMs: 5 * hour, usd: 1.6 },
  { name: 'seven_day', lengthMs: 168 * hour, usd: 14 },
]

/** How much of each window of the plan was used at a moment, as the status line says it. Windows begin on full hours. */
const planWindows = (spent: readonly { at: number; usd: number }[], at: number): StatuslineWord['limits'] =>
  plan.map(({ name, lengthMs, usd }) => {
    const begun = Math.floor(at / lengthMs) * lengthMs
    const used = sum(spent.filter((one) => one.at >= begun && one.at <= at))
    return { name, usedPercent: Math.min(100, Math.round((used / usd) * 1_000) / 10), resetsAt: begun + lengthMs }
  })

/** The windows that are open now, of which the short one fills faster and faster. */
function openWindows(at: number, openedAt: number): StatuslineWord['limits'] {
  const hours = (at - openedAt) / hour
  const weekEndsAt = Math.floor(openedAt / day) * day + 3 * day
  return [
    {
      name: 'five_hour',
      usedPercent: Math.round((12 * hours + 4.2 * hours ** 2) * 10) / 10,
      resetsAt: openedAt + 5 * hour,
    },
    { name: 'seven_day', usedPercent: Math.round((44 + 2 * hours) * 10) / 10, resetsAt: weekEndsAt },
  ]
}

const silent: StatuslineWord = {
  kind: 'statusline',
  runtime: 'claude-code',
  key: '',
  model: null,
  usd: null,
  limits: [],
  pid: null,
  startTime: null,
  at: 0,
}

const sum = (all: readonly { usd: number }[]) => all.reduce((total, { usd }) => total + usd, 0)

/** The sessions of Claude Code with their sub-agents in them, the earliest first. */
function sessionsOf(spending: readonly CommandLineSpending[]) {
  const sessions = new Map<string, { id: string; usd: number; at: number; answers: number }>()
  for (const { runtime, sessionId: id, usd, at, answers } of spending) {
    if (runtime !== 'claude-code') continue
    const known = sessions.get(id)
    if (!known) sessions.set(id, { id, usd, at, answers })
    else Object.assign(known, { usd: known.usd + usd, at: Math.max(known.at, at), answers: known.answers + answers })
  }
  return [...sessions.values()].sort((a, b) => a.at - b.at)
}
