import type { Catalog } from './catalog.ts'
import type { Event, Published } from './event.ts'

/** The bus of a program: everything that is published passes it. */
export type Bus<E extends Event> = {
  publish(event: E): Published<E>
  position(): Position
  /** Calls a listener with every event of some kinds from now on, until the returned function is called. */
  on<Kind extends E['kind']>(
    kinds: readonly Kind[],
    listener: (event: Published<Extract<E, { kind: Kind }>>) => void,
  ): () => void
  /** The same for events of all kinds, with the topics of each. */
  onAny(listener: (event: Published<E>, topics: string[]) => void): () => void
  /** The facts after a position, in order; undefined where not all of them are remembered. */
  since(from: Position): { event: Published<E>; topics: string[] }[] | undefined
}

/** The part of the bus with which a feature hears events of other features. */
export type Listening<E extends Event> = {
  on(kinds: readonly E['kind'][], listener: (event: Published<E>) => void): () => void
}

export type Position = { epoch: string; seq: number }

/** A fact can be replayed for this long, or until this much has followed it. */
const rememberMs = 10 * 60_000
const rememberBytes = 8 << 20

/**
 * The bus numbers what is published, calls every listener at once, and remembers facts for pages that come back. A
 * listener that throws is reported, and the others never notice. `epoch` changes with every start, so that a number of
 * another run is never taken for one of this.
 */
export function createBus<E extends Event>({
  host,
  now,
  catalog,
  onListenerError,
}: {
  host: string
  now: () => number
  catalog: Pick<Catalog<E>, 'topicsOf' | 'isLatestValue'>
  onListenerError: (error: unknown, event: E) => void
}): Bus<E> {
  /** As text, which takes a third of the memory of what it says. */
  type Fact = { seq: number; at: number; topics: string[]; text: string }
  const epoch = crypto.randomUUID().slice(0, 8)
  const listeners = new Set<(event: Published<E>, topics: string[]) => void>()
  let facts: Fact[] = []
  let bytes = 0
  let seq = 0
  /** The newest number that is no longer remembered. */
  let forgotten = 0

  function publish(plain: E): Published<E> {
    const event: Published<E> = { seq: ++seq, at: now(), host, ...plain }
    const topics = catalog.topicsOf(plain)
    if (!catalog.isLatestValue(plain)) remember({ seq, at: event.at, topics, text: JSON.stringify(event) })
    for (const listener of listeners)
      try {
        listener(event, topics)
      } catch (error) {
        onListenerError(error, plain)
      }
    return event
  }

  function remember(fact: Fact) {
    facts.push(fact)
    bytes += fact.text.length
    const oldest = fact.at - rememberMs
    let drop = 0
    for (; drop < facts.length - 1 && (bytes > rememberBytes || facts[drop]!.at < oldest); drop++)
      bytes -= facts[drop]!.text.length
    if (drop > 0) {
      forgotten = facts[drop - 1]!.seq
      facts = facts.slice(drop)
    }
  }

  function onAny(listener: (event: Published<E>, topics: string[]) => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  return {
    publish,
    position: () => ({ epoch, seq }),
    onAny,

    on(kinds, listener) {
      const wanted = new Set<string>(kinds)
      return onAny((event) => {
        if (wanted.has(event.kind)) listener(event as Parameters<typeof listener>[0])
      })
    },

    since(from) {
      if (from.epoch !== epoch || from.seq > seq || from.seq < forgotten) return undefined
      let low = 0
      let high = facts.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (facts[middle]!.seq <= from.seq) low = middle + 1
        else high = middle
      }
      return facts.slice(low).map(({ text, topics }) => ({ event: JSON.parse(text) as Published<E>, topics }))
    },
  }
}
