import { expect, test } from 'bun:test'
import type { Store } from '../store/store.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import type { Channel, Pause } from './channel.ts'
import { addDelivery, addNotice, deliveryHistory, openDeliveries, settleNotice } from './delivery-rows.ts'
import { createOutbox } from './outbox.ts'
import { failed, type Outcome, sent } from './outcome.ts'
import { channelAs, noticeAs } from './testing/channel-as.ts'
import { playSchedule } from './testing/play-schedule.ts'

const minute = 60_000
const hour = 60 * minute

type World = {
  store?: Store
  channels?: Channel[]
  answer?: (channel: Channel, key: string, attempt: number) => Outcome | Promise<Outcome>
  knowsRepeats?: boolean
  atMost?: { count: number; perMs: number }
  pause?: () => Pause | null
}

/** An outbox on a real store, with a clock that is moved by hand and a receiver that answers as told. */
function start({
  store = storeInMemory('wheelhouse'),
  channels = [channelAs()],
  answer = () => sent(),
  ...rest
}: World = {}) {
  const world = { at: 1_000, arrived: [] as string[], store, gone: [] as string[] }
  const make = () =>
    createOutbox({
      store,
      now: () => world.at,
      timezone: 'UTC',
      random: () => 0.5,
      channel: (id) => channels.find((one) => one.id === id),
      pause: rest.pause ?? (() => null),
      knowsRepeats: () => rest.knowsRepeats ?? true,
      atMost: () => rest.atMost ?? { count: 1_000, perMs: 1_000 },
      async send(channel, delivery) {
        world.arrived.push(`${delivery.dedupeKey} ${channel.id} ${delivery.turn}`)
        return answer(channel, delivery.dedupeKey, delivery.attempts)
      },
      gone: ({ id }) => world.gone.push(id),
      changed() {},
      onError(error) {
        throw error
      },
    })
  function fire(dedupeKey: string, { dueAt = world.at }: { dueAt?: number } = {}) {
    const notice = noticeAs({ dedupeKey, at: world.at })
    if (!addNotice(store, notice)) return
    for (const { id, name } of channels)
      addDelivery(store, { channelId: id, channel: name, turn: 0, madeAt: world.at, dueAt, notice })
  }
  return {
    world,
    outbox: make(),
    make,
    fire,
    states: () => deliveryHistory(store, { limit: 100 }).map(({ state }) => state),
  }
}

test('what is told twice under one key arrives once', async () => {
  const { outbox, fire, world, states } = start()
  fire('a')
  fire('a')
  await outbox.pass()
  await outbox.pass()
  expect([world.arrived, states(), outbox.nextAt()]).toEqual([['a c 0'], ['sent'], null])
})

test('an outage of a day is waited out, with ever longer rests, and each notice arrives once', async () => {
  const { outbox, fire, world, states } = start({
    answer: () => (world.at < 24 * hour ? failed('retry', 'unreachable', 'away') : sent({ status: 200, answer: 'ok' })),
  })
  fire('a')
  fire('b')
  let passes = 0
  for (; passes < 1_000 && states().some((state) => state === 'pending'); passes++) {
    await outbox.pass()
    world.at = Math.max(world.at, outbox.nextAt() ?? world.at)
  }
  expect(states()).toEqual(['sent', 'sent'])
  expect(passes).toBeLessThan(80)
  expect(world.at).toBeLessThan(25.2 * hour)
})

test('what does not arrive for longer than a day is given up, and says so', async () => {
  const { outbox, fire, world, states } = start({
    answer: () => failed('retry', 'refused', 'Nothing listens.', { status: null }),
  })
  fire('a')
  for (let passes = 0; passes < 200 && states()[0] === 'pending'; passes++) {
    await outbox.pass()
    world.at = outbox.nextAt() ?? world.at
  }
  expect(states()).toEqual(['given-up'])
  const [ended] = deliveryHistory(world.store, { limit: 1 })
  expect(ended!.words).toMatch(/^Given up after \d+ attempts in 1 d 2 h\. Nothing listens\.$/)
})

test('a receiver that asks for rest gets it, also from notices that come later', async () => {
  const { outbox, fire, world } = start({
    answer: (_, __, attempt) =>
      world.arrived.length === 1 && attempt === 1 ? failed('retry', 'too-many', '429', { restMs: 2 * hour }) : sent(),
  })
  fire('a')
  await outbox.pass()
  fire('b')
  await outbox.pass()
  expect(world.arrived).toEqual(['a c 0'])
  expect(outbox.nextAt()! - world.at).toBeGreaterThanOrEqual(2 * hour)
  world.at = outbox.nextAt()!
  await outbox.pass()
  expect(world.arrived.toSorted()).toEqual(['a c 0', 'a c 0', 'b c 0'])
})

test('no more is sent than a provider takes in its time', async () => {
  const { outbox, fire, world } = start({ atMost: { count: 2, perMs: minute } })
  for (const key of ['a', 'b', 'c', 'd']) fire(key)
  await outbox.pass()
  expect(world.arrived).toHaveLength(2)
  expect(outbox.nextAt()).toBe(1_000 + minute)
  world.at = outbox.nextAt()!
  await outbox.pass()
  expect([world.arrived.length, outbox.nextAt()]).toEqual([4, null])
})

test('what is refused for good ends at once and keeps nobody else waiting', async () => {
  const { outbox, fire, world, states } = start({
    answer: (_, key) => (key === 'a' ? failed('refused', 'not-found', '404') : sent()),
  })
  fire('a')
  fire('b')
  await outbox.pass()
  expect([world.arrived.length, states()]).toEqual([2, ['sent', 'failed']])
})

test('it is told again until it has settled', async () => {
  const { outbox, fire, world } = start({ channels: [channelAs({}, { repeatMs: hour })] })
  fire('a')
  await outbox.pass()
  expect(outbox.nextAt()).toBe(1_000 + hour)
  world.at = outbox.nextAt()!
  await outbox.pass()
  expect(world.arrived).toEqual(['a c 0', 'a c 1'])
  settleNotice(world.store, 'a', world.at)
  outbox.drop('settled', ({ dedupeKey }) => dedupeKey === 'a')
  world.at += 5 * hour
  await outbox.pass()
  expect([world.arrived.length, openDeliveries(world.store)]).toEqual([2, []])
})

test('a pause holds everything, and its end lets it go', async () => {
  let pause: Pause | null = { at: 0, until: 3 * hour, by: 'a' }
  const { outbox, fire, world } = start({ pause: () => pause })
  fire('a')
  await outbox.pass()
  expect([world.arrived, outbox.nextAt()]).toEqual([[], 3 * hour])
  pause = null
  await outbox.pass()
  expect(world.arrived).toEqual(['a c 0'])
})

test('a receiver that has unsubscribed is forgotten', async () => {
  const { outbox, fire, world } = start({ answer: () => failed('gone', 'gone', '410') })
  fire('a')
  await outbox.pass()
  expect(world.gone).toEqual(['c'])
})

test('a clock that is put back keeps nothing from being tried', async () => {
  const { outbox, fire, world, states } = start({
    answer: (_, __, attempt) => (attempt === 1 ? failed('retry', 'refused', 'away') : sent()),
  })
  world.at = 400 * 24 * hour
  fire('a')
  await outbox.pass()
  world.at = 1_000
  await outbox.pass()
  expect(states()).toEqual(['pending'])
  world.at += 2 * minute
  await start({ store: world.store }).make().pass()
  expect(states()).toEqual(['sent'])
})

test('in random schedules of fire, crash, retry and recovery each key arrives exactly once at who recognizes it', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { books, fired } = await playSchedule(seed, true)
    const counts = [...fired].map((id) => `${id}: ${books.get(id) ?? 0}`)
    expect([seed, counts.filter((one) => !one.endsWith(': 1'))]).toEqual([seed, []])
  }
}, 600_000)

test('at who does not, none is lost, and one comes twice only where the history says that it may have', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { books, fired, doubtful, unsure } = await playSchedule(seed, false)
    const lost = [...fired].filter((id) => !books.has(id))
    const twice = [...books].filter(([id, count]) => count > 1 && !(doubtful.has(id) && unsure.has(id)))
    expect([seed, lost, twice]).toEqual([seed, [], []])
  }
}, 600_000)
