import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

const version = '20.0.24'
const folder = resolve('.cache/ccusage', version)
const name = `ccusage-${process.platform}-${process.arch}`

/** The peer's own executable, from the package registry into our cache; null where it cannot be had. */
export function ccusage(): { path: string; version: string } | null {
  const path = join(folder, 'node_modules', '@ccusage', name, 'bin', 'ccusage')
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    const words = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
    Bun.spawnSync(['npm', ...words, `@ccusage/${name}@${version}`], { stdout: 'ignore', stderr: 'inherit' })
    if (!existsSync(path)) return null
  }
  // Its package carries it without the right to run it.
  chmodSync(path, 0o755)
  return { path, version }
}
