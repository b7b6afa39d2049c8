import { afterEach, beforeEach } from 'bun:test'

/** The sockets that a page opens, in place of the network's. A test says what the server sends. */
export function createFakeSockets() {
  const real = globalThis.WebSocket
  const sockets: FakeSocket[] = []

  class FakeSocket {
    static readonly OPEN = 1
    readyState = FakeSocket.OPEN
    onmessage: ((event: { data: string }) => void) | undefined
    onclose: ((event: { code: number }) => void) | undefined
    readonly sent: Record<string, unknown>[] = []

    constructor(readonly url: string) {
      sockets.push(this)
    }

    send(text: string) {
      this.sent.push(JSON.parse(text) as Record<string, unknown>)
    }

    /** The page closes it. A server that is gone never answers that. */
    close() {
      this.readyState = 3
    }

    /** The server sends a message. */
    receive(message: object) {
      this.onmessage?.({ data: JSON.stringify(message) })
    }

    /** The server closes it. */
    end(code = 1006) {
      this.readyState = 3
      this.onclose?.({ code })
    }
  }

  beforeEach(() => {
    globalThis.WebSocket = FakeSocket as unknown as typeof WebSocket
  })
  afterEach(() => {
    sockets.length = 0
    globalThis.WebSocket = real
  })

  return {
    sockets,
    /** The newest socket. */
    last(): FakeSocket {
      const socket = sockets.at(-1)
      if (!socket) throw new Error('The page has opened no socket.')
      return socket
    },
  }
}
