import type { TranscriptItem, TranscriptPage } from '../facts/transcript.ts'
import { ApiError } from './api-error.ts'
import { plainText } from './table.ts'
import type { TailDeps } from './tail-command.ts'
import { UsageError } from './usage-error.ts'

type Asked = { session: string; json: boolean; grep: string | undefined; sinceMs: number | undefined }

const firstItems = 20
const pageItems = 200
/** So many pages are read of the past at most. */
const maxPages = 100
const maxLines = 12

/** The id of a session, as against that of a log. */
export const isSessionId = (word: string) => /^[a-z][\w.~-]*\.[\w-]+\.[\w-]+$/.test(word)

/** Prints what was said and done last in a session, and goes on with what follows until it is stopped. */
export async function tailSession({ session, json, grep, sinceMs }: Asked, deps: TailDeps): Promise<number> {
  const { client, print, now, colour, pause } = deps
  const path = `/api/sessions/${encodeURIComponent(session)}/transcript`
  const ask = (query: Record<string, string>) =>
    client.ask<TranscriptPage>(`${path}?${new URLSearchParams({ limit: String(pageItems), ...query })}`)
  const words = grep?.toLowerCase().split(/\s+/) ?? []
  const show = (items: readonly TranscriptItem[]) => {
    for (const item of items) {
      const text = itemText(item, colour)
      const searched = json ? JSON.stringify(item) : text
      if (text === '' || !words.every((word) => searched.toLowerCase().includes(word))) continue
      print(json ? `${searched}\n` : text)
    }
  }
  const since = sinceMs === undefined ? undefined : now() - sinceMs
  const last = await ask(since === undefined ? { limit: String(firstItems) } : {})
  if (last.missing !== null && last.items.length === 0)
    throw new UsageError(`Nothing of this session can be read: ${last.missing}.`)
  const past = [last.items]
  const isFarEnough = (page: TranscriptPage) => page.items.some(({ at }) => at !== null && at < since!)
  for (let page = last; since !== undefined && page.previousCursor !== null && past.length < maxPages; ) {
    if (isFarEnough(page)) break
    page = await ask({ before: page.previousCursor })
    past.unshift(page.items)
  }
  show(past.flat().filter(({ at }) => since === undefined || at === null || at >= since))
  let { nextCursor, complete } = last
  while (!complete || (await pause())) {
    const page = await ask({ cursor: nextCursor }).catch((error: unknown) => {
      // It was written anew: its end is shown again.
      if (error instanceof ApiError && error.problem.code === 'bad-input') return ask({ limit: String(firstItems) })
      throw error
    })
    show(page.items)
    nextCursor = page.nextCursor
    complete = page.complete
  }
  return 0
}

/** An item as it stands in a terminal; bookkeeping has none. */
function itemText(item: TranscriptItem, colour: boolean): string {
  const paint = (text: string, code: number) => (colour ? `\x1b[${code}m${text}\x1b[39m` : text)
  const line = (who: string, text: string) =>
    `${item.at === null ? '–'.padEnd(24) : new Date(item.at).toISOString()} ${who}  ${shortened(text)}\n`
  switch (item.kind) {
    case 'message':
      return line(item.role === 'user' ? paint('user   ', 36) : 'answer ', item.text)
    case 'thinking':
      return line('thought', item.text)
    case 'note':
      return item.note === 'context' ? '' : line(paint('note   ', 33), item.text)
    case 'record':
      return ''
    case 'tool': {
      const call = item.input === null ? '' : line('call   ', `${item.tool} ${item.argument ?? ''}`)
      if (item.result === null) return call
      return call + line(item.result.isError ? paint('failed ', 31) : 'result ', item.result.text)
    }
  }
}

/** The beginning of a text, its further lines below the first. */
function shortened(text: string): string {
  const lines = text.trim().split('\n')
  const shown = lines.slice(0, maxLines).map((line) => plainText(line, 400))
  if (lines.length > maxLines) shown.push(`… ${lines.length - maxLines} more lines`)
  return shown.join('\n    ')
}
