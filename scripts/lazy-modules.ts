import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BunPlugin } from 'bun'

/**
 * Modules that are seldom called, packed together. Of a library is said what is taken, of our own all is. What `later`
 * names makes an object that may be made when something is first asked of it: making it does nothing else.
 */
type Pack = { name: string; modules: { entry: string; exports?: string[] }[]; later?: string[] }

const packs: Pack[] = [
  { name: 'croner', modules: [{ entry: 'croner', exports: ['Cron'] }] },
  {
    name: 'diff',
    modules: [{ entry: 'diff', exports: ['structuredPatch', 'createTwoFilesPatch', 'diffWordsWithSpace'] }],
  },
  { name: 'jsonc-parser', modules: [{ entry: 'jsonc-parser', exports: ['findNodeAtLocation', 'parseTree'] }] },
  {
    // What describes schemas as JSON, for the description of the API alone.
    name: 'json-schema-processors',
    modules: [{ entry: 'node_modules/zod/v4/core/json-schema-processors.js' }],
  },
  {
    // Transcripts are read when somebody opens one, or searches.
    name: 'transcripts',
    modules: [
      { entry: 'src/sources/claude-code/transcript-parts.ts' },
      { entry: 'src/sources/codex/transcript-parts.ts' },
      { entry: 'src/sources/gemini/transcript/stores.ts' },
      { entry: 'src/sources/opencode/transcript/stores.ts' },
      { entry: 'src/sources/openclaw/transcript/stores.ts' },
      { entry: 'src/sources/common/transcript/access.ts' },
      { entry: 'src/transcripts/digest.ts' },
    ],
  },
  {
    // What is said where something failed or is asked for.
    name: 'explanations',
    modules: [
      { entry: 'src/sessions/failure.ts' },
      { entry: 'src/sources/openclaw/gateway/refusals.ts' },
      { entry: 'src/approvals/risks.ts' },
    ],
  },
  { name: 'cron-acts', modules: [{ entry: 'src/crons/acts.ts' }], later: ['createCronActs'] },
  {
    name: 'figures',
    modules: [{ entry: 'src/reconcile/read-reconciliation.ts' }, { entry: 'src/costs/reports/read-breakdown.ts' }],
    later: ['createReconciliation', 'createBreakdowns'],
  },
  { name: 'budget-text', modules: [{ entry: 'src/costs/budgets/edit-budget-text.ts' }] },
]

/**
 * Puts each pack into the executable as packed code that is unpacked when something of it is first called: beside its
 * bytecode it would be many times as large. Callers need not know: what they import stands for it. The answer is the
 * plugin that reads them from `folder`. Throws where a module has something that nothing can stand for.
 */
export async function withLazyModules(folder: string, { define }: Pick<Bun.BuildConfig, 'define'>): Promise<BunPlugin> {
  const standIns = new Map<string, string>()
  const readers = new Map<string, string>()
  mkdirSync(folder, { recursive: true })
  for (const { name, modules, later = [] } of packs) {
    const taken = await Promise.all(modules.map(takenOf))
    const entry = resolve(folder, `${name}.entry.js`)
    writeFileSync(
      entry,
      taken
        .map(({ path, names }, at) => {
          const listed = names.map((each) => `${each} as ${packedName(each, at)}`)
          return `export { ${listed.join(', ')} } from ${JSON.stringify(path)}\n`
        })
        .join(''),
    )
    const isOurs = modules.every(({ entry }) => entry.startsWith('src/'))
    const { outputs } = await Bun.build({
      entrypoints: [entry],
      // For Bun it would be wrapped once more.
      target: isOurs ? 'node' : 'browser',
      format: 'cjs',
      minify: true,
      outdir: folder,
      naming: `${name}.cjs`,
      define: define ?? {},
      external: isOurs ? [...handedOver, 'bun:*'] : [],
    })
    const packed = resolve(folder, `${name}.zst`)
    writeFileSync(packed, Bun.zstdCompressSync(readFileSync(outputs[0]!.path), { level: 19 }))
    readers.set(name, readerOf(packed, isOurs))
    for (const [at, { path, names, constants }] of taken.entries())
      standIns.set(
        path,
        [
          `import { standIn, later } from 'lazy-pack:${name}'`,
          ...names.map(
            (each) => `export const ${each} = ${later.includes(each) ? 'later' : 'standIn'}('${packedName(each, at)}')`,
          ),
          ...Object.entries(constants).map(([each, value]) => `export const ${each} = ${JSON.stringify(value)}`),
        ].join('\n'),
      )
  }
  return {
    name: 'with-lazy-modules',
    setup(build) {
      build.onResolve({ filter: /^lazy-pack:/ }, ({ path }) => ({
        path: `${path.slice('lazy-pack:'.length)}.pack`,
        namespace: 'lazy-pack',
      }))
      build.onLoad({ filter: /.*/, namespace: 'lazy-pack' }, ({ path }) => ({
        contents: readers.get(path.replace(/\.pack$/, ''))!,
        loader: 'js',
      }))
      build.onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => {
        const contents = standIns.get(path)
        return contents === undefined ? undefined : { contents, loader: 'js' }
      })
    },
  }
}

/** Two modules of a pack may call different things the same. */
const packedName = (name: string, module: number) => `${name}_${module}`

/** Libraries that stay where they are, and are handed to the packs that use them. */
const handedOver = ['diff']

/** What of a module is called, and its plain values. */
async function takenOf({ entry, exports }: Pack['modules'][number]) {
  const path = Bun.resolveSync(entry.includes('/') ? `./${entry}` : entry, process.cwd())
  const found = Object.entries((await import(path)) as Record<string, unknown>).filter(
    ([name]) => !exports || exports.includes(name),
  )
  const isPlain = ([, value]: [string, unknown]) =>
    typeof value !== 'function' && Bun.deepEquals(value, JSON.parse(JSON.stringify(value)), true)
  const strange = found.find((one) => entry.startsWith('src/') && !isPlain(one) && typeof one[1] !== 'function')
  if (strange) throw new Error(`${entry} exports ${strange[0]}, which is neither called nor plain data.`)
  const constants = Object.fromEntries(found.filter(isPlain))
  return { path, names: found.filter((one) => !isPlain(one)).map(([name]) => name), constants }
}

/** A module that unpacks the pack once, and gives what stands for its functions and classes. */
const readerOf = (packed: string, isOurs: boolean) => `
import file from ${JSON.stringify(packed)} with { type: 'file' }
${isOurs ? handedOver.map((name, at) => `import * as handed${at} from '${name}'`).join('\n') : ''}
const handed = { ${isOurs ? handedOver.map((name, at) => `'${name}': handed${at}`).join(', ') : ''} }
let real
function whole() {
  if (real) return real
  const code = Bun.zstdDecompressSync(process.getBuiltinModule('node:fs').readFileSync(file)).toString()
  const module = { exports: {} }
  const require = (name) => handed[name] ?? process.getBuiltinModule(name)
  new Function('module', 'exports', 'require', code)(module, module.exports, require)
  return (real = module.exports)
}
export const standIn = (name) =>
  new Proxy(function () {}, {
    apply: (_, self, given) => Reflect.apply(whole()[name], self, given),
    construct: (_, given) => Reflect.construct(whole()[name], given),
    get: (_, key) => Reflect.get(whole()[name], key),
    has: (_, key) => Reflect.has(whole()[name], key),
  })
export const later = (name) => (...given) => {
  let made
  const object = () => (made ??= whole()[name](...given))
  return new Proxy(function () {}, {
    apply: (_, self, given) => Reflect.apply(object(), self, given),
    get: (_, key) => object()[key],
    has: (_, key) => key in object(),
  })
}
`
