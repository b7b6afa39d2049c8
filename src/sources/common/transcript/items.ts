import type { TranscriptItem } from '../../../facts/transcript.ts'
import { isSecretName, redact } from '../../../lib/redact.ts'
import { record, text } from '../parse-values.ts'

/**
 * Items of a transcript as every runtime's parser makes them: long texts are cut, secrets are hidden, pictures are
 * named. Times are in ms since the epoch; the id of an item is given to it when its entry is paged.
 */
type Item<Kind extends TranscriptItem['kind']> = Extract<TranscriptItem, { kind: Kind }>
type Fields = Record<string, unknown>

/** Longer texts are cut, at the end of a character. */
const maxTextBytes = 64 << 10
const maxArgumentLength = 160

export const note = (at: number | null, kind: Item<'note'>['note'], words: string): Item<'note'> => ({
  id: '',
  at,
  kind: 'note',
  note: kind,
  text: shorten(words).text,
})

export const message = (at: number | null, role: 'user' | 'assistant', words: string): Item<'message'> => ({
  id: '',
  at,
  kind: 'message',
  role,
  sender: null,
  ...shorten(words),
  model: null,
  costUsd: null,
  stopReason: null,
})

export const thinking = (at: number | null, words: string): Item<'thinking'> => ({
  id: '',
  at,
  kind: 'thinking',
  ...shorten(words),
})

/** A call of a tool; `called` is what it was called with, and undefined where only the result is known. */
export function tool(at: number | null, callId: string, name: string, called?: unknown): Item<'tool'> {
  const input = called === undefined ? undefined : shorten(JSON.stringify(called, withoutSecrets, 2))
  return {
    id: '',
    at,
    kind: 'tool',
    callId,
    tool: name.slice(0, 120),
    argument: argumentOf(called),
    input: input?.text ?? null,
    inputTruncated: input?.truncated ?? false,
    result: null,
    endedAt: null,
  }
}

/** The same tool with its result, which is text or blocks. */
export function withResult(
  item: Item<'tool'>,
  content: unknown,
  isError: boolean,
  endedAt: number | null,
): Item<'tool'> {
  const words = wordsIn(content)
  return { ...item, result: { ...shorten(words), isError, bytes: Buffer.byteLength(words) }, endedAt }
}

/** For JSON.stringify: texts are cleaned before they are quoted, and the value of a secret's name is left out. */
const withoutSecrets = (name: string, value: unknown) =>
  typeof value !== 'string' ? value : isSecretName(name) && value !== '' ? '[hidden]' : redact(value)

/** The names of the arguments that say most about a call, the best first. */
const tellingNames = [
  'command',
  'cmd',
  'path',
  'file_path',
  'filePath',
  'file',
  'url',
  'query',
  'q',
  'pattern',
  'task',
  'message',
  'prompt',
  'text',
  'name',
  'id',
  'action',
]

function argumentOf(called: unknown): string | null {
  if (typeof called === 'string') return oneLine(called)
  const fields = record(called)
  if (!fields) return null
  const names = [...tellingNames.filter((name) => name in fields), ...Object.keys(fields)]
  for (const name of names.filter((name) => !isSecretName(name))) {
    const value = fields[name]
    const words = Array.isArray(value) && value.every((word) => typeof word === 'string') ? value.join(' ') : value
    if (typeof words === 'string' && words.trim() !== '') return oneLine(words)
  }
  return null
}

function oneLine(words: string) {
  const line = redact(words.slice(0, 2_000)).replace(/\s+/g, ' ').trim()
  const letters = [...line]
  return letters.length > maxArgumentLength ? `${letters.slice(0, maxArgumentLength - 1).join('')}…` : line
}

/** A text as it may be shown: without what looks like a secret, and not longer than one reads. */
function shorten(words: string): { text: string; truncated: boolean } {
  // The text is cut twice, so that a secret on the edge is hidden before half of it would be left.
  const near = words.length > maxTextBytes + 4_096 ? words.slice(0, maxTextBytes + 4_096) : words
  const clean = redact(near)
  const bytes = Buffer.from(clean)
  if (near === words && bytes.length <= maxTextBytes) return { text: clean, truncated: false }
  let end = Math.min(bytes.length, maxTextBytes)
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--
  return { text: bytes.toString('utf8', 0, end), truncated: true }
}

/** The words of a content, written as text or as blocks; a picture is named with its size. */
export function wordsIn(content: unknown): string {
  if (typeof content === 'string') return content
  return blocksIn(content)
    .flatMap((block) => (isPicture(block) ? pictureWords(block) : (text(block.text) ?? [])))
    .join('\n')
}

/** The blocks of a content; a text is one block. */
export const blocksIn = (content: unknown): Fields[] =>
  typeof content === 'string'
    ? [{ type: 'text', text: content }]
    : Array.isArray(content)
      ? content.map(record).filter((block) => block !== undefined)
      : []

export const isPicture = ({ type }: Fields) => type === 'image' || type === 'image_url' || type === 'input_image'

/** `[picture, image/png, 34 KB]`: base64 needs four letters for three bytes. */
function pictureWords(block: Fields) {
  const source = record(block.source) ?? block
  const data = text(source.data) ?? text(block.data)
  const type = text(block.mimeType) ?? text(source.media_type) ?? text(source.mimeType)
  const bytes = typeof block.bytes === 'number' ? block.bytes : data === null ? undefined : data.length * 0.75
  const size =
    bytes === undefined ? undefined : bytes < 1_000 ? `${Math.round(bytes)} bytes` : `${Math.round(bytes / 1_000)} KB`
  return `[${['picture', type?.slice(0, 40), size].filter(Boolean).join(', ')}]`
}
