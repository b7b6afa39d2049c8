import { type AnswerFrame, createAnswerer, type RequestFrame } from '../thread-rpc.ts'

/** The other side of a request in a thread of its own: it blocks, counts, and dies when it is asked to. */
declare const self: Worker

const begun: string[] = []
let piecesMade = 0
let isAborted = false

const methods = {
  /** Keeps its whole thread busy. */
  block({ name, ms }: { name: string; ms: number }) {
    begun.push(name)
    const end = performance.now() + ms
    while (performance.now() < end);
    return name
  },
  /** Keeps its whole thread busy until the second number is set; the first is set once it has begun. */
  hold({ name, gate }: { name: string; gate: SharedArrayBuffer }) {
    begun.push(name)
    const flags = new Int32Array(gate)
    Atomics.store(flags, 0, 1)
    Atomics.wait(flags, 1, 0)
    return name
  },
  begun: () => begun,
  async *count(to: number, { signal }: { signal: AbortSignal }) {
    try {
      for (let n = 1; n <= to; n++) {
        piecesMade = n
        yield n
      }
    } finally {
      isAborted = signal.aborted
    }
  },
  counted: () => ({ piecesMade, isAborted }),
  die() {
    setTimeout(() => {
      throw new Error('the thread met what it cannot survive')
    })
    return new Promise<never>(() => {})
  },
}

export type WorkerMethods = typeof methods

const answerer = createAnswerer(methods, (frame: AnswerFrame) => self.postMessage(frame))
self.onmessage = ({ data }: MessageEvent<RequestFrame>) => answerer.receive(data)
