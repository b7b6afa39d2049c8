import { expect, test } from 'bun:test'
import { isWholeZstd, type UnpackedPiece, unpacked, unpackedLines } from './zstd.ts'

const lines = Array.from({ length: 40_000 }, (_, n) => `{"line":${n},"word":"${Bun.hash(`${n}`).toString(36)}"}`)
const text = `${lines.join('\n')}\n`
const packed = Bun.zstdCompressSync(text)

async function piecesOf(bytes: Uint8Array, { maxBytes = 1 << 30, maxLineBytes = 16 << 20 } = {}) {
  const pieces: UnpackedPiece[] = []
  let problem: string | null = null
  try {
    for await (const piece of unpackedLines(bytes, { maxBytes, maxLineBytes })) pieces.push(piece)
  } catch (error) {
    problem = (error as Error).message
  }
  return { text: Buffer.concat(pieces.map(({ bytes }) => bytes)).toString(), pieces, problem }
}

test('what is unpacked through a window is what was packed, in whole lines', async () => {
  const read = await piecesOf(packed)
  expect(read.text === text).toBeTrue()
  expect(read.pieces.length).toBeGreaterThan(1)
  for (const { bytes, at } of read.pieces) {
    expect(bytes.at(-1)).toBe(10)
    expect(text.slice(at, at + 8)).toBe('{"line":')
  }
})

test('a last line without its newline is there, and nothing is nothing', async () => {
  expect((await piecesOf(Bun.zstdCompressSync('a\nb'))).text).toBe('a\nb')
  expect((await piecesOf(Bun.zstdCompressSync(''))).pieces).toEqual([])
})

test('a line that is too long is skipped and named, wherever it stands', async () => {
  const long = 'x'.repeat(3 << 20)
  for (const [before, after] of [
    ['', ''],
    ['a\n', 'b\n'],
    [text, text],
  ]) {
    const read = await piecesOf(Bun.zstdCompressSync(`${before}${long}\n${after}`), { maxLineBytes: 1 << 20 })
    expect(read.text === `${before}${after}`).toBeTrue()
    expect(read.pieces.flatMap(({ tooLong }) => tooLong)).toEqual([{ at: before!.length, bytes: long.length + 1 }])
  }
})

test('unpacking ends at its limit, and what stands before is read', async () => {
  const read = await piecesOf(packed, { maxBytes: 1_200_000 })
  expect(read.problem).toBe('it unpacks to more than 1 MB')
  expect(text.startsWith(read.text)).toBeTrue()
  expect(read.text.length).toBeGreaterThan(1_000_000)
  expect(() => unpacked(packed, 1_000)).toThrow()
  expect(Buffer.from(unpacked(packed, 1 << 30)).toString() === text).toBeTrue()
})

test('half an archive is no archive, wherever it was cut, and several are one', async () => {
  expect([isWholeZstd(packed), isWholeZstd(Buffer.concat([packed, packed]))]).toEqual([true, true])
  for (let cut = 1; cut < 40; cut++)
    for (const at of [cut, packed.length - cut, Math.floor((packed.length * cut) / 41)])
      expect(isWholeZstd(packed.subarray(0, at))).toBeFalse()
  expect(isWholeZstd(Buffer.concat([packed, Buffer.from('more')]))).toBeFalse()
  expect((await piecesOf(packed.subarray(0, -1))).problem).toContain('only the beginning')
  expect((await piecesOf(Buffer.from('garbage, garbage'))).problem).toContain('no zstd')
  const noise = crypto.getRandomValues(Buffer.alloc(300_000))
  for (const level of [1, 9, 19]) expect(isWholeZstd(Bun.zstdCompressSync(noise, { level }))).toBeTrue()
})
