import { expect, test } from 'bun:test'
import { connectStuck, type FeedMessage, startFeed } from './testing/clients.ts'
import { changed, counted, recorded, sampleRow } from './testing/events.ts'

const numbers = (said: FeedMessage[]) => said.map(({ seq }) => seq)

test('the server speaks first, and says where it stands', async () => {
  await using start = startFeed()
  start.live.publish(changed('a'))
  using client = start.connect()
  expect(await client.next()).toEqual({ type: 'hello', ...start.live.position(), heartbeatMs: 15_000, build: 'b1' })
  expect(start.live.position().seq).toBe(1)
})

test('who subscribed hears what is published under its topics, and nothing else', async () => {
  await using start = startFeed()
  using client = start.connect()
  await client.next()
  client.say({ type: 'subscribe', topics: ['rows'] })
  expect(await client.next()).toEqual({ type: 'subscribed', topics: ['rows'], ...start.live.position() })
  start.live.publish(counted())
  const { at } = start.live.publish(changed('a'))
  expect(await client.next()).toEqual({
    seq: 2,
    at,
    host: 'here',
    topic: 'rows',
    kind: 'row.changed',
    row: sampleRow('a'),
  })
})

test('an event that fits several topics comes once, under the most specific', async () => {
  await using start = startFeed()
  using client = start.connect()
  client.say({ type: 'subscribe', topics: ['overview', 'rows', 'row:a'] })
  await client.take(2)
  start.live.publish(changed('a'))
  start.live.publish(changed('b'))
  expect((await client.take(2)).map(({ topic }) => topic)).toEqual(['row:a', 'rows'])
})

test('who listens is told once for all that changes in one turn, also when somebody goes', async () => {
  await using start = startFeed()
  const told: [number, boolean][] = []
  const stop = start.feed.onListeners(() => void told.push([start.feed.count(), start.feed.isHeard('rows')]))
  const client = start.connect()
  client.say({ type: 'subscribe', topics: ['rows'] })
  await client.take(2)
  await Bun.sleep(20)
  expect(told.at(-1)).toEqual([1, true])
  client[Symbol.dispose]()
  await Bun.sleep(50)
  expect(told.at(-1)).toEqual([0, false])
  expect(told.length).toBeLessThanOrEqual(3)
  stop()
  using _ = start.connect()
  await Bun.sleep(50)
  expect(told.at(-1)).toEqual([0, false])
})

test('another subscription takes the place of the first', async () => {
  await using start = startFeed()
  using client = start.connect()
  client.say({ type: 'subscribe', topics: ['rows'] })
  client.say({ type: 'subscribe', topics: ['counts'] })
  await client.take(3)
  start.live.publish(changed('a'))
  start.live.publish(counted())
  expect((await client.next()).kind).toBe('counted')
})

test('from a position on, what was missed comes in order, then what is new, without a gap or a double', async () => {
  await using start = startFeed()
  for (let n = 0; n < 50; n++) start.live.publish(changed(`${n}`))
  // Somebody publishes all the time while ten pages come and ask from different places.
  const busy = setInterval(() => start.live.publish(changed('busy')), 1)
  try {
    await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        using client = start.connect()
        const { epoch } = await client.next()
        client.say({ type: 'subscribe', topics: ['rows'], since: n * 5, epoch })
        await client.next()
        const heard = numbers(await client.take(80))
        expect(heard).toEqual(Array.from({ length: 80 }, (_, k) => n * 5 + k + 1))
      }),
    )
  } finally {
    clearInterval(busy)
  }
})

test('readings are not told again', async () => {
  await using start = startFeed()
  start.live.publish(counted())
  start.live.publish(changed('a'))
  using client = start.connect()
  const { epoch } = await client.next()
  client.say({ type: 'subscribe', topics: ['overview'], since: 0, epoch })
  await client.next()
  start.live.publish(counted(true))
  expect((await client.take(2)).map(({ seq, kind }) => [seq, kind])).toEqual([
    [2, 'row.changed'],
    [3, 'counted'],
  ])
})

for (const [why, since, epoch] of [
  ['a position of another life', 0, 'stranger'],
  ['a position of a time to come', 99, undefined],
] as const)
  test(`${why} is answered with a reset, and what follows is heard`, async () => {
    await using start = startFeed()
    start.live.publish(changed('a'))
    using client = start.connect()
    const hello = await client.next()
    client.say({ type: 'subscribe', topics: ['rows'], since, epoch: epoch ?? hello.epoch })
    expect(await client.next()).toEqual({ type: 'reset', ...start.live.position() })
    start.live.publish(changed('b'))
    expect((await client.next()).seq).toBe(2)
  })

test('a topic above a role is refused by name, and nothing of the question holds', async () => {
  await using start = startFeed()
  using client = start.connect('screen')
  await client.next()
  client.say({ type: 'subscribe', topics: ['overview', 'records', 'row:a'] })
  expect(await client.next()).toEqual({
    type: 'refused',
    code: 'forbidden',
    detail: 'As screen you may not listen to records, row:a.',
  })
  start.live.publish(changed('a'))
  client.say({ type: 'subscribe', topics: ['overview'] })
  expect((await client.next()).type).toBe('subscribed')
})

test('an operator hears the record', async () => {
  await using start = startFeed()
  using client = start.connect('operator')
  client.say({ type: 'subscribe', topics: ['records'] })
  await client.take(2)
  start.live.publish(recorded)
  expect(await client.next()).toMatchObject({ topic: 'records', kind: 'recorded' })
})

test('a screen sees states and no words, live or missed', async () => {
  await using start = startFeed()
  start.live.publish(changed('a'))
  using client = start.connect('screen')
  const { epoch } = await client.next()
  client.say({ type: 'subscribe', topics: ['overview'], since: 0, epoch })
  await client.next()
  const missed = await client.next()
  start.live.publish(changed('b'))
  const heard = JSON.stringify([missed, await client.next()])
  expect(heard).not.toContain('secret')
  expect(heard).toContain('"state":"failed"')
})

test('an event of which a role hears nothing is not sent, and leaves no gap for those who hear it', async () => {
  await using start = startFeed()
  using viewer = start.connect('viewer')
  viewer.say({ type: 'subscribe', topics: ['overview'] })
  await viewer.take(2)
  start.live.publish({ kind: 'stranger' } as never)
  start.live.publish(recorded)
  start.live.publish(changed('a'))
  expect((await viewer.next()).seq).toBe(3)
})

test('a viewer is told the words a screen is not', async () => {
  await using start = startFeed()
  using screen = start.connect('screen')
  using viewer = start.connect('viewer')
  for (const client of [screen, viewer]) client.say({ type: 'subscribe', topics: ['rows'] })
  await Promise.all([screen.take(2), viewer.take(2)])
  start.live.publish(changed('a'))
  expect(await viewer.next()).toMatchObject({ row: { title: 'secret title', reason: 'secret reason' } })
  expect(await screen.next()).toMatchObject({
    row: { title: null, reason: null, state: 'failed' },
  })
})

test('who has no right is told to sign in, and closed', async () => {
  await using start = startFeed()
  using client = start.connect('')
  await client.next()
  client.say({ type: 'subscribe', topics: ['overview'] })
  expect(await client.next()).toMatchObject({ type: 'refused', code: 'unauthorized' })
  expect(await client.closed).toBe('4003 sign in first')
})

test('a key in the message is the right it stands for; a wrong one is none', async () => {
  await using start = startFeed()
  using good = start.connect('')
  await good.next()
  good.say({ type: 'subscribe', topics: ['records'], key: 'good' })
  expect((await good.next()).type).toBe('subscribed')
  using wrong = start.connect('viewer')
  await wrong.next()
  wrong.say({ type: 'subscribe', topics: ['overview'], key: 'bad' })
  expect(await wrong.closed).toBe('4003 sign in first')
})

test('a right that is taken back closes the sockets that had it, and no other', async () => {
  await using start = startFeed()
  using gone = start.connect('operator')
  using stays = start.connect('viewer')
  for (const client of [gone, stays]) client.say({ type: 'subscribe', topics: ['rows'] })
  await Promise.all([gone.take(2), stays.take(2)])
  start.feed.hangUp('operator')
  start.live.publish(changed('a'))
  expect(await gone.closed).toBe('4001 access was taken back')
  expect((await stays.next()).seq).toBe(1)
  expect(start.feed.count()).toBe(1)
})

for (const message of [
  'hello',
  '{"type":"unsubscribe"}',
  '[]',
  'null',
  '{"type":"subscribe"}',
  '{"type":"subscribe","topics":"sessions"}',
  '{"type":"subscribe","topics":[1]}',
  '{"type":"subscribe","topics":[],"since":-1}',
  '{"type":"subscribe","topics":[],"since":1.5}',
  JSON.stringify({ type: 'subscribe', topics: Array(51).fill('rows') }),
])
  test(`${message.slice(0, 60)} is refused with what would be understood`, async () => {
    await using start = startFeed()
    using client = start.connect()
    await client.next()
    client.say(message)
    expect(await client.next()).toMatchObject({ type: 'refused', code: 'bad-input' })
    client.say({ type: 'subscribe', topics: ['rows'] })
    expect((await client.next()).type).toBe('subscribed')
  })

test('a message of more than 64 KB closes its socket; the others never notice', async () => {
  await using start = startFeed()
  using large = start.connect()
  using other = start.connect()
  other.say({ type: 'subscribe', topics: ['rows'] })
  await Promise.all([large.next(), other.take(2)])
  large.say('x'.repeat((64 << 10) + 1))
  expect(await large.closed).toMatch(/^10(06|09)/)
  start.live.publish(changed('a'))
  expect((await other.next()).seq).toBe(1)
  expect(start.feed.count()).toBe(1)
})

test('a reader that is stuck is closed with where to go on; the others get everything', async () => {
  await using start = startFeed()
  using stuck = await connectStuck(start.port, { type: 'subscribe', topics: ['rows'] })
  using other = start.connect()
  other.say({ type: 'subscribe', topics: ['rows'] })
  await other.take(2)
  const title = 'x'.repeat(64 << 10)
  let published = 0
  while (start.feed.count() === 2 && published < 1_000) {
    published = start.live.publish(changed('a', { title })).seq
    expect((await other.next()).seq).toBe(published)
  }
  expect(start.feed.count()).toBe(1)
  const { seqs, closing } = await stuck.readRest()
  const resumeFrom = Number(/^4008 resume from seq (\d+)$/.exec(closing ?? '')?.[1])
  expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, n) => n + 1))
  expect(resumeFrom).toBeGreaterThan(0)
  expect(resumeFrom).toBeLessThanOrEqual(seqs.length)
  start.live.publish(changed('b'))
  expect((await other.next()).seq).toBe(published + 1)
})

test('a page far behind catches up by going on from where it was told, missing nothing', async () => {
  await using start = startFeed()
  const title = 'x'.repeat(64 << 10)
  for (let n = 0; n < 110; n++) start.live.publish(changed('a', { title }))
  const heard: number[] = []
  let hungUp = 0
  for (let since = 0; heard.length < 110; ) {
    using client = start.connect()
    const { epoch } = await client.next()
    client.say({ type: 'subscribe', topics: ['rows'], since, epoch })
    await client.next()
    let closing = ''
    void client.closed.then((words) => {
      closing = words
    })
    while (heard.length < 110) {
      const said = await Promise.race([client.next(), client.closed.then(() => undefined)])
      if (!said) break
      heard.push(said.seq!)
    }
    if (closing) {
      hungUp++
      expect(Number(/^4008 resume from seq (\d+)$/.exec(closing)?.[1])).toBeLessThanOrEqual(heard.length)
    }
    since = heard.length
  }
  expect(heard).toEqual(Array.from({ length: 110 }, (_, n) => n + 1))
  expect(hungUp).toBeGreaterThan(0)
})

test('a page hung up on in the middle of what it missed is told to go on there, not where it came in', async () => {
  await using start = startFeed()
  start.live.publish(changed('a', { title: 'x'.repeat(8_200_000) }))
  start.live.publish(changed('b'))
  using stuck = await connectStuck(start.port, {
    type: 'subscribe',
    topics: ['rows'],
    since: 0,
    epoch: start.live.position().epoch,
  })
  const { seqs, closing } = await stuck.readRest()
  expect(closing).toMatch(/^4008 resume from seq \d+$/)
  expect(Number(closing?.split(' ').at(-1))).toBeLessThanOrEqual(seqs.length)
})

test('stopping says goodbye', async () => {
  const start = startFeed()
  using client = start.connect()
  await client.next()
  start.feed.stop()
  expect(await client.closed).toBe('1001 Wheelhouse is stopping')
  await start[Symbol.asyncDispose]()
})

test('who asks too often is told when to ask again, and is closed when it goes on', async () => {
  let time = 0
  await using start = startFeed(() => time)
  using client = start.connect()
  const ask = (count: number) => {
    for (let n = 0; n < count; n++) client.say({ type: 'subscribe', topics: ['rows'] })
  }
  ask(61)
  const answers = await client.take(62)
  expect(answers.slice(1, 61).every(({ type }) => type === 'subscribed')).toBeTrue()
  expect(answers.at(-1)).toEqual({
    type: 'refused',
    code: 'too-many',
    detail: 'This page asks too often. Ask again in 1 s.',
    waitMs: 400,
  })
  time += 1_000
  ask(1)
  expect(await client.next()).toMatchObject({ type: 'subscribed' })
  ask(200)
  expect(await client.closed).toBe('4029 this page asks too often')
})

test('three thousand replays are not sent: each counts by what it holds, and the others go on', async () => {
  await using start = startFeed(() => 0)
  for (let n = 0; n < 1_000; n++) start.live.publish(changed(`${n}`))
  const { epoch } = start.live.position()
  using greedy = start.connect()
  using other = start.connect()
  for (let n = 0; n < 3_000; n++) greedy.say({ type: 'subscribe', topics: ['rows'], since: 0, epoch })
  other.say({ type: 'subscribe', topics: ['rows'] })
  expect(await greedy.closed).toBe('4029 this page asks too often')
  const said = await greedy.rest()
  expect(said.filter(({ kind }) => kind === 'row.changed')).toHaveLength(6_000)
  await other.take(2)
  const { seq } = start.live.publish(changed('new'))
  expect(await other.next()).toMatchObject({ seq })
})
