import { isReading, type LiveEvent, type PublishedEvent, topicsOf } from './events.ts'

export type Bus = ReturnType<typeof createBus>

export type Position = { epoch: string; seq: number }

type Kept = { event: PublishedEvent; topics: string[]; bytes: number }

/** A fact can be heard again for this long, or until this much has followed it. */
const keepMs = 15 * 60_000
const keepBytes = 8 << 20

/**
 * The bus: numbers what is published, tells every listener at once, and remembers facts for those who come back.
 * A listener that throws is reported and the others never notice. `epoch` changes with every start, so that a number
 * of another life is never taken for one of this.
 */
export function createBus({
  host,
  now,
  onListenerError,
}: {
  host: string
  now: () => number
  onListenerError: (error: unknown, event: LiveEvent) => void
}) {
  const epoch = crypto.randomUUID().slice(0, 8)
  const listeners = new Set<(event: PublishedEvent, topics: string[]) => void>()
  let kept: Kept[] = []
  let bytes = 0
  let seq = 0
  /** The newest number that is no longer remembered. */
  let forgotten = 0

  function publish(said: LiveEvent): PublishedEvent {
    const event: PublishedEvent = { seq: ++seq, at: now(), host, ...said }
    const topics = topicsOf(said)
    if (!isReading(said)) remember({ event, topics, bytes: JSON.stringify(event).length })
    for (const listener of listeners)
      try {
        listener(event, topics)
      } catch (error) {
        onListenerError(error, said)
      }
    return event
  }

  function remember(fact: Kept) {
    kept.push(fact)
    bytes += fact.bytes
    const oldest = fact.event.at - keepMs
    let drop = 0
    for (; drop < kept.length - 1 && (bytes > keepBytes || kept[drop]!.event.at < oldest); drop++)
      bytes -= kept[drop]!.bytes
    if (drop > 0) {
      forgotten = kept[drop - 1]!.event.seq
      kept = kept.slice(drop)
    }
  }

  return {
    publish,
    position: (): Position => ({ epoch, seq }),

    /** Hears every event from now on, until the returned function is called. */
    on(listener: (event: PublishedEvent, topics: string[]) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    /** The facts after a position, in order; undefined when they cannot all be told. */
    since(from: Position): { event: PublishedEvent; topics: string[] }[] | undefined {
      if (from.epoch !== epoch || from.seq > seq || from.seq < forgotten) return undefined
      let low = 0
      let high = kept.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (kept[middle]!.event.seq <= from.seq) low = middle + 1
        else high = middle
      }
      return kept.slice(low)
    },
  }
}
