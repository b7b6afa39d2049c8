import type { TranscriptAnswer, TranscriptQuery } from '../facts/transcript.ts'
import type { AskedPicture, AskedText, PictureAnswer, TextAnswer } from '../facts/transcript-access.ts'
import type { Touches } from '../files/survey.ts'
import { openThread } from '../lib/open-thread.ts'
import { Refusal } from '../lib/refusal.ts'
import { releaseMemory } from '../lib/release-memory.ts'
import { type AnswerFrame, type Asker, createAsker, lastLine } from '../lib/thread-rpc.ts'
import type { ExportFormat, ExportHead } from '../transcripts/export/formats.ts'
import type { FindPlace } from '../transcripts/find.ts'
import type { SourceConfig } from './messages.ts'
import type { StartTranscripts, TranscriptMethods } from './transcript-thread.ts'

/** A thread that nobody has asked anything for this long is ended, with the digests that it holds. */
const idleMs = 60_000
/** A page of rows of sixteen megabytes on a slow disk is not stuck. */
const timeoutMs = 30_000

type Deps = {
  indexPath: string
  config: SourceConfig
  /** Resolves when the index can be read. */
  opened: Promise<void>
}

export type Transcripts = ReturnType<typeof createTranscripts>

/** The texts of sessions, read in a thread of its own that is started when it is first asked and ended when it is idle. */
export function createTranscripts({ indexPath, config, opened }: Deps) {
  type Thread = { worker: Worker; asker: Asker<TranscriptMethods>; open: number; usedAt: number }
  let running: Thread | undefined
  let isStopped = false
  const timer = setInterval(endIdle, idleMs / 4)
  timer.unref?.()

  function start(): Thread {
    const worker = openThread('indexing/transcript-thread', { smol: true })
    const asker = createAsker<TranscriptMethods>((frame) => worker.postMessage(frame))
    const thread: Thread = { worker, asker, open: 0, usedAt: performance.now() }
    const fail = (reason: string) => {
      if (running === thread) end(`The thread that reads transcripts failed: ${reason}. Try again in a moment.`)
    }
    worker.onmessage = ({ data }: MessageEvent<AnswerFrame>) => asker.receive(data)
    worker.onerror = (event) => {
      event.preventDefault()
      fail(lastLine(event.message))
    }
    worker.addEventListener('close', () => fail('it ended by itself'))
    worker.postMessage({
      kind: 'start',
      indexPath,
      config: { openclaw, folders, opencodeConfigs, custom, reading },
    } satisfies StartTranscripts)
    return thread
  }

  function end(reason: string) {
    const thread = running
    running = undefined
    thread?.asker.close(reason)
    thread?.worker.terminate()
  }

  function endIdle() {
    if (!running || running.open > 0 || performance.now() - running.usedAt < idleMs) return
    end('It was idle.')
    setTimeout(releaseMemory, 1_000).unref()
  }

  const { openclaw, folders, opencodeConfigs, custom, reading } = config

  /** Counts what is open, so that the thread is not ended while it is asked. */
  async function use() {
    await opened
    if (isStopped) throw new Refusal('unavailable', 'Wheelhouse is stopping.')
    running ??= start()
    const thread = running
    thread.open++
    return {
      ...thread.asker,
      [Symbol.dispose]() {
        thread.open--
        thread.usedAt = performance.now()
      },
    }
  }

  return {
    async page(sessionId: string, query: TranscriptQuery, signal?: AbortSignal): Promise<TranscriptAnswer> {
      using thread = await use()
      return await thread.ask('page', { sessionId, query }, { timeoutMs, signal })
    },

    async text(sessionId: string, asked: AskedText, signal?: AbortSignal): Promise<TextAnswer> {
      using thread = await use()
      return await thread.ask('text', { sessionId, ...asked }, { timeoutMs, signal })
    },

    async picture(sessionId: string, asked: AskedPicture, signal?: AbortSignal): Promise<PictureAnswer> {
      using thread = await use()
      return await thread.ask('picture', { sessionId, ...asked }, { timeoutMs, signal })
    },

    async digest(sessionId: string, signal?: AbortSignal) {
      using thread = await use()
      return await thread.ask('digest', { sessionId }, { timeoutMs, signal })
    },

    async touches(sessionId: string, folder: string | null, signal?: AbortSignal): Promise<Touches> {
      using thread = await use()
      return await thread.ask('touches', { sessionId, folder }, { timeoutMs, signal })
    },

    async find(
      sessionId: string,
      asked: { query: string; place: FindPlace; before: number | null },
      signal?: AbortSignal,
    ) {
      using thread = await use()
      return await thread.ask('find', { sessionId, ...asked }, { timeoutMs, signal })
    },

    async itemAt(sessionId: string, at: number, signal?: AbortSignal): Promise<string | null> {
      using thread = await use()
      return await thread.ask('itemAt', { sessionId, at }, { timeoutMs, signal })
    },

    async *export(sessionId: string, format: ExportFormat, head: ExportHead, signal?: AbortSignal) {
      using thread = await use()
      yield* thread.stream('export', { sessionId, format, head }, { timeoutMs, signal })
    },

    stop() {
      isStopped = true
      clearInterval(timer)
      end('Wheelhouse is stopping.')
    },
  }
}
