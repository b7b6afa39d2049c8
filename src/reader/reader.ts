import type { Annotation } from '../annotations/annotation.ts'
import { jsonMethods } from '../lib/json.ts'
import { replaceAll, setAll } from '../lib/replace-all.ts'
import { sweepMemory } from '../lib/sweep-memory.ts'
import { type AnswerFrame, createAnswerer } from '../lib/thread-rpc.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { inSnapshot } from '../store/snapshot.ts'
import { openStoreForReading } from '../store/store.ts'
import type { StartReader, ToReader } from './messages.ts'
import { createReadSide } from './read-side.ts'
import { createReads } from './reads.ts'

/**
 * A thread that reads the index: it has a read-only connection and answers what is asked as JSON, so that neither SQL
 * nor the making of long texts ever happens where sockets are served.
 */
declare const self: Worker

function start({
  indexPath,
  settings,
  liveState: snapshot,
  setAside: ids,
  annotations: noted,
  looks: chosen,
}: StartReader) {
  const index = openStoreForReading(indexPath)
  const liveState = createLiveState(snapshot)
  const setAside = new Set(ids)
  const annotations = new Map<string, Annotation>()
  setAll(annotations, noted)
  const looks = new Map<string, string>()
  setAll(looks, chosen)
  const side = createReadSide(index, settings, { liveState, now: Date.now, setAside, annotations, looks })
  // What an answer says agrees with itself, whatever is committed meanwhile.
  const methods = jsonMethods(createReads(side), (read) => inSnapshot(index, read))
  const answerer = createAnswerer(methods, post)
  return { liveState, setAside, annotations, looks, settings, answerer }
}

/** An answer leaves this thread for good: its bytes are handed over, not copied. */
function post(frame: AnswerFrame) {
  const isBytes = (frame.kind === 'answer' || frame.kind === 'piece') && frame.value instanceof Uint8Array
  self.postMessage(frame, isBytes ? [(frame.value as Uint8Array<ArrayBuffer>).buffer] : [])
}

// The rules of time zones take twenty milliseconds to load, once for all threads: here they keep nobody waiting.
Intl.DateTimeFormat()

let started: ReturnType<typeof start> | undefined

self.onmessage = ({ data }: MessageEvent<ToReader>) => {
  switch (data.kind) {
    case 'start':
      started = start(data)
      return
    case 'live-state':
      return void started?.liveState.apply(data.change)
    case 'set-aside':
      return started && replaceAll(started.setAside, data.ids)
    case 'annotations':
      return started && setAll(started.annotations, data.changes)
    case 'looks':
      return started && setAll(started.looks, data.changes)
    case 'set-budgets':
      return void (started && Object.assign(started.settings, data.settings))
    default:
      started?.answerer.receive(data)
      // Behind the answer, and behind whatever is asked already.
      setTimeout(sweepMemory)
      return
  }
}
