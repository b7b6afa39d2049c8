import { dirname, join, sep } from 'node:path'
import type { Rates } from '../../facts/fact.ts'
import { rates as priceKind } from '../../facts/fact-bounds.ts'
import type { Finding } from '../../facts/source.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { record } from '../common/parse-values.ts'
import { fingerprintOf, shortPath } from '../common/paths.ts'

/** The prices in one file, by `provider/model`, and the models whose prices are none. */
type PriceFile = { rates: Map<string, Rates>; refused: string[]; problem: string | null }

const empty: PriceFile = { rates: new Map(), refused: [], problem: null }

const maxFileBytes = 4 << 20
const maxFiles = 2_000
const maxFolders = 5_000
const maxLevels = 40
const lookAgainMs = 1_000

/** How opencode may call its configuration in a folder, in the order in which it merges them. */
const names = [
  'opencode.json',
  'opencode.jsonc',
  join('.opencode', 'opencode.json'),
  join('.opencode', 'opencode.jsonc'),
]

/**
 * The prices that a person wrote into the configuration of opencode: `provider.<id>.models.<id>.cost`, US dollars for a
 * million tokens. `globals` are the files that hold for all folders, in the order in which they are merged; the files in
 * the folders from a project's root to where opencode worked come behind, and the last one that names a price counts.
 */
export function createConfiguredPrices(globals: string[], now: () => number) {
  const files = new Map<string, { fingerprint: string; file: PriceFile; at: number }>()
  const folders = new Map<string, string[]>()

  function read(path: string): PriceFile {
    const known = files.get(path)
    if (known && Math.abs(now() - known.at) < lookAgainMs) return known.file
    const fingerprint = fingerprintOf(path)
    const file = known?.fingerprint === fingerprint ? known.file : fingerprint === 'none' ? empty : parse(path)
    if (!known && files.size >= maxFiles) files.clear()
    files.set(path, { fingerprint, file, at: now() })
    return file
  }

  function filesFor(root: string | null, folder: string | null): string[] {
    const key = `${root}\n${folder}`
    let paths = folders.get(key)
    if (!paths) {
      paths = [...globals, ...foldersBetween(root, folder).flatMap((at) => names.map((name) => join(at, name)))]
      if (folders.size >= maxFolders) folders.clear()
      folders.set(key, paths)
    }
    return paths
  }

  return {
    /** The price of a model for an answer in a folder of a project; null where no configuration says. */
    ratesOf(asked: { root: string | null; folder: string | null; provider: string; model: string }): Rates | null {
      const name = `${asked.provider}/${asked.model}`
      let found: Rates | null = null
      for (const path of filesFor(asked.root, asked.folder)) found = read(path).rates.get(name) ?? found
      return found
    },

    /** What the files for all folders state just now, as a text that is another once they state something else. */
    edition: (): string => {
      const stated = globals.flatMap((path) => [...read(path).rates])
      return stated.length === 0 ? '' : Bun.hash(JSON.stringify(stated)).toString(36)
    },

    /** What is wrong with the files that were looked at. */
    findings(): Finding[] {
      for (const path of globals) read(path)
      return [...files].flatMap(([path, { file }]) => [
        ...(file.problem === null ? [] : [unreadable(path, file.problem)]),
        ...(file.refused.length === 0 ? [] : [refused(path, file.refused)]),
      ])
    },
  }
}

export type ConfiguredPrices = ReturnType<typeof createConfiguredPrices>

/** The folders from the root of a project to one in it, the root first. */
function foldersBetween(root: string | null, folder: string | null): string[] {
  if (root === null) return folder === null ? [] : [folder]
  if (folder === null || !folder.startsWith(root + sep)) return [root]
  const between = [folder]
  for (let above = dirname(folder); above !== root && between.length < maxLevels; above = dirname(above))
    between.unshift(above)
  return [root, ...between]
}

function parse(path: string): PriceFile {
  try {
    const rates: PriceFile['rates'] = new Map()
    const refused: string[] = []
    // Comments and commas at the end are allowed in every file, as opencode itself allows them.
    const providers = fields(fields(Bun.JSON5.parse(readForeignFile(path, maxFileBytes).toString())).provider)
    for (const [provider, entry] of Object.entries(providers))
      for (const [model, about] of Object.entries(fields(fields(entry).models))) {
        const {
          input,
          output,
          cache_read: cacheRead = null,
          cache_write: cacheWrite = null,
        } = fields(fields(about).cost)
        if (input === undefined && output === undefined) continue
        const price = priceKind.fit({ input, output, cacheRead, cacheWrite })
        if (price) rates.set(`${provider}/${model}`, price)
        else refused.push(`${provider}/${model}`)
      }
    return { rates, refused, problem: null }
  } catch (error) {
    return { ...empty, problem: (error as Error).message.slice(0, 160) }
  }
}

const fields = (value: unknown) => record(value) ?? {}

const unreadable = (path: string, problem: string): Finding => ({
  level: 'warn',
  code: 'config-unreadable',
  message: `${shortPath(path)} cannot be read: ${problem}`,
  fix: 'Prices of models come from it; opencode itself names the line when it starts.',
})

const refused = (path: string, [first = '', ...others]: string[]): Finding => ({
  level: 'warn',
  code: 'prices-refused',
  message: `${shortPath(path)} states ${others.length === 0 ? 'a price' : `${others.length + 1} prices`} that no model has (${first.slice(0, 100)}); the usual ${others.length === 0 ? 'one is' : 'ones are'} taken instead.`,
  fix: 'Correct `cost` of that model: US dollars for a million tokens.',
})
