import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { start, temporary, until } from '../testing/program.ts'
import { fakeModel } from './fake-model.ts'
import { startGateway } from './openclaw.ts'

type Overview = {
  agents: { id: string; name: string }[]
  sessions: { items: { id: string; agentId: string; title: string | null }[] }
}
type Report = {
  rows: { key: string; calls: number; inputTokens: number; outputTokens: number; costUsd: number | null }[]
}

/** The sums of an agent's store, read by nothing of ours. */
function sumsOf(state: string, agent: string) {
  const path = join(state, 'agents', agent, 'agent', 'openclaw-agent.sqlite')
  const sum = { calls: 0, input: 0, output: 0, usd: 0 }
  if (!existsSync(path)) return sum
  using database = new Database(path, { readonly: true })
  for (const { json, zstd } of database
    .query<{ json: string | null; zstd: Uint8Array | null }, []>(
      'SELECT event_json AS json, event_zstd AS zstd FROM transcript_events',
    )
    .all()) {
    const { message } = JSON.parse(json ?? new TextDecoder().decode(Bun.zstdDecompressSync(zstd!)))
    const usage = message?.role === 'assistant' ? message.usage : undefined
    if (!usage || usage.input + usage.output + usage.cacheRead + usage.cacheWrite === 0) continue
    sum.calls++
    sum.input += usage.input
    sum.output += usage.output
    sum.usd += usage.cost.total
  }
  return sum
}

test('what a real gateway of 2026.9.6 writes is seen as it happens, and adds up to what its stores hold', async () => {
  using folder = temporary('real')
  const model = fakeModel()
  const gateway = await startGateway({ folder: folder.path, version: '2026.9.6', modelUrl: model.url })
  try {
    await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: gateway.state } })
    await server.caughtUp()
    await gateway.say('main', 'First words to the skipper')
    await gateway.say('ops', 'First words to the rigger')
    await gateway.say('main', 'More words to the skipper')

    const overview = await until('both conversations are listed', async () => {
      const overview = await server.ask<Overview>('/api/overview')
      const titles = overview.sessions.items.map((session) => session.title ?? '')
      return (
        ['First words to the skipper', 'First words to the rigger', 'More words to the skipper'].every((title) =>
          titles.some((text) => text.includes(title)),
        ) && overview
      )
    })
    expect(overview.agents.map((agent) => agent.name).sort()).toEqual(['Rigger', 'Skipper'])

    await until('the sums agree with the stores', async () => {
      const { rows } = await server.ask<Report>('/api/costs/report?by=agent')
      return ['main', 'ops'].every((agent) => {
        const row = rows.find((row) => row.key === `openclaw:${agent}`)
        const sum = sumsOf(gateway.state, agent)
        return (
          row &&
          sum.calls > 0 &&
          row.calls === sum.calls &&
          row.inputTokens === sum.input &&
          row.outputTokens === sum.output &&
          Math.abs((row.costUsd ?? 0) - sum.usd) < 1e-9
        )
      })
    })
    expect(model.calls()).toBeGreaterThanOrEqual(3)
  } finally {
    await gateway.stop()
    model.stop()
  }
})
