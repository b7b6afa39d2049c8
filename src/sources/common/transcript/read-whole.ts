import { placeOfItem } from '../../../facts/item-id.ts'
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

/** The item of an id, made anew with its whole texts. */
function itemAt({ open, partsOf }: TranscriptStore, itemId: string): TranscriptItem | undefined {
  const place = placeOfItem(itemId)
  if (!place) return undefined
  const entries = open()
  const [entry] = entries.forwards(place.position)
  if (entry?.start !== place.position) return undefined
  return partsOf(entry, () => entriesBefore(entries, entry.start))[place.part]?.item
}
