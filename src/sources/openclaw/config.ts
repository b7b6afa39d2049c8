import { statSync } from 'node:fs'
import type { Rates } from '../../facts/fact.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'

/** The parts of openclaw.json that are used: agents and prices of models. The rest is not stored. */
export type OpenClawConfig = {
  agents: Map<string, { name: string | null; emoji: string | null; model: string | null }>
  /** By `provider/model`. */
  rates: Map<string, Rates>
  problem: string | null
}

/** Configurations as they were last read, by path: every pass asks for them, and they change rarely. */
export type ConfigCache = Map<string, { fingerprint: string; config: OpenClawConfig }>

/** Reads a configuration; a missing or broken file yields an empty one with the problem in words. */
export function readConfig(path: string, cache: ConfigCache): OpenClawConfig {
  try {
    const { ino, size, mtimeMs } = statSync(path)
    const fingerprint = `${ino} ${size} ${mtimeMs}`
    const known = cache.get(path)
    if (known?.fingerprint === fingerprint) return known.config
    const config = parseConfig(readForeignFile(path, 16 << 20).toString())
    cache.set(path, { fingerprint, config })
    return config
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT'
    const problem = missing ? null : `${path} cannot be read: ${(error as Error).message}`
    return { agents: new Map(), rates: new Map(), problem }
  }
}

/** OpenClaw accepts JSON5. Both eras of agents are understood: `agents.entries{}` and `agents.list[]`. */
function parseConfig(text: string): OpenClawConfig {
  const root = record(Bun.JSON5.parse(text))
  const agents: OpenClawConfig['agents'] = new Map()
  const section = record(root.agents)
  const fallback = modelName(record(section.defaults).model)
  for (const [id, entry] of [
    ...Object.entries(record(section.entries)),
    ...list(section.list).map((entry) => [text_(record(entry).id), entry] as const),
  ]) {
    if (!id) continue
    const { name, identity, model } = record(entry)
    agents.set(id, {
      name: text_(record(identity).name) ?? text_(name),
      emoji: text_(record(identity).emoji),
      model: modelName(model) ?? fallback,
    })
  }
  const rates: OpenClawConfig['rates'] = new Map()
  for (const [provider, entry] of Object.entries(record(record(root.models).providers)))
    for (const model of list(record(entry).models)) {
      const { id, cost } = record(model)
      const { input, output, cacheRead, cacheWrite } = record(cost)
      if (typeof id === 'string' && typeof input === 'number' && typeof output === 'number')
        rates.set(`${provider}/${id}`, { input, output, cacheRead: number(cacheRead), cacheWrite: number(cacheWrite) })
    }
  return { agents, rates, problem: null }
}

const record = (value: unknown) =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Record<string, unknown>
const list = (value: unknown) => (Array.isArray(value) ? value : []) as unknown[]
const text_ = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const modelName = (value: unknown) => text_(value) ?? text_(record(value).primary)
