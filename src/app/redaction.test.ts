import { expect, test } from 'bun:test'
import { roles } from '../auth/role.ts'
import { createCatalog } from '../live/catalog.ts'
import { startFeedOf } from '../live/testing/clients.ts'
import { features, type LiveEvent } from './features.ts'

const catalog = createCatalog<LiveEvent>(features)

/** A sample of every event of every feature, all fields filled, with `secret` in what no screen may show. */
const samples = (
  await Promise.all(
    [...new Bun.Glob('src/*/testing/sample-events.ts').scanSync('.')].map(
      async (file) => ((await import(`../../${file}`)) as { sampleEvents: LiveEvent[] }).sampleEvents,
    ),
  )
).flat()

/** Fields whose words a screen shows: what things are called and how they are, never what somebody wrote. */
const shownFields = new Set([
  ...['kind', 'id', 'host', 'runtime', 'name', 'emoji', 'look', 'model', 'key', 'label', 'channel', 'version'],
  ...['agentId', 'sessionId', 'parentId', 'jobId', 'setAside', 'agent', 'by', 'job', 'budget', 'who', 'text'],
  ...[
    'state',
    'witness',
    'activity',
    'costSource',
    'status',
    'lastStatus',
    'level',
    'stage',
    'action',
    'how',
    'failing',
  ],
  ...[
    'severity',
    'fromId',
    'toId',
    'newest',
    'area',
    'gone',
    'group',
    'per',
    'period',
    'forecast',
    'breakerAction',
    'subscriptions',
    'expr',
    'timezone',
  ],
])

/** Every text in a value, with the name of the field it stands in. */
function textsIn(value: unknown, field: string): { field: string; text: string }[] {
  if (typeof value === 'string') return value === '' ? [] : [{ field, text: value }]
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, field))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, name))
}

test('each event has a sample', () => {
  const sampled = new Set<string>(samples.map(({ kind }) => kind))
  const kinds = features.flatMap(({ events }) => Object.keys(events))
  expect(kinds.filter((kind) => !sampled.has(kind))).toEqual([])
})

for (const [number, event] of samples.entries())
  test(`a screen learns no word that somebody wrote from ${event.kind} (${number})`, () => {
    const shown = catalog.visibleTo('screen', event)
    expect(JSON.stringify(shown) ?? '').not.toContain('secret')
    expect(textsIn(shown, '').filter(({ field }) => !shownFields.has(field))).toEqual([])
  })

test('no message on the socket of a screen has a word that somebody wrote, whatever it subscribed to', async () => {
  await using start = startFeedOf(catalog)
  const open = samples
    .flatMap((event) => catalog.topicsOf(event))
    .filter((topic) => catalog.maySubscribe('screen', topic))
  using client = start.connect('screen')
  client.say({ type: 'subscribe', topics: [...new Set(open)] })
  await client.take(2)
  for (const event of samples) start.live.publish(event)
  const heard = samples.filter((event) => catalog.topicsOf(event).some((topic) => open.includes(topic)))
  const messages = await client.take(heard.length)
  expect(messages.map(({ kind }) => kind as string)).toEqual(heard.map(({ kind }) => kind))
  expect(JSON.stringify(messages)).not.toContain('secret')
})

test('each event is heard by an admin, whole, under a topic that somebody registered', () => {
  for (const event of samples) {
    expect(catalog.visibleTo('admin', event)).toEqual(event)
    for (const topic of catalog.topicsOf(event))
      expect([topic, catalog.maySubscribe('admin', topic)]).toEqual([topic, true])
  }
})

test('whoever may listen to the most open topic of an event hears something of it', () => {
  for (const event of samples) {
    const topics = catalog.topicsOf(event)
    const listener = roles.find((role) => topics.some((topic) => catalog.maySubscribe(role, topic)))!
    expect([event.kind, catalog.visibleTo(listener, event) !== undefined]).toEqual([event.kind, true])
  }
})
