import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BunPlugin } from 'bun'

/** Code of libraries that is seldom called, with the functions and classes that are taken from it. */
const libraries: { name: string; entry: string; filter: RegExp; exports: string[] }[] = [
  { name: 'croner', entry: 'croner', filter: /^croner$/, exports: ['Cron'] },
  {
    name: 'diff',
    entry: 'diff',
    filter: /^diff$/,
    exports: ['structuredPatch', 'createTwoFilesPatch', 'diffWordsWithSpace'],
  },
  {
    name: 'jsonc-parser',
    entry: 'jsonc-parser',
    filter: /^jsonc-parser$/,
    exports: ['findNodeAtLocation', 'parseTree'],
  },
  {
    // What describes schemas as JSON, for the description of the API alone.
    name: 'json-schema-processors',
    entry: resolve('node_modules/zod/v4/core/json-schema-processors.js'),
    filter: /\/json-schema-processors\.js$/,
    exports: Object.keys(await import('../node_modules/zod/v4/core/json-schema-processors.js')),
  },
]

/**
 * Puts each into the executable as packed code that is unpacked when something of it is first called: beside its bytecode it
 * would be many times as large. Callers need not know: what they import stands for it. The answer is the plugin that
 * reads them from `folder`.
 */
export async function withLazyLibraries(folder: string): Promise<BunPlugin> {
  const code = new Map<string, string>()
  mkdirSync(folder, { recursive: true })
  for (const { name, entry: from, exports } of libraries) {
    // Only what is taken of it.
    const entry = resolve(folder, `${name}.entry.js`)
    writeFileSync(entry, `export { ${exports.join(', ')} } from ${JSON.stringify(from)}\n`)
    const { outputs } = await Bun.build({
      entrypoints: [entry],
      // For Bun it would be wrapped once more.
      target: 'browser',
      format: 'cjs',
      minify: true,
      outdir: folder,
      naming: `${name}.cjs`,
    })
    const packed = resolve(folder, `${name}.zst`)
    writeFileSync(packed, Bun.zstdCompressSync(readFileSync(outputs[0]!.path), { level: 19 }))
    code.set(name, standIns(packed, exports))
  }
  return {
    name: 'with-lazy-libraries',
    setup(build) {
      for (const { name, filter } of libraries) build.onResolve({ filter }, () => ({ path: name, namespace: 'lazy' }))
      build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({ contents: code.get(path)!, loader: 'js' }))
    },
  }
}

/** A module whose exports become the real ones when they are first called, made or looked into. */
const standIns = (packed: string, exported: string[]) => `
import file from ${JSON.stringify(packed)} with { type: 'file' }
let real
function whole() {
  if (real) return real
  const code = Bun.zstdDecompressSync(process.getBuiltinModule('node:fs').readFileSync(file)).toString()
  const module = { exports: {} }
  new Function('module', 'exports', code)(module, module.exports)
  return (real = module.exports)
}
const standIn = (name) =>
  new Proxy(function () {}, {
    apply: (_, self, given) => Reflect.apply(whole()[name], self, given),
    construct: (_, given) => Reflect.construct(whole()[name], given),
    get: (_, key) => Reflect.get(whole()[name], key),
    has: (_, key) => Reflect.has(whole()[name], key),
  })
${exported.map((name) => `export const ${name} = standIn(${JSON.stringify(name)})`).join('\n')}
`
