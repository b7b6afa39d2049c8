import { sweepMemory } from '../lib/sweep-memory.ts'
import { type AnswerFrame, createAnswerer, type Methods, type RequestFrame } from '../lib/thread-rpc.ts'
import type { FromKeeper, StartLogs } from '../logs/messages.ts'
import { watchFolders } from '../sources/common/watch-folders.ts'
import { openStore, openStoreForReading } from '../store/store.ts'

/**
 * A thread of logs: one keeps what the sources write, as the only one that writes logs.sqlite, others answer what is
 * asked of it. What is asked before its code has come waits.
 */
declare const self: Worker

let answerer: Promise<ReturnType<typeof createAnswerer>> | undefined

async function start(data: StartLogs) {
  // What does the work is loaded here alone.
  const { createKeeper, createLogAnswers } = await import('../logs/loaded-later.ts')
  const methods =
    data.kind === 'keep'
      ? createKeeper({
          ...data,
          open: (path) => openStore('logs', path),
          watchFolders,
          say: (message: FromKeeper) => self.postMessage(message),
          now: Date.now,
        })
      : createLogAnswers({ ...data, openForReading: openStoreForReading })
  return createAnswerer(methods as Methods, (frame: AnswerFrame) => self.postMessage(frame))
}

self.onmessage = ({ data }: MessageEvent<StartLogs | RequestFrame>) => {
  if (data.kind === 'keep' || data.kind === 'answer') answerer = start(data)
  else {
    void answerer?.then(({ receive }) => receive(data))
    setTimeout(sweepMemory)
  }
}
