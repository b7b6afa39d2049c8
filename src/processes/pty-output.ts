import type { PtyFlow } from './pty-flow.ts'

/** Where output cannot be held back, so much more than the bound may wait before it is lost. */
const slackBytes = 1 << 20

/**
 * Output between a terminal and whoever reads it. From `maxUnreadBytes` that nobody has read on, the programs are held;
 * they go on once half of that has been read, so that a slow reader does not stop and start them at each read.
 */
export function createPtyOutput(maxUnreadBytes: number) {
  let source: ReadableStreamDefaultController<Uint8Array> | undefined
  let flow: PtyFlow | undefined
  let held = false
  let lostBytes = 0

  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        source = controller
      },
      pull() {
        if (unreadBytes() <= maxUnreadBytes / 2) release()
      },
      cancel() {
        source = undefined
        release()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxUnreadBytes }),
  )

  const unreadBytes = () => (source ? maxUnreadBytes - source.desiredSize! : 0)

  function release() {
    if (held) flow?.release()
    held = false
  }

  function holdIfFull() {
    if (!held && unreadBytes() >= maxUnreadBytes) held = flow?.hold() ?? false
  }

  return {
    stream,
    unreadBytes,
    lostBytes: () => lostBytes,

    /** Says how the programs are held. Output that came before may be as much as it likes, within the slack. */
    setFlow(found: PtyFlow | undefined) {
      flow = found
      if (source) holdIfFull()
    },

    take(bytes: Uint8Array) {
      if (!source) return
      if (unreadBytes() + bytes.length > maxUnreadBytes + slackBytes) {
        lostBytes += bytes.length
        return
      }
      source.enqueue(bytes)
      holdIfFull()
    },

    /** The terminal has ended: what was not read yet can be read, and nothing comes after it. */
    close() {
      flow = undefined
      source?.close()
      source = undefined
    },
  }
}
