import type { TranscriptAccess, TranscriptGone } from '../../../facts/transcript-access.ts'
import { readPage } from './read-page.ts'
import { readPicture, readText } from './read-whole.ts'
import { partsAt, scan, scanBack } from './scan.ts'
import { type CloseLater, fullestOf, type TranscriptStore } from './store.ts'

/** Names all stores that hold a transcript, and hands over what it opens. */
type FindStores = (closeLater: CloseLater) => TranscriptStore[]

/** Access to a transcript in the fullest of its stores. Nothing throws: what cannot be read is an answer. */
export function accessTo(find: FindStores, folder: () => string | null = () => null): TranscriptAccess {
  function withStore<Answer>(ask: (store: TranscriptStore) => Answer): Answer | TranscriptGone {
    const opened: { close(): void }[] = []
    try {
      const store = fullestOf(find((one) => opened.push(one)))
      return store ? ask(store) : gone()
    } catch (error) {
      return failure(error)
    } finally {
      for (const one of opened.reverse()) one.close()
    }
  }

  function* withSteps<Step>(steps: (store: TranscriptStore) => Generator<Step>): Generator<Step | TranscriptGone> {
    const opened: { close(): void }[] = []
    try {
      const store = fullestOf(find((one) => opened.push(one)))
      if (store) yield* steps(store)
      else yield gone()
    } catch (error) {
      yield failure(error)
    } finally {
      for (const one of opened.reverse()) one.close()
    }
  }

  return {
    folder,
    page: (query) => withStore((store) => readPage(store, query)),
    text: (asked) => withStore((store) => readText(store, asked)),
    picture: (asked) => withStore((store) => readPicture(store, asked)),
    partsAt: (positions) => withStore((store) => partsAt(store, positions)),
    scan: (from) => withSteps((store) => scan(store, from)),
    scanBack: (before, wants) => withSteps((store) => scanBack(store, before, wants)),
  }
}

const gone = (): TranscriptGone => ({
  kind: 'missing',
  reason: 'Its transcript is gone, or was never written; what it cost is kept.',
})

function failure(error: unknown): TranscriptGone {
  const { code, message } = error as { code?: string; message: string }
  if (code === 'ENOENT') return gone()
  const isDenied = code === 'EACCES' || code === 'EPERM'
  return {
    kind: 'failed',
    reason: isDenied ? 'This user may not read its transcript.' : `It cannot be read: ${message}`,
  }
}

/** Access for a runtime whose transcripts have no parser: it says so. */
export function withoutParser(name: string): TranscriptAccess {
  const absent: TranscriptGone = {
    kind: 'missing',
    reason: `Transcripts of ${name} cannot be shown yet, only their costs.`,
  }
  const answer = () => absent
  function* once() {
    yield absent
  }
  return {
    folder: () => null,
    page: answer,
    text: answer,
    picture: answer,
    partsAt: answer,
    scan: once,
    scanBack: once,
  }
}
