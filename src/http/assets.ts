import { readFileSync } from 'node:fs'

/**
 * A built file of the UI; `files` are its paths, on disk or inside the executable, by encoding. What is worth packing is
 * there packed by Brotli alone. Browsers take that from this machine and over TLS; for others it is packed anew once.
 */
type Asset = {
  type: string
  etag: string
  immutable: boolean
  files: { identity: string } | { br: string }
}

/** The assets by URL path. */
export type Assets = Record<string, Asset>

/** The content security policy: no inline code, nothing from other origins, no framing. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Matches files at the top level only, since ids in deeper paths may contain dots. */
const looksLikeFile = /^\/[^/]*\.[^/]*$/

/**
 * Answers with a file of the UI; a path of a page gets index.html, so that links into the app work. Undefined for
 * anything else. Hashed files are immutable; the page is revalidated each time.
 */
export function answerAsset(assets: Assets, request: Request, path: string): Response | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  const asset = Object.hasOwn(assets, path)
    ? assets[path]
    : path.startsWith('/assets/') || looksLikeFile.test(path)
      ? undefined
      : assets['/index.html']
  if (!asset) return undefined
  const encoding = preferred(request.headers.get('accept-encoding') ?? '', asset)
  const etag = encoding === 'identity' ? asset.etag : asset.etag.replace(/"$/, `-${encoding}"`)
  const headers: Record<string, string> = {
    etag,
    vary: 'accept-encoding',
    'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': contentSecurityPolicy,
  }
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  headers['content-type'] = asset.type
  if (encoding !== 'identity') headers['content-encoding'] = encoding
  return new Response(request.method === 'HEAD' ? null : bodyOf(asset, encoding), { headers })
}

function bodyOf({ files }: Asset, encoding: 'br' | 'gzip' | 'identity') {
  if ('identity' in files) return Bun.file(files.identity)
  if (encoding === 'br') return Bun.file(files.br)
  return encoding === 'gzip' ? gzipped(files.br) : unpacked(files.br)
}

/** A packed file as it is. */
const unpacked = (path: string) =>
  new Uint8Array(process.getBuiltinModule('node:zlib').brotliDecompressSync(readFileSync(path)))

/** Files that were asked for by who takes no Brotli, by their path. There are a few dozen, of less than a megabyte in all. */
const gzips = new Map<string, Uint8Array<ArrayBuffer>>()

function gzipped(path: string) {
  const known = gzips.get(path) ?? Bun.gzipSync(unpacked(path))
  gzips.set(path, known)
  return known
}

function preferred(accepted: string, { files }: Asset): 'br' | 'gzip' | 'identity' {
  const refused = (name: string) => new RegExp(`\\b${name}\\s*;\\s*q=0(\\.0*)?\\s*(,|$)`).test(accepted)
  for (const name of ['br', 'gzip'] as const)
    if ('br' in files && new RegExp(`\\b${name}\\b`).test(accepted) && !refused(name)) return name
  return 'identity'
}

/** Compares entity tags; proxies may turn a strong tag into a weak one. */
const matches = (header: string | null, etag: string) =>
  (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*')
