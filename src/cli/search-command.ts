import { ago } from '../lib/format.ts'
import type { FoundSession, SearchAnswer } from '../search/answer.ts'
import type { DocumentKind } from '../search/document.ts'
import type { Snippet } from '../search/match.ts'
import type { SearchPlace } from '../search/places.ts'
import type { Client } from './client.ts'
import { plainText } from './table.ts'

export type SearchCommand = { name: 'search'; json: boolean; q: string; limit: number; place: SearchPlace }

type Surroundings = { client: Client; print: (text: string) => void; colour: boolean; now: number }

/** Prints what is found; exits with 1 where nothing is. */
export async function searchCommand(
  { q, limit, place, json }: SearchCommand,
  { client, print, colour, now }: Surroundings,
): Promise<number> {
  const asked = new URLSearchParams({ q, limit: String(limit), in: place })
  const answer = await client.ask<SearchAnswer>(`/api/search?${asked}`)
  print(json ? `${JSON.stringify(answer, null, 2)}\n` : formatSearch(answer, { colour, now }))
  return answer.sessions.length > 0 ? 0 : 1
}

const kindWords: Record<DocumentKind, string> = {
  title: 'title',
  prompt: 'prompt',
  answer: 'answer',
  thinking: 'thoughts',
  note: 'note',
  call: 'call',
  output: 'output',
}

/** Sessions with their hits below them, and what was not looked at. */
export function formatSearch(answer: SearchAnswer, { colour, now }: { colour: boolean; now: number }): string {
  const blocks = answer.sessions.map((session) => blockOf(session, { colour, now }))
  if (blocks.length === 0) blocks.push(answer.isComplete ? 'Nothing was found.\n' : 'Nothing was found so far.\n')
  return `${blocks.join('\n')}${footOf(answer, now)}`
}

function blockOf(
  { title, agentName, runtime, lastAt, sessionId, hits, more }: FoundSession,
  { colour, now }: { colour: boolean; now: number },
): string {
  const bold = (text: string) => (colour ? `\x1b[1m${text}\x1b[22m` : text)
  const head = `${bold(plainText(title ?? 'Untitled session'))}  ${plainText(agentName, 30)}, ${runtime}, ${lastAt === null ? '–' : ago(lastAt, now)}`
  const lines = hits.map(({ kind, snippet }) => `  ${kindWords[kind].padEnd(9)}${markedText(snippet, colour)}`)
  const others = more > 0 ? [`  and up to ${more} more`] : []
  return `${[head, `  ${sessionId}`, ...lines, ...others].join('\n')}\n`
}

function markedText({ text, marks }: Snippet, colour: boolean): string {
  if (!colour) return text
  let line = ''
  let at = 0
  for (const [from, to] of marks) {
    line += `${text.slice(at, from)}\x1b[33m${text.slice(from, to)}\x1b[39m`
    at = to
  }
  return line + text.slice(at)
}

function footOf({ nextCursor, searchedBackTo, scanned, index }: SearchAnswer, now: number): string {
  const said: string[] = []
  if (nextCursor !== null)
    said.push(
      searchedBackTo === null
        ? 'There may be more: not everything was looked through.'
        : `Searched back to ${ago(searchedBackTo, now)}; there may be more.`,
    )
  if (scanned > 0)
    said.push(
      `${scanned === 1 ? 'The text of one session was' : `The texts of ${scanned} sessions were`} read for it${index.isWhole ? '' : `: ${index.sessionsDone} of ${index.sessions} are indexed`}.`,
    )
  if (index.trouble !== null) said.push(index.trouble)
  return said.length > 0 ? `\n${said.join('\n')}\n` : ''
}
