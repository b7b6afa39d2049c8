import { itemIdOf } from '../../facts/item-id.ts'
import type { ToolAction } from '../../facts/tool-action.ts'
import type { NoteKind, TranscriptItem, TranscriptText } from '../../facts/transcript.ts'
import type { TranscriptPart } from '../../facts/transcript-access.ts'

/** Parts of a transcript as scans yield them, a hundred bytes and a second apart. */

const textOf = (text: string): TranscriptText => ({ text, truncated: false, bytes: text.length })

type Tool = Extract<TranscriptItem, { kind: 'tool' }>
const base = { id: '', at: null }

export const said = (text: string, role: 'user' | 'assistant' = 'assistant'): TranscriptPart => ({
  kind: 'item',
  item: {
    ...base,
    kind: 'message',
    role,
    sender: null,
    ...textOf(text),
    pictures: [],
    model: null,
    costUsd: null,
    stopReason: null,
  },
})

export const thought = (text: string): TranscriptPart => ({
  kind: 'item',
  item: { ...base, kind: 'thinking', ...textOf(text) },
})

export const noted = (note: NoteKind, text: string): TranscriptPart => ({
  kind: 'item',
  item: { ...base, kind: 'note', note, ...textOf(text) },
})

export const recorded = (record: string, isKnown = true): TranscriptPart => ({
  kind: 'item',
  item: { ...base, kind: 'record', record, isKnown, ...textOf('{}') },
})

const tool = (callId: string, name: string, action: ToolAction | null): Tool => ({
  ...base,
  kind: 'tool',
  callId,
  tool: name,
  action,
  argument: null,
  input: null,
  result: null,
  endedAt: null,
})

export const called = (callId: string, name: string, action: ToolAction | null = null): TranscriptPart => ({
  kind: 'call',
  item: { ...tool(callId, name, action), argument: `argument of ${callId}`, input: textOf('{}') },
})

export const returned = (callId: string, text: string, isError = false, action: ToolAction | null = null) =>
  ({
    kind: 'result',
    item: { ...tool(callId, 'tool', action), result: { ...textOf(text), isError, pictures: [] } },
  }) satisfies TranscriptPart

/** Gives each part its place: entry after entry. */
export const placed = (...parts: TranscriptPart[]): TranscriptPart[] =>
  parts.map(
    (part, number) =>
      ({ ...part, item: { ...part.item, id: itemIdOf(number * 100, 0), at: number * 1_000 } }) as TranscriptPart,
  )
