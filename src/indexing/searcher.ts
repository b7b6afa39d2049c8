import { openThread } from '../lib/open-thread.ts'
import { Refusal } from '../lib/refusal.ts'
import { releaseMemory } from '../lib/release-memory.ts'
import { type AnswerFrame, type Asker, createAsker, lastLine } from '../lib/thread-rpc.ts'
import type { SearchProgress } from '../search/answer.ts'
import type { AskedSearch, ScanStepped } from '../search/engine.ts'
import type { SearchMethods, SearchWork } from '../search/thread.ts'
import type { SourceConfig } from './messages.ts'
import type { StartSearch } from './transcript-thread.ts'

/** A thread that has nothing to do for so long is ended. */
const idleMs = 60_000
const timeoutMs = 30_000
/** What is written while no thread runs is indexed after so long; while one runs, sooner. */
const settleMs = 30_000
const soonMs = 2_000
/** A regular expression is looked for during so long, whatever it does. */
const regexMs = 2_000
/** Of threads that look for one, so many are there at once, with those that do not end when they are asked to. */
const maxScans = 2

type Deps = {
  indexPath: string
  searchPath: string
  config: SourceConfig
  /** Whether the past is indexed, and what is written. */
  indexes: boolean
  /** Resolves when the index of sessions can be read. */
  opened: Promise<void>
}

/** Finds in the texts of all sessions, in threads of its own that run only while they have something to do. */
export function createSearcher({ indexPath, searchPath, config, indexes, opened }: Deps) {
  type Thread = { worker: Worker; asker: Asker<SearchMethods>; open: number; usedAt: number }
  let running: Thread | undefined
  let isStopped = false
  /** Sessions that were written, and that no thread has heard of. */
  const written = new Set<string>()
  let telling: Timer | undefined
  let scanning = 0
  /** Whether everything was indexed when the last thread was ended, so that only what was written since is new. */
  let wasWhole = false
  const timer = setInterval(endIdle, idleMs / 4)
  timer.unref?.()
  const { openclaw, folders, opencodeConfigs, custom, reading } = config

  function open(does: SearchWork, failed: (reason: string) => void) {
    const worker = openThread('indexing/transcript-thread', { smol: true })
    const asker = createAsker<SearchMethods>((frame) => worker.postMessage(frame))
    worker.onmessage = ({ data }: MessageEvent<AnswerFrame>) => asker.receive(data)
    worker.onerror = (event) => {
      event.preventDefault()
      failed(lastLine(event.message))
    }
    worker.addEventListener('close', () => failed('it ended by itself'))
    worker.postMessage({
      kind: 'start-search',
      indexPath,
      searchPath,
      does,
      wasWhole,
      config: { openclaw, folders, opencodeConfigs, custom, reading },
    } satisfies StartSearch)
    return { worker, asker }
  }

  function start(): Thread {
    const thread: Thread = {
      ...open(indexes ? 'index' : 'read', (reason) => {
        if (running === thread) end(`The thread that searches failed: ${reason}. Try again in a moment.`)
      }),
      open: 0,
      usedAt: performance.now(),
    }
    wasWhole = false
    return thread
  }

  function end(reason: string) {
    const thread = running
    running = undefined
    thread?.asker.close(reason)
    thread?.worker.terminate()
  }

  async function endIdle() {
    const thread = running
    if (!thread || thread.open > 0 || performance.now() - thread.usedAt < idleMs) return
    const isIdle = await thread.asker.ask('isIdle', undefined).catch(() => false)
    if (!isIdle || running !== thread || thread.open > 0 || written.size > 0) return
    const progress = await thread.asker.ask('progress', undefined).catch(() => undefined)
    if (running !== thread || thread.open > 0 || written.size > 0) return
    end('It was idle.')
    wasWhole = progress?.isWhole ?? false
    setTimeout(releaseMemory, 1_000).unref()
  }

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

  /** Tells the thread what was written. */
  async function tell() {
    clearTimeout(telling)
    telling = undefined
    if (isStopped) return
    const ids = [...written]
    written.clear()
    try {
      using thread = await use()
      if (ids.length > 0) await thread.ask('note', ids, { timeoutMs })
    } catch {
      // The thread has failed: the next one looks at all sessions.
      wasWhole = false
    }
  }

  function tellAfter(ms: number) {
    telling ??= setTimeout(() => void tell(), ms)
    telling.unref?.()
  }

  return {
    /** A page of what is found. Rejects with a Refusal where the cursor is none. */
    async search(asked: AskedSearch, signal?: AbortSignal) {
      if (written.size > 0) await tell()
      using thread = await use()
      return await thread.ask('search', asked, { timeoutMs, signal })
    },

    /** Looks through all texts in a thread of its own, which is ended when its time is over. */
    async *scan(asked: AskedSearch, signal: AbortSignal): AsyncGenerator<ScanStepped, 'whole' | 'over'> {
      await opened
      if (scanning >= maxScans)
        throw new Refusal('too-many', 'Other regular expressions are still at work. Try again in a moment.')
      scanning++
      const { worker, asker } = open('scan', (reason) => asker.close(reason))
      // A thread ends once its expression does, which may be long after it was asked to.
      worker.addEventListener('close', () => scanning--)
      let isOver = false
      const ending = setTimeout(() => {
        isOver = true
        asker.close('It took too long.')
      }, regexMs)
      try {
        yield* asker.stream('scan', asked, { timeoutMs, signal })
        return 'whole'
      } catch (error) {
        if (isOver) return 'over'
        throw error
      } finally {
        clearTimeout(ending)
        worker.terminate()
      }
    },

    async progress(signal?: AbortSignal) {
      using thread = await use()
      return await thread.ask('progress', undefined, { timeoutMs, signal })
    },

    /** Takes the index away and has it built anew. */
    async rebuild(): Promise<SearchProgress> {
      using thread = await use()
      await thread.ask('rebuild', undefined, { timeoutMs })
      return await thread.ask('progress', undefined, { timeoutMs })
    },

    /** A session was written. */
    note(sessionId: string) {
      if (!indexes) return
      written.add(sessionId)
      tellAfter(running ? soonMs : settleMs)
    },

    /** All of the past is known by now. */
    begin() {
      if (indexes) tellAfter(settleMs)
    },

    stop() {
      isStopped = true
      clearInterval(timer)
      clearTimeout(telling)
      end('Wheelhouse is stopping.')
    },
  }
}
