import { type Bounds, must, or, orNull, recordOf, withinBounds } from './bounds.ts'
import { choice, count, flag, id, type Kind, key, model, name, nullable, text, time, usd } from './kinds.ts'
import type { TranscriptItem } from './transcript.ts'

type Fields<Name extends TranscriptItem['kind']> = Omit<Extract<TranscriptItem, { kind: Name }>, 'kind'>
type Result = NonNullable<Extract<TranscriptItem, { kind: 'tool' }>['result']>

/** Beyond every text that a parser leaves whole; what is longer was missed by it. */
const maxPassage = 256 << 10

/** What was said, line breaks and all. */
const passage: Kind<string> = {
  what: 'a text',
  fit: (value) => (typeof value === 'string' ? value.slice(0, maxPassage).toWellFormed() : undefined),
}

const place = { id: must(key), at: orNull(time) }

const result = recordOf<Result>(
  { text: or(passage, ''), isError: or(flag, false), bytes: or(count, 0), truncated: or(flag, false) },
  'the result of a tool',
)

const items: { [Name in TranscriptItem['kind']]: Bounds<Fields<Name>> } = {
  message: {
    ...place,
    role: must(choice({ user: 1, assistant: 1 })),
    sender: orNull(name),
    text: or(passage, ''),
    truncated: or(flag, false),
    model: orNull(model),
    costUsd: orNull(usd),
    stopReason: orNull(name),
  },
  thinking: { ...place, text: or(passage, ''), truncated: or(flag, false) },
  tool: {
    ...place,
    callId: or(id, ''),
    tool: or(name, ''),
    argument: orNull(text),
    input: orNull(passage),
    inputTruncated: or(flag, false),
    result: or(nullable(result), null),
    endedAt: orNull(time),
  },
  note: {
    ...place,
    note: must(choice({ compaction: 1, 'model-change': 1, reset: 1, error: 1, unreadable: 1, other: 1 })),
    text: or(passage, ''),
  },
}

const checks = Object.fromEntries(
  Object.entries(items).map(([kind, fields]) => [kind, withinBounds(fields as Bounds<object>)]),
) as unknown as Record<TranscriptItem['kind'], (item: TranscriptItem, lost: () => void) => TranscriptItem | undefined>

/** The last check of every item of a transcript before somebody reads it; undefined for one of which nothing is left. */
export const checkItem = (item: TranscriptItem): TranscriptItem | undefined => checks[item.kind](item, ignore)

/** Nothing of a transcript is kept: what was cut here is counted where the same entry becomes facts. */
const ignore = () => {}
