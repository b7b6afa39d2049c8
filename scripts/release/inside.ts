import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'jsonc-parser'

/** A library that the executable may have parts of. */
export type Component = {
  name: string
  version: string
  /** As its package says; null where it says nothing. */
  licence: string | null
  /** The texts that lie in its package: licence and notices. */
  texts: string[]
  /** SHA-512 of its package, in hexadecimal; null where the lock has none. */
  sha512: string | null
  /** The names and versions of what it needs, as `name@version`. */
  needs: string[]
}

type Lock = {
  workspaces: Record<string, { dependencies?: Record<string, string>; devDependencies?: Record<string, string> }>
  packages: Record<string, [id: string, place: string, about: About, sum?: string]>
}
type About = {
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

/** What `dependencies` of a project lead to, from its bun.lock and what is installed; what only builds it is not inside. */
export function insideOf(folder: string): Component[] {
  const { workspaces, packages } = parse(readFileSync(join(folder, 'bun.lock'), 'utf8'), [], {
    allowTrailingComma: true,
  }) as Lock
  const tools = new Set(Object.keys(workspaces['']?.devDependencies ?? {}))
  const found = new Map<string, Component>()
  const queue = Object.keys(workspaces['']?.dependencies ?? {}).flatMap((name) => keyOf(name, ''))
  for (const key of queue) {
    if (found.has(key)) continue
    const [id, , about, sum] = packages[key]!
    const peers = Object.keys(about.peerDependencies ?? {}).filter((name) => !tools.has(name))
    const keys = [...new Set([...Object.keys(about.dependencies ?? {}), ...peers])].flatMap((name) => keyOf(name, key))
    queue.push(...keys)
    const at = id.lastIndexOf('@')
    // `a/@b/c` is the package `@b/c` that lies in `a`.
    const place = join(folder, 'node_modules', key.match(/(@[^/]+\/)?[^/]+/g)!.join('/node_modules/'))
    found.set(key, {
      name: id.slice(0, at),
      version: id.slice(at + 1),
      licence: licenceIn(place),
      texts: textsIn(place),
      sha512: sum?.startsWith('sha512-') ? Buffer.from(sum.slice(7), 'base64').toString('hex') : null,
      needs: keys.map((key) => packages[key]![0]),
    })
  }
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))

  /** Where a package finds another: below itself, else below what it lies in, else at the top. */
  function keyOf(name: string, from: string): string[] {
    for (let within = from; ; within = outer(within)) {
      const key = within === '' ? name : `${within}/${name}`
      if (Object.hasOwn(packages, key)) return [key]
      if (within === '') return []
    }
  }
}

function outer(key: string): string {
  const parts = key.split('/')
  parts.pop()
  if (parts.at(-1)?.startsWith('@')) parts.pop()
  return parts.join('/')
}

function licenceIn(place: string): string | null {
  const path = join(place, 'package.json')
  if (!existsSync(path)) return null
  // Old packages have a list of them.
  const { license, licenses } = JSON.parse(readFileSync(path, 'utf8')) as {
    license?: string | { type?: string }
    licenses?: { type?: string }[]
  }
  return typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type ?? null)
}

const textsIn = (place: string): string[] =>
  existsSync(place)
    ? readdirSync(place)
        .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name) && !/\.(js|ts|json)$/.test(name))
        .sort()
        .map((name) => readFileSync(join(place, name), 'utf8').trim())
    : []
