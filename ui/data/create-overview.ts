import { batch, createSignal, onCleanup, onMount } from 'solid-js'
import type { PublishedEvent } from '../../src/app/features.ts'
import type { Overview } from '../../src/overview/overview.ts'
import { api, askAt, forgetStaleKey } from './api.ts'
import { openFeed } from './feed.ts'
import { Problem } from './problem.ts'
import { createStores } from './stores/stores.ts'
import { createTopics } from './topics.ts'

/** While history is read, rows appear without events: they are asked for again, this often. */
const catchUpEveryMs = 1_500
const retryMs = 3_000

/** What a page does at an event, and after a gap in them, when what it shows may be out of date. */
type EventHandlers = { onEvent?(event: PublishedEvent): void; onGap?(): void }

/** What every page knows: asked for once, then kept up by the events of the feed. */
export function createOverview() {
  const stores = createStores()
  const [overview, setOverview] = createSignal<Overview>()
  const [problem, setProblem] = createSignal<Problem>()
  const subscribers = new Set<EventHandlers>()
  const topics = createTopics()
  let feed: ReturnType<typeof openFeed> | undefined
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let askedAt = 0
  /** Events that come while an answer is on its way; the answer may be older than they are. */
  let newEvents: PublishedEvent[] = []

  /** One request at a time: the answers of two could overtake each other. */
  let loading: Promise<void> | undefined
  function load() {
    loading ??= ask().finally(() => {
      loading = undefined
    })
    return loading
  }

  async function ask(): Promise<void> {
    clearTimeout(retryTimer)
    askedAt = Date.now()
    newEvents = []
    try {
      const { data, epoch, seq } = await askAt(api.overview.get())
      const newer = newEvents.filter((event) => event.seq > seq)
      batch(() => {
        stores.reset(data as Overview)
        for (const event of newer) stores.apply(event)
        setOverview(stores.overview)
        setProblem(undefined)
      })
      const from = { epoch, seq: newer.at(-1)?.seq ?? seq }
      if (feed) {
        feed.moveTo(from)
        for (const { onGap } of subscribers) onGap?.()
      }
      feed ??= openFeed({ from, build: data.build, topics, onEvent, onReset: load })
    } catch (error) {
      if (forgetStaleKey(error)) {
        feed?.reconnect()
        return ask()
      }
      if (!(error instanceof Problem)) throw error
      setProblem(error)
      if (error.code === 'unreachable') retryTimer = setTimeout(load, retryMs)
    }
  }

  function onEvent(event: PublishedEvent) {
    if (loading) newEvents.push(event)
    stores.apply(event)
    for (const { onEvent } of subscribers) onEvent?.(event)
    if (event.kind === 'indexed' && (event.done || Date.now() - askedAt > catchUpEveryMs)) void load()
  }

  onMount(load)
  onCleanup(() => {
    clearTimeout(retryTimer)
    feed?.close()
  })
  return {
    /** Undefined until the first answer, then always the same object: what reads a field of it follows that field. */
    overview,
    problem,
    /** Handles events for as long as the owner lives. */
    subscribe(handlers: EventHandlers) {
      subscribers.add(handlers)
      onCleanup(() => subscribers.delete(handlers))
    },
    /** Has the feed subscribe to a topic beside the overview, until the returned function is called. */
    subscribeTopic: topics.add,
    /** Asks again, at the wish of a person: the feed does not wait to reconnect either. */
    reload() {
      feed?.reconnect()
      return load()
    },
  }
}
