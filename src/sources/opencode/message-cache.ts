import type { Work } from '../../facts/source.ts'
import { type Message, readMessage } from './entry.ts'

type Readable = Message | { reason: string }

/** Enough for the last messages of every session that is looked at again. */
const maxMessages = 512

/**
 * Parses messages, and remembers the latest: a session is looked at again whenever its database changes, and most of
 * its messages are the same then. Counts in `work` what is parsed.
 */
export function createMessageCache(now: () => number) {
  const lately = new Map<string, { hash: number | bigint; message: Readable }>()

  function parse(data: unknown, work: Work): Readable {
    work.entries++
    work.bytes += typeof data === 'string' ? Buffer.byteLength(data) : data instanceof Uint8Array ? data.length : 0
    return readMessage(data, now())
  }

  function remember(id: string, data: unknown, message: Readable) {
    lately.delete(id)
    lately.set(id, { hash: hashOf(data), message })
    for (const oldest of lately.keys()) {
      if (lately.size <= maxMessages) break
      lately.delete(oldest)
    }
  }

  return {
    /** A message that is likely to be read again. */
    read(id: string, data: unknown, work: Work): Readable {
      const known = lately.get(id)
      if (known?.hash === hashOf(data)) return known.message
      const message = parse(data, work)
      remember(id, data, message)
      return message
    },
    /** A message of history: remembered only where it is not whole yet. */
    readOnce(id: string, data: unknown, work: Work): Readable {
      const message = parse(data, work)
      if (!('reason' in message) && !isWhole(message)) remember(id, data, message)
      return message
    },
  }
}

/** Whether nothing more is to be expected of a message. */
export const isWhole = ({ role, completedAt, stopReason }: Message) =>
  role !== 'assistant' || completedAt !== null || stopReason !== null

const hashOf = (data: unknown) => Bun.hash(typeof data === 'string' || data instanceof Uint8Array ? data : '')
