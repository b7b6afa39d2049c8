import { type LogLevel, type LogLine, type LogNews, type LogPage, type LogSource, logLevels } from '../logs/log-line.ts'
import type { Client } from './client.ts'
import { plainText } from './table.ts'
import { UsageError } from './usage-error.ts'

export type TailCommand = {
  name: 'tail'
  json: boolean
  /** The id of a session; the id or the name of a source, or its beginning; undefined for all logs. */
  source: string | undefined
  /** At least so serious. */
  level: LogLevel | undefined
  grep: string | undefined
  /** How far back it begins, in ms; undefined for the last lines. */
  sinceMs: number | undefined
}

export type TailDeps = {
  client: Client
  print: (text: string) => void
  now: () => number
  colour: boolean
  /** Waits until it is time to ask again; answers whether to go on. */
  pause: () => Promise<boolean>
}

const firstLines = 20
const pageLines = 1_000
/** So many lines are shown of the past at most. */
const maxPast = 20_000

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `15m`, `2h`, `3d` in ms. Throws a UsageError. */
export function durationOf(text: string): number {
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (number === undefined) throw new UsageError(`--since must be like 90s, 15m, 2h or 3d, not “${text}”.`)
  return Number(number) * units[unit as keyof typeof units]
}

/** Prints what the logs said last, and goes on with what they say until it is stopped. */
export async function tailCommand(
  { json, source, level, grep, sinceMs }: TailCommand,
  { client, print, now, colour, pause }: TailDeps,
): Promise<number> {
  const id = source === undefined ? undefined : await sourceNamed(client, source)
  const least = level === undefined ? 0 : logLevels.indexOf(level)
  const narrowed = new URLSearchParams({
    ...(id !== undefined && { source: id }),
    ...(least > 0 && { level: logLevels.slice(least).join() }),
    ...(grep !== undefined && { q: grep }),
  })
  const show = (lines: readonly LogLine[]) => {
    for (const line of lines) print(json ? `${JSON.stringify(line)}\n` : lineText(line, colour))
  }
  // The position comes first: what is written while the past is read is shown behind it.
  const askNews = (after?: string) =>
    client.ask<LogNews>(`/api/logs/news?${new URLSearchParams([...narrowed, ...(after ? [['after', after]] : [])])}`)
  let { cursor } = await askNews()
  const past: LogLine[] = []
  const wanted = sinceMs === undefined ? firstLines : maxPast
  for (let next: string | null = ''; next !== null && past.length < wanted; ) {
    const query = new URLSearchParams([
      ...narrowed,
      ['limit', String(Math.min(pageLines, wanted - past.length))],
      ...(sinceMs === undefined ? [] : [['since', String(now() - sinceMs)]]),
      ...(next === '' ? [] : [['cursor', next]]),
    ])
    const page: LogPage = await client.ask<LogPage>(`/api/logs?${query}`)
    past.push(...page.items)
    next = page.nextCursor
  }
  const lastNo = Number(cursor.split('-')[1])
  show(past.filter(({ no }) => no <= lastNo).reverse())
  while (await pause()) {
    const news = await askNews(cursor)
    show(news.items)
    cursor = news.cursor
  }
  return 0
}

async function sourceNamed(client: Client, wanted: string): Promise<string> {
  const { items } = await client.ask<{ items: LogSource[] }>('/api/logs/sources')
  const word = wanted.toLowerCase()
  const found =
    items.find(({ id, name }) => id === wanted || name.toLowerCase() === word) ??
    items.find(({ id, name }) => id.startsWith(word) || name.toLowerCase().startsWith(word))
  if (found) return found.id
  throw new UsageError(
    `There is no log “${wanted}”. Known: ${items.map(({ id }) => id).join(', ')}. A session is followed by its id.`,
  )
}

const colours: Partial<Record<LogLine['level'], string>> = { warn: '\x1b[33m', error: '\x1b[31m', fatal: '\x1b[31m' }

function lineText({ at, source, level, text }: LogLine, colour: boolean): string {
  const head = `${new Date(at).toISOString()} ${level.padEnd(7)} ${plainText(source, 30)}`
  const lines = text.split('\n').map((line) => plainText(line, 4_000))
  const paint = colour ? colours[level] : undefined
  const words = lines.join('\n    ')
  return `${head}  ${paint ? `${paint}${words}\x1b[39m` : words}\n`
}
