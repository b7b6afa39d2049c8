import type { Socket } from 'bun'

/** Takes chunks and hands on whole lines without their break; `tooLong` is called once for a line beyond `max` bytes. */
export function createLineReader(max: number, line: (text: string) => void, tooLong: () => void) {
  let held: Uint8Array[] = []
  let size = 0
  return (chunk: Uint8Array) => {
    let from = 0
    for (;;) {
      const end = chunk.indexOf(10, from)
      const part = chunk.slice(from, end < 0 ? undefined : end)
      size += part.length
      if (size > max) return tooLong()
      held.push(part)
      if (end < 0) return
      const text = Buffer.concat(held).toString('utf8')
      held = []
      size = 0
      from = end + 1
      line(text)
    }
  }
}

/** Writes texts in their order as fast as the other side takes them; `flush` belongs into the socket's `drain`. */
export function createSocketWriter(socket: Socket<unknown>) {
  let waiting: Uint8Array[] = []
  function flush() {
    while (waiting.length > 0) {
      const [first] = waiting as [Uint8Array]
      const written = Math.max(0, socket.write(first))
      if (written < first.length) {
        waiting[0] = first.subarray(written)
        return
      }
      waiting = waiting.slice(1)
    }
  }
  return {
    write(text: string) {
      waiting.push(new TextEncoder().encode(text))
      if (waiting.length === 1) flush()
    },
    flush,
  }
}
