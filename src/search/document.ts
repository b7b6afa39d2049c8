import { itemIdOf } from '../facts/item-id.ts'
import type { TranscriptItem } from '../facts/transcript.ts'
import type { TranscriptPart } from '../facts/transcript-access.ts'
import { redact } from '../lib/redact.ts'
import type { SearchPlace } from './places.ts'

/** What a document is: the title of a session, or what stands in one. Their numbers are stored. */
export const documentKinds = ['title', 'prompt', 'answer', 'thinking', 'note', 'call', 'output'] as const
export type DocumentKind = (typeof documentKinds)[number]

export const kindsIn: Record<SearchPlace, readonly DocumentKind[]> = {
  all: documentKinds,
  titles: ['title'],
  words: ['prompt', 'answer', 'thinking', 'note'],
  tools: ['call'],
  results: ['output'],
}

/** A call by its name, and half a line that says what it was about. */
export type FoundTool = { name: string; about: string | null }

/** One text that is found as a whole. Its text hides secrets, as `tool` does, and is made when it is asked for. */
export type SearchDocument = {
  itemId: string
  kind: DocumentKind
  at: number | null
  text(): string
  tool(): FoundTool | null
}

/** Of longer texts the beginning and the end can be found, in letters. */
const maxLetters = 96 << 10
const maxEndLetters = 16 << 10

/** The documents in a part of a transcript. A call that stands with its result is two. */
export function documentsOf({ item }: TranscriptPart): SearchDocument[] {
  const made = (kind: DocumentKind, text: () => string): SearchDocument => ({
    itemId: item.id,
    kind,
    at: item.at,
    text: () => searchable(text()),
    tool: () => (item.kind === 'tool' ? toolOf(item) : null),
  })
  switch (item.kind) {
    case 'message':
      return [made(item.role === 'user' ? 'prompt' : 'answer', () => item.text)]
    case 'thinking':
    case 'note':
      return [made(item.kind, () => item.text)]
    case 'tool':
      return [
        ...(item.input === null ? [] : [made('call', () => textOfCall(item))]),
        ...(item.result === null ? [] : [made('output', () => item.result!.text)]),
      ]
    case 'record':
      return []
  }
}

/** The title of a session as a document of its own, which stands at no item. */
export const titleDocument = (title: string, lastAt: number | null): SearchDocument => ({
  itemId: itemIdOf(0, 0),
  kind: 'title',
  at: lastAt,
  text: () => searchable(title),
  tool: () => null,
})

const toolOf = ({ tool, argument }: Extract<TranscriptItem, { kind: 'tool' }>): FoundTool => ({
  name: tool,
  about: argument === null ? null : searchable(argument),
})

/** What can be found of a text: without secrets, without packed pictures, and not more of it than somebody reads. */
function searchable(text: string): string {
  const some =
    text.length <= maxLetters
      ? text
      : `${text.slice(0, maxLetters - maxEndLetters)}\n${text.slice(text.length - maxEndLetters)}`
  return redact(withoutPacked(some))
}

/** Base64 in one line, or in lines of one length. */
const packed = /[A-Za-z0-9+/_-]{300,}={0,2}|(?:[A-Za-z0-9+/]{60,76}\r?\n){4,}/g

const withoutPacked = (text: string) => (text.length < 300 ? text : text.replace(packed, '…'))

/** The name of the tool, and each value it was called with, as it was before it was written as JSON. */
function textOfCall({ tool, input }: Extract<TranscriptItem, { kind: 'tool' }>): string {
  const lines = [tool]
  try {
    collect(JSON.parse(input?.text ?? '""'), lines)
  } catch {
    // It was cut, or is no JSON.
    lines.push(input?.text ?? '')
  }
  return lines.join('\n')
}

function collect(value: unknown, lines: string[]) {
  if (typeof value === 'string') lines.push(value)
  else if (typeof value === 'number') lines.push(String(value))
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) collect(each, lines)
}
