import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { temporary } from '../lib/testing/temporary.ts'
import { type Assets, answerAsset } from './assets.ts'

const text = 'console.log("a program that is worth packing")\n'.repeat(100)

test('what is embedded packed is answered in the encoding that is taken, and unpacked for who takes none', async () => {
  using folder = temporary('assets')
  writeFileSync(folder.at('a.js.br'), brotliCompressSync(text))
  const assets: Assets = {
    '/assets/a.js': {
      type: 'text/javascript',
      etag: '"a"',
      immutable: true,
      files: { br: folder.at('a.js.br') },
    },
  }
  const ask = (accepted: string | null) =>
    answerAsset(
      assets,
      new Request('http://here/assets/a.js', { headers: accepted === null ? {} : { 'accept-encoding': accepted } }),
      '/assets/a.js',
    )!
  for (const [accepted, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', null],
    [null, null],
  ] as const) {
    const response = ask(accepted)
    expect([accepted, response.headers.get('content-encoding')]).toEqual([accepted, encoding])
    const bytes = new Uint8Array(await response.arrayBuffer())
    const plain = encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? Bun.gunzipSync(bytes) : bytes
    expect(new TextDecoder().decode(plain)).toBe(text)
  }
  const tags = ['br', 'gzip', null].map((accepted) => ask(accepted).headers.get('etag'))
  expect(new Set(tags).size).toBe(3)
})
