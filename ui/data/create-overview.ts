import { batch, createSignal, onCleanup, onMount } from 'solid-js'
import type { PublishedEvent } from '../../src/app/features.ts'
import type { Overview } from '../../src/overview/overview.ts'
import { api, askAt, forgetStaleKey } from './api.ts'
import { listen } from './live.ts'
import { Problem } from './problem.ts'
import { createStores } from './stores/stores.ts'
import { createTopics } from './topics.ts'

/** While history is read rows appear without events: they are asked for again, this often. */
const catchUpEveryMs = 1_500

/** What a page does when something is heard, and when what it shows may be older than what was heard. */
export type EventHandlers = { hear?(event: PublishedEvent): void; askAnew?(): void }

/** The first page's data: asked for once, then kept up by events. */
export function createOverview() {
  const stores = createStores()
  const [overview, setOverview] = createSignal<Overview>()
  const [problem, setProblem] = createSignal<Problem>()
  const listeners = new Set<EventHandlers>()
  const topics = createTopics()
  let feed: ReturnType<typeof listen> | undefined
  let retry: number | undefined
  let lastAsked = 0
  /** What is heard while an answer is on its way; the answer may be older than it. */
  let meanwhile: PublishedEvent[] | undefined

  /** One answer at a time: two on their way could overtake each other. */
  let loading: Promise<void> | undefined
  function load() {
    loading ??= askAnew().finally(() => {
      loading = undefined
    })
    return loading
  }

  async function askAnew(): Promise<void> {
    clearTimeout(retry)
    lastAsked = Date.now()
    meanwhile = []
    try {
      const { data, epoch, seq } = await askAt(api.overview.get())
      const newer = (meanwhile ?? []).filter((event) => event.seq > seq)
      batch(() => {
        stores.reset(data as Overview)
        for (const event of newer) stores.hear(event)
        setOverview(stores.overview)
        setProblem(undefined)
      })
      const from = { epoch, seq: newer.at(-1)?.seq ?? seq }
      if (feed) {
        feed.moveTo(from)
        for (const { askAnew } of listeners) askAnew?.()
      }
      feed ??= listen({ from, build: data.build, topics, hear, startOver: load })
    } catch (error) {
      if (forgetStaleKey(error)) {
        feed?.hurry()
        return askAnew()
      }
      if (!(error instanceof Problem)) throw error
      setProblem(error)
      if (error.code === 'unreachable') retry = window.setTimeout(load, 3_000)
    } finally {
      meanwhile = undefined
    }
  }

  function hear(event: PublishedEvent) {
    meanwhile?.push(event)
    if (!overview()) return
    stores.hear(event)
    for (const { hear } of listeners) hear?.(event)
    if (event.kind === 'indexed' && (event.done || Date.now() - lastAsked > catchUpEveryMs)) void load()
  }

  onMount(load)
  onCleanup(() => {
    clearTimeout(retry)
    feed?.stop()
  })
  return {
    overview,
    problem,
    /** Listens for as long as the component that asks for it lives. */
    listenWith(listener: EventHandlers) {
      listeners.add(listener)
      onCleanup(() => listeners.delete(listener))
    },
    /** Hears more than the overview, until the returned function is called. */
    hearMore: topics.add,
    /** Asks again, at the wish of a person: the socket does not wait for its turn either. */
    reload() {
      feed?.hurry()
      return load()
    },
  }
}
