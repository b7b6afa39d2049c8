import { duration } from '../lib/format.ts'
import type { Store } from '../store/store.ts'
import { giveUpAfterMs, isEnough, waitAfter } from './backoff.ts'
import type { Channel, Delivery, Pause } from './channel.ts'
import {
  addDelivery,
  deleteDelivery,
  noticeRow,
  type OpenDelivery,
  openDeliveries,
  putDelivery,
  together,
} from './delivery-rows.ts'
import type { Outcome } from './outcome.ts'
import { repeatAt } from './route.ts'

/*
 * A delivery is written down when it is decided, marked as being sent, on the disk, before the first byte leaves, and marked
 * again with what was answered. So a kill between any two of these leaves one of three things: it has not left and leaves
 * later; it has ended and never leaves again; or it was on its way, and nobody here knows whether it arrived. Then it is sent
 * once more with the same key. A receiver that recognizes the key (`knowsRepeats`) has it exactly once. One that does not may
 * have it twice: a notice that comes twice is better than one that never comes, and the history says so.
 */

/** How many channels are sent to at a time. */
const maxAtOnce = 4
const longestWaitMs = 26 * 3_600_000
/** When what could not be written down is tried again. */
const diskRestMs = 60_000
const stopPatienceMs = 2_000

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  now: () => number
  timezone: string
  /** From 0 to 1. */
  random: () => number
  channel: (id: string) => Channel | undefined
  pause: () => Pause | null
  /** Whether the receiver of a channel recognizes what it had before. */
  knowsRepeats: (channel: Channel) => boolean
  /** How many a channel takes in which time. */
  atMost: (channel: Channel) => { count: number; perMs: number }
  send: (channel: Channel, delivery: OpenDelivery, isSettled: boolean, signal: AbortSignal) => Promise<Outcome>
  /** The receiver of a channel has unsubscribed. */
  gone: (channel: Channel) => void
  /** A delivery has left for the first time, or has ended. */
  noted?: (delivery: OpenDelivery) => void
  changed: () => void
  onError: (error: unknown) => void
}

/** Sends what is to be sent, each once to each channel, through crashes and outages. */
export function createOutbox(deps: Deps) {
  const { store, now, timezone, random, channel: channelOf, pause, knowsRepeats, atMost, changed, onError } = deps
  /** The channels that something is being sent to. */
  const busy = new Map<string, Promise<void>>()
  /** Until when a channel rests because its last attempt failed, in ms. */
  const rests = new Map<string, number>()
  /** When the last ones were sent, by channel. */
  const recent = new Map<string, number[]>()
  /** What has ended and could not be written down: it must not be sent again by this program. */
  const unwritten = new Map<number, () => void>()
  const stopping = new AbortController()
  let diskRestsUntil = 0
  recover()

  /** What was on its way when the program ended before is sent once more. */
  function recover() {
    for (const delivery of openDeliveries(store))
      if (delivery.state === 'sending') {
        const channel = channelOf(delivery.channelId)
        const isUnsure = delivery.isUnsure || !channel || !knowsRepeats(channel)
        putDelivery(store, { ...delivery, state: 'pending', dueAt: Math.min(delivery.dueAt, now()), isUnsure })
      }
  }

  function writeUnwritten() {
    for (const [id, write] of unwritten) {
      write()
      unwritten.delete(id)
    }
  }

  const isDue = ({ dueAt, attempts }: Delivery) => {
    const away = dueAt - now()
    // A clock that was put back must not keep what was tried from being tried.
    return away <= 0 || (attempts > 0 && away > longestWaitMs)
  }

  /** When a channel takes something again, in ms; the past where it does now. */
  function opensAt(channel: Channel): number {
    const { count, perMs } = atMost(channel)
    const times = (recent.get(channel.id) ?? []).filter((at) => at > now() - perMs && at <= now())
    recent.set(channel.id, times)
    const full = times.length >= count ? times[times.length - count]! + perMs : 0
    return Math.max(full, rests.get(channel.id) ?? 0)
  }

  const isPaused = () => {
    const paused = pause()
    return paused !== null && (paused.until === null || paused.until > now())
  }

  const waiting = () => openDeliveries(store).filter(({ id, state }) => state === 'pending' && !unwritten.has(id))

  /** Sends what is due of one channel, one after the other. */
  async function work(channelId: string) {
    while (!stopping.signal.aborted && !isPaused()) {
      const channel = channelOf(channelId)
      const delivery = waiting().find((one) => one.channelId === channelId && isDue(one))
      if (!delivery) return
      if (!channel?.isOn) {
        end(delivery, { state: 'dropped', words: 'The channel was switched off before.' })
        continue
      }
      if (opensAt(channel) > now()) return
      const outcome = await attempt(channel, delivery)
      if (outcome === 'left' || outcome.kind === 'retry') return
      if (outcome.kind === 'gone') return deps.gone(channel)
    }
  }

  async function attempt(channel: Channel, before: OpenDelivery): Promise<Outcome | 'left'> {
    const at = now()
    const delivery: OpenDelivery = {
      ...before,
      state: 'sending',
      attempts: before.attempts + 1,
      firstAt: before.firstAt ?? at,
    }
    together(store, () => putDelivery(store, delivery), { isDurable: true })
    if (delivery.attempts === 1) deps.noted?.(delivery)
    changed()
    recent.set(channel.id, [...(recent.get(channel.id) ?? []), at])
    const isSettled = (noticeRow(store, delivery.dedupeKey)?.settledAt ?? null) !== null
    const outcome = await deps.send(channel, delivery, isSettled, stopping.signal)
    // It stays as being sent: the next start sends it once more.
    if (stopping.signal.aborted && outcome.kind === 'retry') return 'left'
    take(channel, delivery, outcome)
    return outcome
  }

  /** Writes down how an attempt went. */
  function take(channel: Channel, delivery: OpenDelivery, outcome: Outcome) {
    const { status, answer, words } = outcome
    const isUnsure = delivery.isUnsure || (outcome.kind === 'retry' && outcome.mayHaveArrived && !knowsRepeats(channel))
    const answered = { status, answer, words, isUnsure }
    if (outcome.kind === 'sent') {
      rests.delete(channel.id)
      return end(delivery, { ...answered, state: 'sent' })
    }
    if (outcome.kind !== 'retry') return end(delivery, { ...answered, state: 'failed' })
    if (isEnough(delivery, now()))
      return end(delivery, {
        ...answered,
        state: 'given-up',
        words: `Given up after ${delivery.attempts} attempts in ${duration(giveUpAfterMs)}. ${words ?? ''}`.trim(),
      })
    const dueAt = now() + waitAfter(delivery.attempts, outcome.restMs, random())
    rests.set(channel.id, dueAt)
    write(delivery.id, () => putDelivery(store, { ...delivery, ...answered, state: 'pending', dueAt }))
  }

  /** Ends a delivery, and decides in the same breath whether it is told again. */
  function end(delivery: OpenDelivery, how: Pick<Delivery, 'state' | 'words'> & Partial<Delivery>) {
    const at = now()
    const ended: OpenDelivery = { ...delivery, ...how, endedAt: at }
    write(delivery.id, () =>
      together(
        store,
        () => {
          putDelivery(store, ended)
          if (ended.state !== 'dropped') addRepeat(ended, at)
        },
        { isDurable: true },
      ),
    )
    deps.noted?.(ended)
  }

  function addRepeat({ notice, channelId, turn }: OpenDelivery, at: number) {
    const channel = channelOf(channelId)
    if (!channel || noticeRow(store, notice.dedupeKey)?.settledAt !== null) return
    const dueAt = repeatAt(notice, channel, turn, at, timezone)
    if (dueAt === null) return
    addDelivery(store, { channelId, channel: channel.name, turn: turn + 1, madeAt: at, dueAt, notice })
  }

  function write(id: number, run: () => void) {
    try {
      run()
    } catch (error) {
      unwritten.set(id, run)
      diskRestsUntil = now() + diskRestMs
      onError(error)
    }
    changed()
  }

  return {
    /** Sends everything that is due, and resolves when that has left or has to wait. */
    async pass(): Promise<void> {
      if (stopping.signal.aborted) return
      try {
        writeUnwritten()
        const due = new Set(isPaused() ? [] : waiting().flatMap((one) => (isDue(one) ? one.channelId : [])))
        for (const id of due) {
          if (busy.has(id) || busy.size >= maxAtOnce) continue
          const working = work(id)
            .catch((error: unknown) => {
              diskRestsUntil = now() + diskRestMs
              onError(error)
            })
            .finally(() => busy.delete(id))
          busy.set(id, working)
        }
      } catch (error) {
        diskRestsUntil = now() + diskRestMs
        onError(error)
      }
      await Promise.all(busy.values())
    },

    /** When there is something to do next, in ms; null where nothing waits. */
    nextAt(): number | null {
      const paused = pause()
      if (isPaused()) return paused?.until ?? null
      const moments = waiting()
        .filter(({ channelId }) => !busy.has(channelId))
        .map(({ dueAt, channelId }) => {
          const channel = channelOf(channelId)
          return Math.max(dueAt, channel?.isOn ? opensAt(channel) : 0)
        })
      if (unwritten.size > 0) moments.push(diskRestsUntil)
      return moments.length === 0 ? null : Math.max(Math.min(...moments), diskRestsUntil)
    },

    /** Drops what has not been tried and is not needed any more; of what is `brief` no line is kept. */
    drop(
      words: string,
      isMeant: (delivery: OpenDelivery) => boolean,
      isBrief: (delivery: OpenDelivery) => boolean = () => false,
    ) {
      for (const delivery of waiting())
        if (delivery.attempts === 0 && isMeant(delivery)) {
          if (isBrief(delivery)) deleteDelivery(store, delivery.id)
          else end(delivery, { state: 'dropped', words })
        }
    },

    /** Ends what waits for a channel that is switched off or removed. */
    dropChannel(channelId: string, words: string) {
      for (const delivery of waiting()) if (delivery.channelId === channelId) end(delivery, { state: 'dropped', words })
      rests.delete(channelId)
    },

    /** A channel that somebody has mended is tried at once. */
    wake(channelId: string) {
      rests.delete(channelId)
      for (const delivery of waiting())
        if (delivery.channelId === channelId && delivery.attempts > 0) putDelivery(store, { ...delivery, dueAt: now() })
    },

    /** Lets what is on its way arrive, for a moment; what does not is sent once more by the next start. */
    async stop() {
      await Promise.race([Promise.all(busy.values()), Bun.sleep(stopPatienceMs)])
      stopping.abort()
    },
  }
}
