import type { AskedPicture, AskedText, PictureAnswer, TextAnswer, TranscriptGone } from '../facts/transcript-access.ts'
import type { TranscriptDigest } from '../facts/transcript-digest.ts'
import type { ExportFormat, ExportHead } from './export/formats.ts'
import type { FindAnswer, FindPlace } from './find.ts'

/** The texts of sessions, from the thread that knows where they lie; `signal` cancels a question. */
export type TranscriptTexts = {
  text(sessionId: string, asked: AskedText, signal?: AbortSignal): Promise<TextAnswer>
  picture(sessionId: string, asked: AskedPicture, signal?: AbortSignal): Promise<PictureAnswer>
  /** As far as it was read in some time; asked again, it goes on. */
  digest(
    sessionId: string,
    signal?: AbortSignal,
  ): Promise<{ kind: 'digest'; digest: TranscriptDigest } | TranscriptGone>
  find(
    sessionId: string,
    asked: { query: string; place: FindPlace; before: number | null },
    signal?: AbortSignal,
  ): Promise<FindAnswer>
  /** The item that a moment (ms) is about; null where it is not found in some time. */
  itemAt(sessionId: string, at: number, signal?: AbortSignal): Promise<string | null>
  export(sessionId: string, format: ExportFormat, head: ExportHead, signal?: AbortSignal): AsyncGenerator<string, void>
}
