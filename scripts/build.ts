// build.ts [target…]: compiles the UI and the server into one executable; without a target, for this machine.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BunPlugin } from 'bun'
import { withColdParts } from './cold-parts.ts'
import { withLazyModules } from './lazy-modules.ts'
import { uiAssets } from './ui-assets.ts'

/** What an executable is made of: the same sources give the same build id, on any machine. */
function sourceId(): string {
  const hash = createHash('sha256')
  const files = [
    'package.json',
    'bun.lock',
    ...['src', 'ui', 'assets', 'scripts'].flatMap((folder) => [...new Bun.Glob(`${folder}/**/*`).scanSync('.')]),
  ].sort()
  for (const file of files)
    if (existsSync(file) && !file.includes('.test.')) hash.update(file).update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}

/**
 * What the framework would load to look into uploaded files, of which we take none, is left out: it would be 60 kB of code
 * in every executable.
 */
const withoutFileTypes: BunPlugin = {
  name: 'without-file-types',
  setup(build) {
    build.onResolve({ filter: /^file-type$/ }, ({ path }) => ({ path, namespace: 'left-out' }))
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: "export const fileTypeFromBlob = () => { throw new Error('Uploaded files are not examined.') }",
      loader: 'js',
    }))
  },
}

/**
 * Every schema here is of zod. What the framework would describe and check with its own kind of schema is left out: it may
 * name such schemas, as it does of itself, and a route that had one would refuse to start.
 */
const withoutTypeBox: BunPlugin = {
  name: 'without-typebox',
  setup(build) {
    build.onResolve({ filter: /^@sinclair\/typebox(\/(compiler|value|system))?$/ }, ({ path }) => ({
      path,
      namespace: 'unchecked',
    }))
    build.onLoad({ filter: /.*/, namespace: 'unchecked' }, async ({ path }) => {
      const { Type } = await import('@sinclair/typebox')
      return {
        contents: [
          "const refuse = () => { throw new Error('Schemas are of zod here, and not of TypeBox.') }",
          'const refuser = new Proxy({}, { get: () => refuse })',
          ...{
            '@sinclair/typebox': [
              "export const [Kind, OptionalKind, TransformKind] = ['Kind', 'Optional', 'Transform'].map((of) => Symbol(of))",
              `export const Type = Object.fromEntries(${JSON.stringify(Object.keys(Type).join(' '))}.split(' ').map((kind) =>`,
              '  [kind, () => ({ [Kind]: kind, Decode: () => ({ Encode: () => ({ [Kind]: kind }) }) })]))',
              'const registry = () => ({ Set() {}, Has: () => false, Get() {} })',
              'export const [FormatRegistry, TypeRegistry] = [registry(), registry()]',
              'export const { Unsafe } = Type',
              'export class TypeBoxError extends Error {}',
            ],
            '@sinclair/typebox/compiler': ['export class TypeCheck {}', 'export const TypeCompiler = refuser'],
            '@sinclair/typebox/system': [
              'export const [TypeSystem, TypeSystemPolicy] = [refuser, {}]',
              'export class TypeSystemDuplicateFormat extends Error {}',
              'export class TypeSystemDuplicateTypeKind extends Error {}',
            ],
            '@sinclair/typebox/value': [
              'export class TransformDecodeError extends Error {}',
              'export const Value = refuser',
            ],
          }[path]!,
        ].join('\n'),
        loader: 'js',
      }
    })
  },
}

/**
 * What of the framework no route of ours calls: its formats of TypeBox, its way without compiled handlers, and what takes
 * unknown fields out of answers (`aot` is on and `normalize` off, `http/api.ts`).
 */
const withoutUncalled: BunPlugin = {
  name: 'without-uncalled',
  setup(build) {
    const leaveOut = (filter: RegExp, names: string[]) =>
      build.onLoad({ filter }, () => ({
        contents: [
          "const refuse = () => { throw new Error('This part of the framework is left out of the executable.') }",
          ...names.map((name) => `export const ${name} = refuse`),
        ].join('\n'),
        loader: 'js',
      }))
    leaveOut(/\/elysia\/dist\/dynamic-handle\.m?js$/, ['createDynamicHandler', 'createDynamicErrorHandler'])
    leaveOut(/\/elysia\/dist\/type-system\/format\.m?js$/, ['fullFormats', 'parseDateTimeEmptySpace'])
    leaveOut(/\/exact-mirror\/dist\/index\.m?js$/, ['createMirror', 'deepClone', 'mergeObjectIntersection'])
  },
}

/**
 * The bundled prices as packed JSON beside the code: as code they would be two megabytes of every executable. The answer
 * is the plugin that reads them from there. Throws where the package does not begin with a plain list any more.
 */
async function withPackedPrices(into: string): Promise<BunPlugin> {
  const path = resolve('node_modules/@pydantic/genai-prices/dist/index.js')
  const code = await Bun.file(path).text()
  const [head] = /^(?:const|var|let) \w+ = (?=\[\n)/.exec(code) ?? []
  const end = code.indexOf('\n]') + 2
  if (head === undefined || end < 2) throw new Error(`${path} does not begin with a list of prices.`)
  const prices: unknown = new Function(`return (${code.slice(head.length, end)})`)()
  const text = JSON.stringify(prices)
  if (!Bun.deepEquals(JSON.parse(text), prices, true)) throw new Error(`The prices of ${path} are more than JSON.`)
  // It is there before the build looks into its folder.
  writeFileSync(into, Bun.zstdCompressSync(text, { level: 19 }))
  const read = `process.getBuiltinModule('node:fs').readFileSync(packedPrices)`
  const contents = `import packedPrices from ${JSON.stringify(resolve(into))} with { type: 'file' }
${head}JSON.parse(Bun.zstdDecompressSync(${read}).toString())${code.slice(end)}`
  return {
    name: 'with-packed-prices',
    setup(build) {
      build.onLoad({ filter: /@pydantic\/genai-prices\/dist\/index\.js$/ }, () => ({ contents, loader: 'js' }))
    },
  }
}

/** The migrations as packed JSON beside the code, for the same reason. The answer is the plugin that reads them from there. */
async function withPackedMigrations(into: string): Promise<BunPlugin> {
  const { migrations } = await import('../src/store/migrations.ts')
  writeFileSync(into, Bun.zstdCompressSync(JSON.stringify(migrations), { level: 19 }))
  return {
    name: 'with-packed-migrations',
    setup(build) {
      build.onLoad({ filter: /\/store\/migrations\.ts$/ }, () => ({
        contents: `import packed from ${JSON.stringify(resolve(into))} with { type: 'file' }
export const migrations = JSON.parse(Bun.zstdDecompressSync(process.getBuiltinModule('node:fs').readFileSync(packed)).toString())`,
        loader: 'js',
      }))
    },
  }
}

/** Builds for each target; with none named, for this machine, and only when something changed since the last time. */
export async function build(targets: string[] = [], say: (line: string) => void = console.log) {
  const id = sourceId()
  const stamp = 'dist/.built'
  if (targets.length === 0 && existsSync('dist/wheelhouse') && existsSync(stamp) && readFileSync(stamp, 'utf8') === id)
    return
  mkdirSync('dist', { recursive: true })
  const ui = await uiAssets('dist/ui')
  const packedPrices = await withPackedPrices('dist/prices.zst')
  const packedMigrations = await withPackedMigrations('dist/migrations.zst')
  for (const target of targets.length > 0 ? targets : [undefined]) {
    const started = performance.now()
    const outfile = target ? `dist/wheelhouse-${target.replace(/^bun-/, '')}` : 'dist/wheelhouse'
    const define = {
      'process.env.NODE_ENV': '"production"',
      'process.env.WHEELHOUSE_BUILD': JSON.stringify(id),
      'process.platform': JSON.stringify(platformOf(target)),
    }
    await Bun.build({
      entrypoints: [
        'src/main.ts',
        'src/indexing/worker.ts',
        'src/indexing/transcript-thread.ts',
        'src/indexing/logs-thread.ts',
        'src/reader/reader.ts',
      ],
      target: 'bun',
      format: 'esm',
      minify: true,
      bytecode: true,
      // What the threads have in common is in the executable once.
      splitting: true,
      sourcemap: 'none',
      define,
      plugins: [
        ui,
        withoutFileTypes,
        withoutTypeBox,
        withoutUncalled,
        packedPrices,
        packedMigrations,
        await withColdParts('dist/cold', { define }),
        await withLazyModules('dist/lazy', { define }),
      ],
      compile: {
        outfile,
        autoloadDotenv: false,
        autoloadBunfig: false,
        ...(target && { target: target as Bun.Build.CompileTarget }),
      },
    })
    say(
      `built ${outfile} (${(Bun.file(outfile).size / 1e6).toFixed(1)} MB) in ${Math.round(performance.now() - started)} ms`,
    )
  }
  if (targets.length === 0) writeFileSync(stamp, id)
}

/** As the program will read it there: what only other systems need is left out. */
function platformOf(target: string | undefined): string {
  const named = target?.split('-')[1]
  return named === 'windows' ? 'win32' : (named ?? process.platform)
}

if (import.meta.main) await build(process.argv.slice(2))
