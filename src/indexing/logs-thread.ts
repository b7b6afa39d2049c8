import type { MeasureKeeper } from '../health/keeper/keeper.ts'
import type { Sample } from '../health/measure-messages.ts'
import type { MeasureMethods } from '../health/measures.ts'
import { sweepMemory } from '../lib/sweep-memory.ts'
import { type AnswerFrame, createAnswerer, type Methods, type RequestFrame } from '../lib/thread-rpc.ts'
import type { KeeperMethods } from '../logs/keeper/keeper.ts'
import type { FromKeeper, StartLogs } from '../logs/messages.ts'
import { watchFolders } from '../sources/common/watch-folders.ts'
import { openStore, openStoreForReading } from '../store/store.ts'

/**
 * A thread of logs: one keeps what the sources write, as the only one that writes logs.sqlite, others answer what is
 * asked of it. What is asked before its code has come waits. The one that keeps logs keeps measures as well, in
 * metrics.sqlite, since one more thread would take more memory than all of them: what goes wrong with one database
 * touches nothing of the other.
 */
declare const self: Worker

let answerer: Promise<ReturnType<typeof createAnswerer>> | undefined

async function start(data: StartLogs) {
  // What does the work is loaded here alone.
  const { createKeeper, createLogAnswers } = await import('../logs/loaded-later.ts')
  const methods =
    data.kind === 'keep'
      ? besideMeasures(
          createKeeper({
            ...data,
            open: (path) => openStore('logs', path),
            watchFolders,
            say: (message: FromKeeper) => self.postMessage(message),
            now: Date.now,
          }),
          await keepMeasures(data.metricsPath),
        )
      : createLogAnswers({ ...data, openForReading: openStoreForReading })
  return createAnswerer(methods as Methods, (frame: AnswerFrame) => self.postMessage(frame))
}

async function keepMeasures(path: string | undefined) {
  if (path === undefined) return undefined
  const { createMeasureKeeper } = await import('../health/keeper/keeper.ts')
  return createMeasureKeeper({ path, open: (path) => openStore('metrics', path) })
}

function besideMeasures(logs: KeeperMethods, measures: MeasureKeeper | undefined) {
  if (!measures) return logs
  return {
    ...logs,
    takeReadings: (samples: Sample[]) => {
      for (const sample of samples) measures.take(sample)
      return measures.findings()
    },
    measureSeries: measures.series,
    keptMeasures: measures.measures,
    stop() {
      try {
        measures.stop()
      } finally {
        logs.stop()
      }
    },
  } satisfies KeeperMethods & MeasureMethods
}

self.onmessage = ({ data }: MessageEvent<StartLogs | RequestFrame>) => {
  if (data.kind === 'keep' || data.kind === 'answer') answerer = start(data)
  else {
    void answerer?.then(({ receive }) => receive(data))
    setTimeout(sweepMemory)
  }
}
