import { statSync } from 'node:fs'
import type { Rates } from '../../facts/fact.ts'
import { rates as priceKind } from '../../facts/fact-bounds.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { record, text, word } from '../common/parse-values.ts'

/** The parts of openclaw.json that are used: agents and prices of models. The rest is not stored. */
export type OpenClawConfig = {
  agents: Map<string, { name: string | null; emoji: string | null; model: string | null }>
  /** By `provider/model`. */
  rates: Map<string, Rates>
  /** The models whose prices are none. */
  refused: string[]
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
    const config = { ...parseConfig(readForeignFile(path, 16 << 20).toString()), problem: null }
    cache.set(path, { fingerprint, config })
    return config
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT'
    const problem = missing ? null : `${path} cannot be read: ${(error as Error).message}`
    return { agents: new Map(), rates: new Map(), refused: [], problem }
  }
}

/** OpenClaw accepts JSON5. Both eras of agents are understood: `agents.entries{}` and `agents.list[]`. */
function parseConfig(written: string): Omit<OpenClawConfig, 'problem'> {
  const root = fields(Bun.JSON5.parse(written))
  const agents: OpenClawConfig['agents'] = new Map()
  const section = fields(root.agents)
  const fallback = modelName(fields(section.defaults).model)
  for (const [id, entry] of [
    ...Object.entries(fields(section.entries)),
    ...list(section.list).map((entry) => [text(fields(entry).id), entry] as const),
  ]) {
    if (!id) continue
    const { name, identity, model } = fields(entry)
    agents.set(id, {
      name: word(fields(identity).name) ?? word(name),
      emoji: word(fields(identity).emoji),
      model: modelName(model) ?? fallback,
    })
  }
  const rates: OpenClawConfig['rates'] = new Map()
  const refused: string[] = []
  for (const [provider, entry] of Object.entries(fields(fields(root.models).providers)))
    for (const model of list(fields(entry).models)) {
      const { id, cost } = fields(model)
      const { input, output, cacheRead = null, cacheWrite = null } = fields(cost)
      if (typeof id !== 'string' || typeof input !== 'number' || typeof output !== 'number') continue
      const price = priceKind.fit({ input, output, cacheRead, cacheWrite })
      if (price) rates.set(`${provider}/${id}`, price)
      else refused.push(`${provider}/${id}`)
    }
  return { agents, rates, refused }
}

const fields = (value: unknown) => record(value) ?? {}
const list = (value: unknown) => (Array.isArray(value) ? value : []) as unknown[]
const modelName = (value: unknown) => word(value) ?? word(fields(value).primary)
