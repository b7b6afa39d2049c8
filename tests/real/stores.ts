import { Database } from 'bun:sqlite'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Usage = { input: number; output: number; cacheRead: number; cacheWrite: number; cost: { total: number } }
type Entry = { message?: { role: string; usage?: Usage } }

/** What an agent's stores add up to, read by nothing of ours: a database since 2026.7.2, files before. */
export function sumsOf(state: string, agent: string) {
  const sum = { calls: 0, input: 0, output: 0, cacheRead: 0, usd: 0 }
  for (const { message } of [...inDatabase(state, agent), ...inFiles(state, agent)]) {
    const usage = message?.role === 'assistant' ? message.usage : undefined
    if (!usage || usage.input + usage.output + usage.cacheRead + usage.cacheWrite === 0) continue
    sum.calls++
    sum.input += usage.input
    sum.output += usage.output
    sum.cacheRead += usage.cacheRead
    sum.usd += usage.cost.total
  }
  return sum
}

function inDatabase(state: string, agent: string): Entry[] {
  const path = join(state, 'agents', agent, 'agent', 'openclaw-agent.sqlite')
  if (!existsSync(path)) return []
  using database = new Database(path, { readonly: true })
  // Its gateway may be writing.
  database.run('PRAGMA busy_timeout = 5000')
  return database
    .query<{ json: string | null; zstd: Uint8Array | null }, []>(
      'SELECT event_json AS json, event_zstd AS zstd FROM transcript_events',
    )
    .all()
    .map(({ json, zstd }) => JSON.parse(json ?? new TextDecoder().decode(Bun.zstdDecompressSync(zstd!))))
}

function inFiles(state: string, agent: string): Entry[] {
  const folder = join(state, 'agents', agent, 'sessions')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1))
    .map((line) => JSON.parse(line))
}
