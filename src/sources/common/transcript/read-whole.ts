import { placeOfItem } from '../../../facts/item-id.ts'
import { withOutcome } from '../../../facts/join-tool.ts'
import type { TranscriptItem } from '../../../facts/transcript.ts'
import type { AskedPicture, AskedText, PictureAnswer, TextAnswer } from '../../../facts/transcript-access.ts'
import { redact } from '../../../lib/redact.ts'
import { writtenOf } from './items.ts'
import { entriesBefore } from './slice.ts'
import type { TranscriptStore } from './store.ts'

/** The whole text of an item, without what looks like a secret. */
export function readText(store: TranscriptStore, { itemId, part }: AskedText): TextAnswer {
  const item = itemAt(store, itemId)
  const text =
    item === undefined
      ? undefined
      : item.kind !== 'tool'
        ? item.text
        : part === 'input'
          ? item.input?.text
          : item.result?.text
  return text === undefined ? notThere : { kind: 'text', text: redact(text) }
}

/** The types that browsers show, and that hold nothing that runs. */
const shownTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

export function readPicture(store: TranscriptStore, { itemId, number }: AskedPicture): PictureAnswer {
  const item = itemAt(store, itemId)
  const pictures = item?.kind === 'message' ? item.pictures : item?.kind === 'tool' ? item.result?.pictures : undefined
  const picture = pictures?.[number]
  const data = picture && writtenOf(picture)
  if (!picture || data === undefined) return notThere
  const type = picture.type ?? 'unknown'
  if (!shownTypes.has(type)) return { kind: 'failed', reason: `A picture of the type ${type} is not shown.` }
  return { kind: 'picture', type, bytes: new Uint8Array(Buffer.from(data, 'base64')) }
}

const notThere = { kind: 'missing', reason: 'This part of the transcript is gone, or was written anew.' } as const

/** A result stands so many entries behind its call at most, and so many bytes. */
const maxEntriesBetween = 20_000
const maxBytesBetween = 64 << 20

/** The item of an id, made anew with its whole texts; a call has its result, wherever that stands. */
function itemAt({ open, partsOf }: TranscriptStore, itemId: string): TranscriptItem | undefined {
  const place = placeOfItem(itemId)
  if (!place) return undefined
  const entries = open()
  let item: TranscriptItem | undefined
  let count = 0
  let bytes = 0
  for (const entry of entries.forwards(place.position)) {
    const isFirst = count === 0
    if (isFirst && entry.start !== place.position) return undefined
    const parts = partsOf(entry, () => entriesBefore(entries, entry.start))
    if (isFirst) {
      item = parts[place.part]?.item
      if (item?.kind !== 'tool' || item.result !== null || item.callId === '') return item
    }
    const callId = item?.kind === 'tool' ? item.callId : ''
    const result = parts.find((part) => part.kind === 'result' && part.item.callId === callId)?.item
    if (item?.kind === 'tool' && result?.kind === 'tool') return withOutcome(item, result)
    bytes += 'text' in entry ? entry.text.length : 0
    if (++count > maxEntriesBetween || bytes > maxBytesBetween) break
  }
  return item
}
