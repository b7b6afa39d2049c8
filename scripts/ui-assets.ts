import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { BunPlugin } from 'bun'
import type { Assets } from '../src/http/assets.ts'
import { solid } from './solid-plugin.ts'

/** Files smaller than this gain nothing from being compressed. */
const worthPackingBytes = 1_024

/** What colours code beside the page. The page finds its URL in a meta element. */
const highlightWorker = 'ui/pages/sessions/reader/code/highlight-worker.ts'

/** What receives pushes while no page is open. It serves the whole origin, so it lies at its root. */
const pushWorker = 'ui/platform/push-worker.ts'

const fontFolder = 'node_modules/@fontsource-variable'

/** The fonts by the name the style sheet calls them; in the URL stands a hash, so that they can be kept for ever. */
const fonts = {
  'plex-latin': `${fontFolder}/ibm-plex-sans/files/ibm-plex-sans-latin-standard-normal.woff2`,
  'plex-latin-ext': `${fontFolder}/ibm-plex-sans/files/ibm-plex-sans-latin-ext-standard-normal.woff2`,
  'jersey-latin': 'node_modules/@fontsource/jersey-10/files/jersey-10-latin-400-normal.woff2',
  'mono-latin': `${fontFolder}/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2`,
}

/** What PixiJS would fetch for other renderers, for text, events and accessibility of its own: none of it is used here. */
const withoutPixiExtras: BunPlugin = {
  name: 'without-pixi-extras',
  setup(build) {
    build.onResolve({ filter: /\/(browserAll|webworkerAll|WebGPURenderer|CanvasRenderer)\.mjs$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'no-pixi-extras' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'no-pixi-extras' }, () => ({ contents: 'export {}', loader: 'js' }))
  },
}

/**
 * Builds the UI into `outdir` and packs each file once, as well as it can be packed. The answer is by URL, with the
 * paths of the files on this disk.
 */
async function buildUi(outdir: string): Promise<Assets> {
  rmSync(outdir, { recursive: true, force: true })
  mkdirSync(`${outdir}/assets`, { recursive: true })
  const shared = { target: 'browser', minify: true, define: { 'process.env.NODE_ENV': '"production"' } } as const
  const boot = await Bun.build({ ...shared, entrypoints: ['ui/app/boot.ts'], format: 'iife' })
  const worker = await Bun.build({ ...shared, entrypoints: [highlightWorker], format: 'iife' })
  const push = await Bun.build({ ...shared, entrypoints: [pushWorker], format: 'iife' })
  const later = await Bun.build({ ...shared, entrypoints: ['ui/style/later.css'], external: ['/assets/*'] })
  const built = await Bun.build({
    ...shared,
    entrypoints: ['ui/app/index.html'],
    format: 'esm',
    splitting: true,
    publicPath: '/',
    conditions: ['solid', 'browser'],
    external: ['/assets/*'],
    naming: { entry: '[name].[ext]', chunk: 'assets/[name]-[hash].[ext]', asset: 'assets/[name]-[hash].[ext]' },
    plugins: [solid(), withoutPixiExtras],
  })
  const files = new Map<string, { type: string; bytes: Buffer }>()
  for (const output of built.outputs)
    files.set(`/${output.path.replace(/^\.?\//, '')}`, {
      type: output.type,
      bytes: Buffer.from(await output.arrayBuffer()),
    })

  const addHashed = (name: string, ending: string, type: string, bytes: Buffer) => {
    const url = `/assets/${name}-${Bun.hash(bytes).toString(36).slice(0, 8)}.${ending}`
    files.set(url, { type, bytes })
    return url
  }
  const addScript = async (name: string, { outputs }: Bun.BuildOutput) =>
    addHashed(name, 'js', 'text/javascript;charset=utf-8', Buffer.from(await outputs[0]!.arrayBuffer()))
  const bootUrl = await addScript('boot', boot)
  const workerUrl = await addScript('highlight', worker)
  files.set('/push-worker.js', {
    type: 'text/javascript;charset=utf-8',
    bytes: Buffer.from(await push.outputs[0]!.arrayBuffer()),
  })
  const fontUrls = Object.entries(fonts).map(
    ([name, path]) => [name, addHashed(name, 'woff2', 'font/woff2', readFileSync(path))] as const,
  )

  // A style sheet gets another content with the fonts' names in it, so it gets its own name anew, too.
  const addSheet = (name: string, type: string, sheet: string) => {
    const text = fontUrls.reduce((text, [font, url]) => text.replaceAll(`/assets/${font}.woff2`, url), sheet)
    return addHashed(name, 'css', type, Buffer.from(text))
  }
  let page = files.get('/index.html')!.bytes.toString()
  for (const [url, { type, bytes }] of [...files].filter(([url]) => url.endsWith('.css'))) {
    files.delete(url)
    page = page.replaceAll(url, addSheet('index', type, bytes.toString()))
  }
  const laterSheet = later.outputs[0]!
  const laterUrl = addSheet('later', laterSheet.type, await laterSheet.text())
  const workerMeta = `<meta name="highlight-worker" content="${workerUrl}">`
  const preload = `<link rel="preload" as="font" type="font/woff2" crossorigin href="${fontUrls[0]![1]}">`
  const laterMeta = `<meta name="later-style" content="${laterUrl}">`
  // What waits for nothing stands before what waits for the style: a slow connection paints it at once.
  const style = /<link rel="stylesheet"[^>]*>/.exec(page)![0]
  page = page
    .replace(style, '')
    .replace('</title>', `</title>\n    ${laterMeta}\n    ${workerMeta}\n    ${preload}`)
    .replace('<div id="root">', `<script src="${bootUrl}"></script>\n    ${style}\n    <div id="root">`)
    .replace(/\n\s*\n+/g, '\n')
  files.set('/index.html', { type: 'text/html;charset=utf-8', bytes: Buffer.from(page) })

  const assets: Assets = {}
  for (const [url, { type, bytes }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    assets[url] = await packed(outdir, url, type, bytes)
  return assets
}

async function packed(outdir: string, url: string, type: string, bytes: Buffer): Promise<Assets[string]> {
  const path = resolve(outdir, url.slice(1))
  const isPacked = bytes.length > worthPackingBytes && !url.endsWith('.woff2')
  const files = isPacked ? { br: `${path}.br` } : { identity: path }
  if ('identity' in files) await Bun.write(files.identity, bytes)
  else {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    await Bun.write(files.br, brotliCompressSync(bytes, { params }))
  }
  return { type, etag: `"${Bun.hash(bytes).toString(36)}"`, immutable: url.startsWith('/assets/'), files }
}

/** Builds the UI and answers `import { assets } from 'ui:assets'` with its files, embedded. */
export async function uiAssets(outdir: string): Promise<BunPlugin> {
  const assets = await buildUi(outdir)
  const imports: string[] = []
  const embed = (path: string) =>
    `f${imports.push(`import f${imports.length} from ${JSON.stringify(resolve(path))} with { type: "file" };`) - 1}`
  const rows = Object.entries(assets).map(([url, { files, ...rest }]) => {
    const embedded = Object.entries(files).map(([name, path]) => `${name}: ${embed(path)}`)
    return `${JSON.stringify(url)}: { ...${JSON.stringify(rest)}, files: { ${embedded.join(', ')} } }`
  })
  return {
    name: 'ui-assets',
    setup(build) {
      build.onResolve({ filter: /^ui:assets$/ }, () => ({ path: 'ui:assets', namespace: 'ui' }))
      build.onLoad({ filter: /.*/, namespace: 'ui' }, () => ({
        loader: 'js',
        contents: `${imports.join('\n')}\nexport const assets = {\n${rows.join(',\n')}\n};`,
      }))
    },
  }
}
