import type { Database } from 'bun:sqlite'
import type { AgentFact } from '../facts/fact.ts'

/** Writes agents into the index. A field that a fact leaves out stays as it was. */
export function writeAgents(index: Database) {
  const upsert = index.prepare(
    `INSERT INTO agents (id, host, runtime, name, emoji, model, present)
     VALUES ($id, $host, $runtime, $name, $emoji, $model, coalesce($present, 1))
     ON CONFLICT (id, host) DO UPDATE SET name = coalesce($name, name), emoji = coalesce($emoji, emoji), model = coalesce($model, model),
       present = coalesce($present, present)`,
  )
  return ({ id, runtime, name, emoji, model, present }: AgentFact, host: string) =>
    upsert.run({
      id,
      host,
      runtime,
      name: name ?? null,
      emoji: emoji ?? null,
      model: model ?? null,
      present: present === undefined ? null : Number(present),
    })
}
