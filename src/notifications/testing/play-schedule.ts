import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import { addDelivery, addNotice, deliveriesOfNotice, openDeliveries, settleNotice } from '../delivery-rows.ts'
import { createOutbox } from '../outbox.ts'
import { failed, type Outcome, sent } from '../outcome.ts'
import { channelAs, noticeAs } from './channel-as.ts'

const minute = 60_000

/** A small generator with a seed, so that a schedule that fails can be run again. */
function randomFrom(seed: number) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * One schedule: things are fired, fired again and settle; the receiver is away, asks for rest, takes what is sent without
 * its answer arriving; the program is killed before it sends, while it does, and before it has noted the answer.
 * Answers how often each delivery arrived in the receiver's books, and what may have come twice.
 */
export async function playSchedule(seed: number, knowsRepeats: boolean) {
  const random = randomFrom(seed)
  const store = storeInMemory('wheelhouse')
  const channels = [channelAs({ id: 'x' }), channelAs({ id: 'y' })].slice(0, 1 + Math.floor(random() * 2))
  const books = new Map<string, number>()
  const doubtful = new Set<string>()
  const fired = new Set<string>()
  let at = 1_000
  let isAway = false
  let life = 0
  const take = (id: string) => {
    // Who recognizes a key enters it once.
    books.set(id, knowsRepeats ? 1 : (books.get(id) ?? 0) + 1)
  }
  const open = () => {
    const own = ++life
    return createOutbox({
      store,
      now: () => at,
      timezone: 'UTC',
      random,
      channel: (id) => channels.find((one) => one.id === id),
      pause: () => null,
      knowsRepeats: () => knowsRepeats,
      atMost: () => ({ count: 3, perMs: minute }),
      async send(channel, { dedupeKey }) {
        const id = `${dedupeKey} ${channel.id}`
        const chance = random()
        if (isAway) return failed('retry', 'unreachable', 'away')
        // The program is killed: nothing comes back to it.
        if (chance < 0.06) {
          life++
          return new Promise<Outcome>(() => {})
        }
        if (chance < 0.12) {
          take(id)
          doubtful.add(id)
          life++
          return new Promise<Outcome>(() => {})
        }
        if (chance < 0.2) {
          take(id)
          doubtful.add(id)
          return failed('retry', 'timed-out', 'no answer', { mayHaveArrived: true })
        }
        if (chance < 0.28) return failed('retry', 'too-many', '429', { restMs: random() * 20 * minute })
        take(id)
        return sent({ status: 200 })
      },
      gone() {},
      noted() {
        if (own !== life && own > life) throw new Error('a dead program noted something')
      },
      changed() {},
      onError(error) {
        throw error
      },
    })
  }
  let outbox = open()
  const fire = () => {
    const notice = noticeAs({ dedupeKey: `k${Math.floor(random() * 6)}`, at })
    if (!addNotice(store, notice)) return
    for (const { id, name } of channels) {
      addDelivery(store, { channelId: id, channel: name, turn: 0, madeAt: at, dueAt: at, notice })
      fired.add(`${notice.dedupeKey} ${id}`)
    }
  }
  const pass = async () => {
    const before = life
    await Promise.race([outbox.pass(), untilKilled(() => life !== before)])
    if (life !== before) outbox = open()
  }
  for (let steps = 6 + Math.floor(random() * 12); steps > 0; steps--) {
    const what = random()
    if (what < 0.35) fire()
    else if (what < 0.45) isAway = !isAway
    else if (what < 0.53) outbox = open()
    else if (what < 0.6) settleNotice(store, `k${Math.floor(random() * 6)}`, at)
    else await pass()
    at += Math.floor(random() * 5 * minute)
  }
  // What is lost in an outage of less than a day is lost for good.
  isAway = false
  for (let passes = 0; passes < 300 && openDeliveries(store).length > 0; passes++) {
    await pass()
    at = Math.max(at, outbox.nextAt() ?? at)
  }
  const unsure = new Set(
    [...fired].filter((id) => {
      const [key, channel] = id.split(' ')
      return deliveriesOfNotice(store, key!).some((one) => one.channelId === channel && one.isUnsure)
    }),
  )
  store.$client.close()
  return { books, fired, doubtful, unsure }
}

async function untilKilled(isKilled: () => boolean) {
  for (let turns = 0; turns < 200 && !isKilled(); turns++) await Promise.resolve()
}
