import type { ToolAction } from '../../../facts/tool-action.ts'
import type { NoteKind, Picture, TranscriptItem, TranscriptText } from '../../../facts/transcript.ts'
import { isSecretName, redact } from '../../../lib/redact.ts'
import { record, text } from '../parse-values.ts'

/**
 * Items of a transcript as every runtime's parser makes them, with whole texts: `shown-item.ts` cuts them and hides
 * secrets. Pictures are named. Times are in ms since the epoch; the id of an item is given to it when its entry is read.
 */
type Item<Kind extends TranscriptItem['kind']> = Extract<TranscriptItem, { kind: Kind }>
type Fields = Record<string, unknown>

const maxArgumentLength = 160

const whole = (words: string): TranscriptText => ({
  text: words,
  truncated: false,
  bytes: Buffer.byteLength(words),
})

export const note = (at: number | null, kind: NoteKind, words: string): Item<'note'> => ({
  id: '',
  at,
  kind: 'note',
  note: kind,
  ...whole(words),
})

export const message = (
  at: number | null,
  role: 'user' | 'assistant',
  words: string,
  pictures: Picture[] = [],
): Item<'message'> => ({
  id: '',
  at,
  kind: 'message',
  role,
  sender: null,
  ...whole(words),
  pictures,
  model: null,
  costUsd: null,
  stopReason: null,
})

export const thinking = (at: number | null, words: string): Item<'thinking'> => ({
  id: '',
  at,
  kind: 'thinking',
  ...whole(words),
})

/**
 * An entry that is no part of the conversation, with all that it holds. `kind` is the runtime's own word for it; one that
 * the parser does not know is not `isKnown`. Its text is made when it is asked for: most records are only counted.
 */
export function recordItem(at: number | null, kind: string, isKnown: boolean, fields: Fields): Item<'record'> {
  let made: TranscriptText | undefined
  const words = () => {
    made ??= whole(JSON.stringify(fields, withoutSecrets, 2))
    return made
  }
  return {
    id: '',
    at,
    kind: 'record',
    record: kind.slice(0, 120),
    isKnown,
    truncated: false,
    get text() {
      return words().text
    },
    get bytes() {
      return words().bytes
    },
  }
}

/**
 * A call of a tool; `called` is what it was called with, and undefined where only the result is known. `action` says what
 * it does, where the runtime's tool is known.
 */
export const tool = (
  at: number | null,
  callId: string,
  name: string,
  called?: unknown,
  action: ToolAction | null = null,
): Item<'tool'> => ({
  id: '',
  at,
  kind: 'tool',
  callId,
  tool: name.slice(0, 120),
  action,
  argument: argumentOf(called),
  input: called === undefined ? null : whole(JSON.stringify(called, withoutSecrets, 2) ?? ''),
  result: null,
  endedAt: null,
})

/**
 * The same tool with its result, which is text or blocks. `action` is what only the result says of what the tool did, such
 * as line numbers or an exit code.
 */
export function withResult(
  item: Item<'tool'>,
  content: unknown,
  isError: boolean,
  endedAt: number | null,
  action: ToolAction | null = item.action,
): Item<'tool'> {
  return {
    ...item,
    action,
    result: { ...whole(wordsIn(content)), isError, pictures: picturesIn(content) },
    endedAt,
  }
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

/** The pictures among the blocks of a content. */
export const picturesIn = (content: unknown): Picture[] =>
  typeof content === 'string' ? [] : blocksIn(content).filter(isPicture).map(pictureOf)

/** Base64 needs four letters for three bytes. */
function pictureOf(block: Fields): Picture {
  const source = record(block.source) ?? block
  const data = text(source.data) ?? text(block.data) ?? dataOfUrl(block)
  const type = text(block.mimeType) ?? text(source.media_type) ?? text(source.mimeType) ?? typeOfUrl(block)
  const bytes = typeof block.bytes === 'number' ? block.bytes : data === null ? null : Math.floor(data.length * 0.75)
  const picture: Picture = { type: type?.slice(0, 60) ?? null, bytes }
  if (data !== null) written.set(picture, data)
  return picture
}

/** What was written of pictures, in base64, for as long as somebody holds them. */
const written = new WeakMap<Picture, string>()

/** The base64 of a picture that a parser has just named; undefined where only its name was written. */
export const writtenOf = (picture: Picture): string | undefined => written.get(picture)

const urlOf = ({ image_url: image }: Fields) => text(image) ?? text(record(image)?.url)

/** The type in a `data:` address of a picture. */
const typeOfUrl = (block: Fields) => /^data:(image\/[\w.+-]{1,40});/.exec(urlOf(block)?.slice(0, 80) ?? '')?.[1] ?? null

/** What stands in a `data:` address of a picture. */
function dataOfUrl(block: Fields): string | null {
  const url = urlOf(block)
  return url?.startsWith('data:') ? url.slice(url.indexOf(',') + 1) : null
}

/** `[picture, image/png, 34 KB]` */
function pictureWords(block: Fields) {
  const { type, bytes } = pictureOf(block)
  const size =
    bytes === null ? undefined : bytes < 1_000 ? `${Math.round(bytes)} bytes` : `${Math.round(bytes / 1_000)} KB`
  return `[${['picture', type?.slice(0, 40), size].filter(Boolean).join(', ')}]`
}
