import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'

type Package = [id: string, registry: string, info: object, integrity: string]

/** bun.lock is JSON with commas at the ends. */
const lock = Bun.JSON5.parse(readFileSync('bun.lock', 'utf8')) as {
  packages: Record<string, Package>
  trustedDependencies?: string[]
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>

test('every package comes from the registry and is fixed by its hash', () => {
  const wrong = Object.values(lock.packages).filter(
    ([id, registry, , integrity]) =>
      registry !== '' ||
      /^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '') === false ||
      !/@\d+\.\d+\.\d+[\w.+-]*$/.test(id),
  )
  expect(wrong.map(([id]) => id)).toEqual([])
})

test('what we depend on is named with its whole version, and no package runs a script when it is installed', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  expect(lock.trustedDependencies ?? []).toEqual([])
  expect(manifest.trustedDependencies ?? []).toEqual([])
})
