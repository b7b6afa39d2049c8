import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { storedZip, type ZipEntry } from './stored-zip.ts'
import { temporary } from './testing/temporary.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const at = Date.UTC(2026, 10, 29, 17, 4, 58)
const entries: ZipEntry[] = [
  { name: 'first.md', bytes: utf8('# One\n'), at },
  { name: 'Grüße, 船.jsonl', bytes: utf8('{"a":1}\n'.repeat(50_000)), at },
  { name: 'empty.html', bytes: new Uint8Array(), at },
  { name: 'bytes.bin', bytes: Uint8Array.from({ length: 70_000 }, (_, n) => n % 256), at: 0 },
]
const archive = async (files: ZipEntry[]) => new Uint8Array(await new Blob(storedZip(files)).arrayBuffer())
const unzip = (...args: string[]) => {
  const { exitCode, stdout, stderr } = Bun.spawnSync(['unzip', ...args], {
    env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  })
  return { exitCode, text: `${stdout}${stderr}` }
}

test.skipIf(Bun.which('unzip') === null)('unzip finds every file as it was, under its name', async () => {
  await using folder = temporary('stored-zip')
  const path = folder.at('all.zip')
  writeFileSync(path, await archive(entries))
  expect(unzip('-t', path)).toMatchObject({ exitCode: 0, text: expect.stringContaining('No errors detected') })
  expect(unzip('-q', path, '-d', folder.at('out')).exitCode).toBe(0)
  for (const { name, bytes } of entries)
    expect([name, Bun.hash(readFileSync(folder.at('out', name)))]).toEqual([name, Bun.hash(bytes)])
  expect(unzip('-l', path).text).toMatch(/2026-11-29 17:04\s+first\.md/)
})

test.skipIf(Bun.which('unzip') === null)('a byte that is another one is found', async () => {
  await using folder = temporary('stored-zip')
  const bytes = await archive(entries.slice(0, 1))
  bytes[40]!++
  writeFileSync(folder.at('bad.zip'), bytes)
  expect(unzip('-t', folder.at('bad.zip')).exitCode).not.toBe(0)
})

test('more files than the format can count are refused in a sentence', () => {
  const many = Array.from({ length: 65_536 }, () => ({ name: 'a', bytes: new Uint8Array(), at }))
  expect(() => storedZip(many)).toThrow('at most 65535 files')
})
