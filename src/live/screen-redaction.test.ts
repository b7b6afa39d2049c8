import { expect, test } from 'bun:test'
import { roles } from '../auth/role.ts'
import type { LiveEvent } from './events.ts'
import { topicsOf } from './events.ts'
import { eventForScreen } from './screen-redaction.ts'
import { type FeedMessage, startFeed } from './testing/clients.ts'
import { maySubscribe } from './topics.ts'

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
  ...['agentId', 'sessionId', 'parentId', 'jobId', 'agent', 'by', 'job', 'budget', 'who', 'text'],
  ...['state', 'activity', 'costSource', 'status', 'lastStatus', 'level', 'stage', 'action', 'how', 'failing'],
  ...['per', 'period', 'forecast', 'breakerAction', 'subscriptions', 'expr', 'timezone', 'topic'],
])

/** Every text in a value, with the name of the field it stands in. */
function textsIn(value: unknown, field: string): { field: string; text: string }[] {
  if (typeof value === 'string') return value === '' ? [] : [{ field, text: value }]
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, field))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, name))
}

for (const event of samples)
  test(`a screen learns no word of ${'line' in event && 'kind' in event.line ? event.line.kind : event.kind}`, () => {
    const shown = eventForScreen({ seq: 1, at: 1, host: 'here', ...event })
    expect(JSON.stringify(shown) ?? '').not.toContain('secret')
    expect(textsIn(shown, '').filter(({ field }) => !shownFields.has(field))).toEqual([])
  })

test('no socket of a screen carries a word, whatever it asked for', async () => {
  await using start = startFeed()
  const topics = [...new Set(samples.flatMap((event) => topicsOf(event)))].filter((topic) =>
    maySubscribe('screen', topic),
  )
  using client = start.connect('screen')
  client.say({ type: 'subscribe', topics })
  await client.take(2)
  for (const event of samples) start.live.publish(event)
  start.live.publish({ kind: 'indexed', progress: { files: 9, filesDone: 9, bytes: 9, bytesDone: 9 }, done: true })
  const heard: FeedMessage[] = []
  do heard.push(await client.next())
  while ((heard.at(-1)!.progress as { files: number } | undefined)?.files !== 9)
  expect(JSON.stringify(heard)).not.toContain('secret')
  expect(new Set(heard.map(({ kind }) => kind)).size).toBeGreaterThan(8)
})

test('an event of a kind that nobody registered reaches no screen', () => {
  const stranger = { seq: 1, at: 1, host: 'here', kind: 'stranger', words: 'secret' } as never
  expect(eventForScreen(stranger)).toBeUndefined()
})

test('each event has a sample, and somebody who may hear it', () => {
  const kinds = new Set(samples.map(({ kind }) => kind))
  expect(kinds.size).toBe(14)
  for (const event of samples)
    expect(topicsOf(event).some((topic) => roles.some((role) => maySubscribe(role, topic)))).toBe(true)
})
