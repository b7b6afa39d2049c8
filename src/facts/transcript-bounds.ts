import { type Bounds, listOf, must, or, orNull, recordOf, withinBounds } from './bounds.ts'
import { choice, count, flag, id, key, model, name, nullable, passage, text, time, usd } from './kinds.ts'
import { toolAction } from './tool-action-bounds.ts'
import type { NoteKind, Picture, ToolResult, TranscriptItem, TranscriptText } from './transcript.ts'

type Fields<Name extends TranscriptItem['kind']> = Omit<Extract<TranscriptItem, { kind: Name }>, 'kind'>
/** No message is known to hold more. */
const maxPictures = 200

const place = { id: must(key), at: orNull(time) }

const textFields = { text: or(passage, ''), truncated: or(flag, false), bytes: or(count, 0) }

const picture = recordOf<Picture>({ type: orNull(name), bytes: orNull(count) }, 'a picture')
const pictures = listOf(picture, maxPictures, 'pictures')

const result = recordOf<ToolResult>(
  { ...textFields, isError: or(flag, false), pictures: or(pictures, []) },
  'the result of a tool',
)
const input = recordOf<TranscriptText>(textFields, 'what a tool was called with')

const noteKinds: Record<NoteKind, 1> = {
  compaction: 1,
  'model-change': 1,
  reset: 1,
  resumed: 1,
  branch: 1,
  error: 1,
  interrupted: 1,
  context: 1,
  unreadable: 1,
  other: 1,
}

const items: { [Name in TranscriptItem['kind']]: Bounds<Fields<Name>> } = {
  message: {
    ...place,
    ...textFields,
    role: must(choice({ user: 1, assistant: 1 })),
    sender: orNull(name),
    pictures: or(pictures, []),
    model: orNull(model),
    costUsd: orNull(usd),
    stopReason: orNull(name),
  },
  thinking: { ...place, ...textFields },
  tool: {
    ...place,
    callId: or(id, ''),
    tool: or(name, ''),
    action: or(nullable(toolAction), null),
    argument: orNull(text),
    input: or(nullable(input), null),
    result: or(nullable(result), null),
    endedAt: orNull(time),
  },
  note: { ...place, ...textFields, note: must(choice(noteKinds)) },
  record: { ...place, ...textFields, record: or(name, ''), isKnown: or(flag, false) },
}

const checks = Object.fromEntries(
  Object.entries(items).map(([kind, fields]) => [kind, withinBounds(fields as Bounds<object>)]),
) as unknown as Record<TranscriptItem['kind'], (item: TranscriptItem, lost: () => void) => TranscriptItem | undefined>

/** The last check of every item of a transcript before somebody reads it; undefined for one of which nothing is left. */
export const checkItem = (item: TranscriptItem): TranscriptItem | undefined => checks[item.kind](item, ignore)

/** Nothing of a transcript is kept: what was cut here is counted where the same entry becomes facts. */
const ignore = () => {}
