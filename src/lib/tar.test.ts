import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { readTarHead, tarEnd, tarFill, tarHead } from './tar.ts'
import { temporary } from './testing/temporary.ts'

const file = { name: 'sprites/desk.png', bytes: 5, at: 1_800_000_000_000 }

test('what a head says is what was put into it', () =>
  expect(readTarHead(tarHead(file))).toEqual({ name: 'sprites/desk.png', bytes: 5, kind: 'file' }))

test('a long name is parted between folders, and one without room for it is refused', () => {
  const name = `${'a'.repeat(90)}/${'b'.repeat(90)}`
  expect(readTarHead(tarHead({ ...file, name }))?.name).toBe(name)
  expect(() => tarHead({ ...file, name: 'c'.repeat(101) })).toThrow('is too long for an archive')
})

test('a size over eight gigabytes is told', () =>
  expect(readTarHead(tarHead({ ...file, bytes: 2 ** 40 + 3 }))?.bytes).toBe(2 ** 40 + 3))

test('an empty block is the end, and a block with another sum is no head', () => {
  expect(readTarHead(tarEnd.subarray(0, 512))).toBeNull()
  const head = tarHead(file)
  head[3]! ^= 1
  expect(readTarHead(head)).toBeUndefined()
})

test('a link and a device are neither files nor passed over', () => {
  const head = tarHead(file)
  head[156] = '2'.charCodeAt(0)
  // The sum of a head counts the kind as well.
  head.set(new TextEncoder().encode(`${(sum(head) >>> 0).toString(8).padStart(6, '0')}\0 `), 148)
  expect(readTarHead(head)?.kind).toBe('other')
})

const sum = (head: Uint8Array) => head.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0)

test.if(Bun.which('tar') !== null)('the ordinary program reads it', () => {
  using folder = temporary('tar')
  const bytes = new TextEncoder().encode('hello')
  writeFileSync(folder.at('a.tar'), Buffer.concat([tarHead(file), bytes, new Uint8Array(tarFill(5)), tarEnd]))
  const read = Bun.spawnSync(['tar', '-xOf', folder.at('a.tar'), 'sprites/desk.png'])
  expect(read.stdout.toString()).toBe('hello')
  expect(Bun.spawnSync(['tar', '-tvf', folder.at('a.tar')], { env: { TZ: 'UTC' } }).stdout.toString()).toContain(
    '-rw------- 0/0               5 2027-01-15 08:00 sprites/desk.png',
  )
})
