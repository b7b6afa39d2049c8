import type { Batch, Source } from '../facts/source.ts'
import type { TranscriptAnswer, TranscriptQuery } from '../facts/transcript.ts'
import type {
  AskedPicture,
  AskedText,
  PictureAnswer,
  ScanMark,
  TextAnswer,
  TranscriptAccess,
  TranscriptGone,
} from '../facts/transcript-access.ts'
import type { TranscriptDigest } from '../facts/transcript-digest.ts'
import { createTouchCollector } from '../files/collect-touches.ts'
import type { Touches } from '../files/survey.ts'
import { sweepMemory } from '../lib/sweep-memory.ts'
import { type AnswerFrame, type Call, createAnswerer, type RequestFrame } from '../lib/thread-rpc.ts'
import type { SearchWork } from '../search/thread.ts'
import { openStoreForReading } from '../store/store.ts'
import { createDigester } from '../transcripts/digest.ts'
import type { ExportFormat, ExportHead } from '../transcripts/export/formats.ts'
import { type FindAnswer, type FindHit, type FindPlace, hitsIn, mayHold } from '../transcripts/find.ts'
import { itemAt } from '../transcripts/item-at.ts'
import { createCursors } from './cursors.ts'
import type { SourceConfig } from './messages.ts'
import { sourcesFor } from './sources-for.ts'

/**
 * The thread that reads transcripts, so that neither a page of sixteen megabytes nor a look through a gigabyte keeps what
 * is written now waiting. It has a read-only connection to the index, which says where a session lies.
 */
declare const self: Worker

export type StartTranscripts = { kind: 'start'; indexPath: string; config: SourceConfig }

/** The same code in another thread finds in all texts. */
export type StartSearch = {
  kind: 'start-search'
  indexPath: string
  searchPath: string
  config: SourceConfig
  does: SearchWork
  wasWhole: boolean
}

const thisHost = ''
/** One question about a whole transcript works for so long before it answers as far as it came. */
const patienceMs = 700
const maxHits = 200
/** So many facts are committed at once. */
const maxTouches = 5_000
const noProgress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
/** Digests that are kept to go on with; the least recently asked goes first. */
const maxDigests = 12

type Digested = { mark: ScanMark | null; size: number; digester: ReturnType<typeof createDigester> }

/** The texts of this machine's sessions by their ids. */
function openTexts({ indexPath, config }: Pick<StartTranscripts, 'indexPath' | 'config'>) {
  const index = openStoreForReading(indexPath)
  const cursors = createCursors(index.$client)
  const sources: Source[] = sourcesFor(config)
  function sourceOf(sessionId: string): { source: Source; access: TranscriptAccess } | undefined {
    for (const source of sources) {
      const access = source.transcript((unit, host = thisHost) => cursors.of(host, source.runtime, unit), sessionId)
      if (access) return { source, access }
    }
    return undefined
  }

  const accessTo = (sessionId: string): TranscriptAccess | TranscriptGone =>
    sourceOf(sessionId)?.access ?? {
      kind: 'missing',
      reason: 'The program that wrote it is not on this machine any more.',
    }

  return { index, cursors, sourceOf, accessTo }
}

function start(message: StartTranscripts) {
  const { cursors, sourceOf, accessTo } = openTexts(message)
  const digests = new Map<string, Digested>()
  const turnOf = createTurns()

  return {
    /** A page of a transcript, from the source that has it. */
    page({ sessionId, query }: { sessionId: string; query: TranscriptQuery }): TranscriptAnswer {
      const access = accessTo(sessionId)
      return 'page' in access ? access.page(query) : access
    },

    text({ sessionId, ...asked }: AskedText & { sessionId: string }): TextAnswer {
      const access = accessTo(sessionId)
      return 'text' in access ? access.text(asked) : access
    },

    picture({ sessionId, ...asked }: AskedPicture & { sessionId: string }): PictureAnswer {
      const access = accessTo(sessionId)
      return 'picture' in access ? access.picture(asked) : access
    },

    /** The whole transcript in short, as far as it was read within some time; asked again, it goes on from there. */
    async digest(
      { sessionId }: { sessionId: string },
      { signal }: Call,
    ): Promise<{ kind: 'digest'; digest: TranscriptDigest } | TranscriptGone> {
      const access = accessTo(sessionId)
      if (!('scan' in access)) return access
      using _ = await turnOf(sessionId)
      let known = digests.get(sessionId) ?? { mark: null, size: 0, digester: createDigester() }
      digests.delete(sessionId)
      digests.set(sessionId, known)
      if (digests.size > maxDigests) digests.delete(digests.keys().next().value!)
      const until = performance.now() + patienceMs
      for (const step of access.scan(known.mark)) {
        if (step.kind !== 'step') return step
        if (step.isAnew) {
          known = { mark: null, size: 0, digester: createDigester() }
          digests.set(sessionId, known)
        }
        known.digester.add(step.parts)
        known.mark = step.mark
        known.size = step.size
        if (signal.aborted || performance.now() > until) break
        await nextTurn()
      }
      return { kind: 'digest', digest: known.digester.digest(known.mark?.position ?? 0, known.size) }
    },

    /**
     * What a session did to files behind what is known of that, as a batch to be committed. `folder` is where its
     * relative paths lie.
     */
    async touches({ sessionId, folder }: { sessionId: string; folder: string | null }): Promise<Touches> {
      const found = sourceOf(sessionId)
      if (!found) return null
      const { runtime } = found.source
      const unit = `touches ${sessionId}`
      const known = cursors.of(thisHost, runtime, unit) as ScanMark | undefined
      const collect = createTouchCollector(sessionId, found.access.folder() ?? folder)
      const batch: Batch = { unit, facts: [], cursor: null, unread: [], progress: noProgress }
      const until = performance.now() + patienceMs
      let isDone = false
      for (const step of found.access.scan(known ?? null)) {
        if (step.kind !== 'step') return null
        batch.facts.push(...collect(step.parts))
        batch.cursor = step.mark
        isDone = step.mark.position >= step.size
        if (performance.now() > until || batch.facts.length > maxTouches) break
        await nextTurn()
      }
      return { runtime, batch, isDone }
    },

    /** Where words stand in a transcript, the newest first, from a position back. */
    async find(
      {
        sessionId,
        query,
        place,
        before,
      }: { sessionId: string; query: string; place: FindPlace; before: number | null },
      { signal }: Call,
    ): Promise<FindAnswer> {
      const access = accessTo(sessionId)
      if (!('scanBack' in access)) return { hits: [], read: 0, size: 0, missing: access.reason }
      const until = performance.now() + patienceMs
      const hits: FindHit[] = []
      let read = before ?? 0
      let size = 0
      for (const step of access.scanBack(before, mayHold(query))) {
        if (step.kind !== 'step') return { hits: [], read: 0, size: 0, missing: step.reason }
        hits.push(...hitsIn(step.parts, query, place))
        read = step.mark.position
        size = step.size
        if (signal.aborted || hits.length >= maxHits || performance.now() > until) break
        await nextTurn()
      }
      return { hits, read, size, missing: null }
    },

    /** The item that a moment is about; null where it is not found in some time. */
    async itemAt({ sessionId, at }: { sessionId: string; at: number }, { signal }: Call): Promise<string | null> {
      const access = accessTo(sessionId)
      if (!('scanBack' in access)) return null
      const until = performance.now() + patienceMs
      for (const step of access.scanBack(null)) {
        if (step.kind !== 'step' || signal.aborted || performance.now() > until) return null
        const found = itemAt(step.parts, at)
        if (found) return found.itemId
        await nextTurn()
      }
      return null
    },

    /** A transcript with those of its sub-agents as a file, in pieces of text. */
    async *export({ sessionId, format, head }: { sessionId: string; format: ExportFormat; head: ExportHead }) {
      // Few people ever export one: what writes it is loaded then.
      const { exportWriter } = await import('../transcripts/export/export.ts')
      const writer = exportWriter(format, head)
      function* written(id: string) {
        const access = accessTo(id)
        if (!('scan' in access)) yield writer.missing(access.reason)
        else
          for (const step of access.scan(null)) {
            if (step.kind === 'step') yield writer.add(step.parts)
            else yield writer.missing(step.reason)
          }
      }
      yield writer.begin()
      yield* written(sessionId)
      for (const subagent of head.subagents) {
        yield writer.subagent(subagent)
        yield* written(subagent.sessionId)
      }
      yield writer.end()
    },
  }
}

export type TranscriptMethods = ReturnType<typeof start>

async function startSearch({ searchPath, does, wasWhole, ...where }: StartSearch) {
  // Most programs are never asked to find something: what does it is loaded then.
  const { createSearchMethods } = await import('../search/thread.ts')
  return createSearchMethods({ ...openTexts(where), path: searchPath, does, wasWhole })
}

/** Who asks for the same takes turns: a digest is gone on with by one at a time. */
function createTurns() {
  const last = new Map<string, Promise<void>>()
  return async (name: string) => {
    const before = last.get(name)
    const { promise, resolve } = Promise.withResolvers<void>()
    last.set(name, promise)
    await before
    return {
      [Symbol.dispose]() {
        if (last.get(name) === promise) last.delete(name)
        resolve()
      },
    }
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

let answerer: Promise<ReturnType<typeof createAnswerer>> | undefined
const post = (frame: AnswerFrame) => self.postMessage(frame)

self.onmessage = ({ data }: MessageEvent<StartTranscripts | StartSearch | RequestFrame>) => {
  switch (data.kind) {
    case 'start':
      answerer = Promise.resolve(createAnswerer(start(data), post))
      return
    case 'start-search':
      answerer = startSearch(data).then((methods) => createAnswerer(methods, post))
      return
    default:
      void answerer?.then(({ receive }) => receive(data))
      setTimeout(sweepMemory)
  }
}
