import { expect, test } from 'bun:test'
import type { Incident } from '../src/alerts/incident.ts'
import type { AttentionItem } from '../src/attention/need.ts'
import { type Running, recordedHome, signIn, start, temporary, until } from './testing/program.ts'

/** This program needs more than one megabyte, so that the rule is broken from the first reading on. */
const rule = {
  name: 'Wheelhouse is large',
  isOn: true,
  severity: 'severe',
  againMs: 600_000,
  when: {
    kind: 'level',
    measure: 'self.rss.bytes',
    side: 'above',
    value: 1e6,
    severeValue: null,
    clear: null,
    forMs: 0,
  },
}

const open = async (server: Running) =>
  (await server.ask<{ open: Incident[] }>('/api/alerts')).open.filter(({ title }) => title === rule.name)

async function asPerson(server: Running) {
  const person = { ...(await signIn(server, { code: server.code })), origin: server.url }
  return async <T>(method: string, path: string, body: object = {}) => {
    const headers = { ...person, 'content-type': 'application/json' }
    const answer = await fetch(server.url + path, { method, headers, body: JSON.stringify(body) })
    return (await answer.json()) as T
  }
}

test('a rule raises an incident that needs somebody, is the same after a kill, is taken, and is over', async () => {
  using folder = temporary('alerts')
  const env = { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) }
  const needs = async (server: Running) =>
    (await server.ask<{ attention: AttentionItem[] }>('/api/overview')).attention.filter(
      ({ kind }) => kind === 'incident',
    )
  let before: Incident
  {
    await using server = await start(folder.path, [], { env })
    await server.caughtUp()
    await (await asPerson(server))('POST', '/api/alerts/rules', rule)
    const [raised] = await until(
      'it is raised',
      async () => (await open(server)).length === 1 && (await open(server)),
      30_000,
    )
    before = raised!
    expect(before).toMatchObject({ severity: 'severe', measure: 'self.rss.bytes', unit: 'bytes', endedAt: null })
    expect(await needs(server)).toMatchObject([{ id: `incident:${before.id}`, title: rule.name }])
    await server.stop('SIGKILL')
  }
  await using server = await start(folder.path, [], { env })
  await server.caughtUp()
  const [after] = await until(
    'it is there again',
    async () => (await open(server)).length === 1 && (await open(server)),
    30_000,
  )
  expect(after).toMatchObject({ id: before.id, openedAt: before.openedAt, times: 1 })
  await until('it needs somebody again', async () => (await needs(server)).length === 1)
  const act = await asPerson(server)
  await act('POST', `/api/incidents/${before.id}/acknowledge`)
  await until('it needs nobody', async () => (await needs(server)).length === 0)
  await act('POST', `/api/alerts/rules/${before.ruleId}/switch`, { isOn: false })
  const { incident } = await server.ask<{ incident: Incident }>(`/api/incidents/${before.id}`)
  expect(incident).toMatchObject({ endedHow: 'rule', acknowledgedBy: expect.any(String) })
}, 120_000)
