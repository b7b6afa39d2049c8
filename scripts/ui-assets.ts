import { mkdirSync, rmSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { BunPlugin } from 'bun'
import type { Assets } from '../src/http/assets.ts'
import { solid } from './solid-plugin.ts'

/** Files smaller than this gain nothing from being compressed. */
const worthPackingBytes = 1_024

/**
 * Builds the UI into `outdir` and packs each file once, as well as it can be packed. The answer is by URL, with the
 * paths of the files on this disk.
 */
export async function buildUi(outdir: string): Promise<Assets> {
  rmSync(outdir, { recursive: true, force: true })
  mkdirSync(outdir, { recursive: true })
  const built = await Bun.build({
    entrypoints: ['ui/index.html'],
    outdir,
    target: 'browser',
    format: 'esm',
    minify: true,
    splitting: true,
    publicPath: '/',
    conditions: ['solid', 'browser'],
    define: { 'process.env.NODE_ENV': '"production"' },
    naming: { entry: '[name].[ext]', chunk: 'assets/[name]-[hash].[ext]', asset: 'assets/[name]-[hash].[ext]' },
    plugins: [solid()],
  })
  const assets: Assets = {}
  for (const output of built.outputs.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const bytes = Buffer.from(await output.arrayBuffer())
    const url = `/${relative(resolve(outdir), output.path)}`
    const files: Assets[string]['files'] = { identity: output.path }
    if (bytes.length > worthPackingBytes && !output.path.endsWith('.woff2')) {
      files.br = `${output.path}.br`
      files.gzip = `${output.path}.gz`
      await Bun.write(files.br, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
      await Bun.write(files.gzip, gzipSync(bytes, { level: 9 }))
    }
    assets[url] = { type: output.type, etag: `"${Bun.hash(bytes).toString(36)}"`, immutable: url.startsWith('/assets/'), files }
  }
  return assets
}

/** Builds the UI and answers `import { assets } from 'ui:assets'` with its files, embedded. */
export async function uiAssets(outdir: string): Promise<BunPlugin> {
  const assets = await buildUi(outdir)
  const imports: string[] = []
  const embed = (path: string) => `f${imports.push(`import f${imports.length} from ${JSON.stringify(resolve(path))} with { type: "file" };`) - 1}`
  const rows = Object.entries(assets).map(([url, { files, ...rest }]) => {
    const embedded = Object.entries(files).map(([name, path]) => `${name}: ${embed(path)}`)
    return `${JSON.stringify(url)}: { ...${JSON.stringify(rest)}, files: { ${embedded.join(', ')} } }`
  })
  return {
    name: 'ui-assets',
    setup(build) {
      build.onResolve({ filter: /^ui:assets$/ }, () => ({ path: 'ui:assets', namespace: 'ui' }))
      build.onLoad({ filter: /.*/, namespace: 'ui' }, () => ({ loader: 'js', contents: `${imports.join('\n')}\nexport const assets = {\n${rows.join(',\n')}\n};` }))
    },
  }
}
