import type { TranscriptAnswer, TranscriptItem, TranscriptQuery } from './transcript.ts'

/** What an entry adds to a transcript. A result belongs to the call with the same `callId`, wherever that stands. */
export type TranscriptPart =
  | { kind: 'item'; item: TranscriptItem }
  | { kind: 'call'; item: Extract<TranscriptItem, { kind: 'tool' }> }
  | { kind: 'result'; item: Extract<TranscriptItem, { kind: 'tool' }> }

/** The transcript of one session as its source has it. Each question opens it anew, and none throws for what it finds. */
export type TranscriptAccess = {
  /** The folder in which the session works, where its source knows it exactly; null elsewhere. */
  folder(): string | null
  page(query: TranscriptQuery): TranscriptAnswer
  /** The whole text of an item that pages only begin. */
  text(asked: AskedText): TextAnswer
  /** The bytes of a picture that an item names. */
  picture(asked: AskedPicture): PictureAnswer
  /** The parts of the entries that begin at these positions, with whole texts; of others there are none. */
  partsAt(positions: readonly number[]): TranscriptPart[] | TranscriptGone
  /**
   * All of it from a mark on (null: from its beginning), in steps of some megabytes, as parts with whole texts. Where it
   * was written anew since the mark, it begins anew and says so.
   */
  scan(from: ScanMark | null): Generator<ScanStep>
  /** The same from a position (null: from its end) back to the beginning; each step has its parts newest first. */
  scanBack(before: number | null, wants?: (text: string) => boolean): Generator<ScanStep>
}

/** The item by its id, and which of its texts. */
export type AskedText = { itemId: string; part: 'text' | 'input' | 'result' }
export type TextAnswer = { kind: 'text'; text: string } | TranscriptGone

/** The item by its id, and which of its pictures; those of a message, else of a result. */
export type AskedPicture = { itemId: string; number: number }
export type PictureAnswer = { kind: 'picture'; type: string; bytes: Uint8Array<ArrayBuffer> } | TranscriptGone

/** Nothing is there (any more), or it cannot be read now; with the reason in half a sentence. */
export type TranscriptGone = { kind: 'missing' | 'failed'; reason: string }

/** Where a scan has come to: which store, behind which position, and a hash of what stands before that. */
export type ScanMark = { key: string; position: number; check: string }

export type ScanStep =
  | {
      kind: 'step'
      parts: TranscriptPart[]
      /** Behind what was read (for `scanBack`: before it). */
      mark: ScanMark
      size: number
      /** Whether what was read before holds no more. */
      isAnew: boolean
    }
  | TranscriptGone
