import { expect, test } from 'bun:test'
import { createPtyOutput } from './pty-output.ts'

/** Output with a bound of 100 bytes, and what its flow was told. */
function start(can = true) {
  const told: string[] = []
  const note = (word: string) => () => {
    told.push(word)
    return can
  }
  const output = createPtyOutput(100)
  output.setFlow({ hold: note('hold'), release: note('release') })
  const reader = output.stream.getReader()
  return { output, told, reader }
}

test('at the bound the programs are held once, and go on when half is read', async () => {
  const { output, told, reader } = start()
  output.take(new Uint8Array(90))
  expect(told).toEqual([])
  for (let n = 0; n < 3; n++) output.take(new Uint8Array(10))
  expect({ told, unread: output.unreadBytes() }).toEqual({ told: ['hold'], unread: 120 })
  await reader.read()
  expect({ told, unread: output.unreadBytes() }).toEqual({ told: ['hold', 'release'], unread: 30 })
  output.take(new Uint8Array(80))
  expect(told).toEqual(['hold', 'release', 'hold'])
})

test('who waits for output gets it at once', async () => {
  const { output, told, reader } = start()
  const read = reader.read()
  output.take(new Uint8Array(500))
  expect((await read).value?.length).toBe(500)
  expect({ told, unread: output.unreadBytes() }).toEqual({ told: [], unread: 0 })
})

test('what came before it could be held is held then', () => {
  const output = createPtyOutput(100)
  const told: string[] = []
  output.take(new Uint8Array(100))
  output.setFlow({ hold: () => told.push('hold') > 0, release: () => true })
  expect(told).toEqual(['hold'])
})

test('where programs cannot be held, no more than a MiB beyond the bound waits, and what is lost is counted', () => {
  for (const flow of [undefined, { hold: () => false, release: () => false }]) {
    const output = createPtyOutput(100)
    output.setFlow(flow)
    for (let n = 0; n < 300; n++) output.take(new Uint8Array(10_000))
    expect(output.unreadBytes()).toBeLessThanOrEqual(100 + (1 << 20))
    expect(output.lostBytes()).toBe(3_000_000 - output.unreadBytes())
  }
})

test('who cancels holds nobody back', async () => {
  const { output, told, reader } = start()
  output.take(new Uint8Array(100))
  await reader.cancel()
  output.take(new Uint8Array(1_000))
  expect({ told, unread: output.unreadBytes() }).toEqual({ told: ['hold', 'release'], unread: 0 })
})

test('what was not read when the terminal ends can be read, and nothing is told to it any more', async () => {
  const { output, told, reader } = start()
  output.take(new Uint8Array([1]))
  output.take(new Uint8Array(100))
  output.close()
  output.take(new Uint8Array([2]))
  expect((await reader.read()).value?.length).toBe(1)
  expect((await reader.read()).value?.length).toBe(100)
  expect((await reader.read()).done).toBe(true)
  expect(told).toEqual(['hold'])
})
