import { expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import type { Api } from './features.ts'

test('a client knows the routes of every feature by their types', () => {
  const { api } = treaty<Api>('http://localhost')
  const asked = {
    one: async () => (await api.agents({ id: 'a' }).get()).data?.sessionsTotal,
    many: async () => (await api.sessions.get({ query: { limit: 1, sort: 'last' } })).data?.items[0]?.costUsd,
    written: async () => (await api.tokens.post({ name: 'a', role: 'viewer' })).data?.token,
    base: async () => (await api['openapi.json'].get()).data,
    // @ts-expect-error: no feature has this route.
    nowhere: async () => api.nowhere.get(),
    // @ts-expect-error: an agent has no such field.
    nothing: async () => (await api.agents({ id: 'a' }).get()).data?.nothing,
    // @ts-expect-error: no token has this role.
    unknown: async () => api.tokens.post({ name: 'a', role: 'captain' }),
  }
  const total: number | undefined = undefined as Awaited<ReturnType<typeof asked.one>>
  expect(total).toBeUndefined()
})
