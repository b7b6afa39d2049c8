import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { sampleItem } from '../../testing/samples.ts'
import { createRowDetails } from './create-row-details.ts'

const server = createFakeServer()

function open(first: SessionItem[], { burn = true, prompts = true } = {}) {
  const [inView, setInView] = createSignal(first)
  const details = server.within(() => createRowDetails({ inView, wantsBurn: () => burn, wantsPrompts: () => prompts }))
  return { details, setInView }
}

const recent = (id: string) => sampleItem(id, { lastAt: Date.now() - 60_000 })
const old = (id: string) => sampleItem(id, { lastAt: Date.now() - 3_600_000 })
const burnOf = (perMinuteUsd: number | null) => ({ minutes: [perMinuteUsd], perMinuteUsd, isLowerBound: false })

test('one question is asked for all rows in view that spent lately, and none for the others', async () => {
  const [a, b, c] = [recent('a'), recent('b'), old('c')]
  const { details } = open([a, b, c], { prompts: false })
  await server.settled()
  const asked = server.to('/api/costs/burn')
  expect(asked.map(({ query }) => query)).toEqual([{ sessions: 'a,b' }])
  expect([details.burnOf(a), details.burnOf(c)]).toEqual([undefined, null])
  await asked[0]!.answer({ a: burnOf(0.5) })
  expect([details.burnOf(a)?.perMinuteUsd, details.burnOf(b), details.burnOf(c)]).toEqual([0.5, null, null])
})

test('a column that is not shown asks nothing', async () => {
  open([recent('a')], { burn: false, prompts: false })
  await server.settled()
  expect(server.requests).toHaveLength(0)
})

test('a prompt is asked for once, and again when something was written', async () => {
  const [a, b] = [old('a'), old('b')]
  const { details, setInView } = open([a, b], { burn: false })
  await server.settled()
  await server.last('/api/sessions/prompts').answer({ a: { text: 'Mend the mast', at: 1 } })
  expect([details.promptOf(a)?.text, details.promptOf(b)]).toEqual(['Mend the mast', { text: null, at: null }])
  expect(server.to('/api/sessions/prompts').map(({ query }) => query)).toEqual([{ ids: 'a,b' }])
  setInView([{ ...a, lastAt: Date.now() }, b])
  await server.settled()
  await server.wait(5_000)
  expect(server.last('/api/sessions/prompts').query).toEqual({ ids: 'a' })
})
