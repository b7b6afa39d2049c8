import { expect, test } from 'bun:test'
import { isPartMissing, untilLoaded } from './load-part.ts'

/** A part that can be fetched after so many failures, from a server that is there or away at each attempt. */
function fetching({
  failures,
  isThere,
  mayReload = true,
}: {
  failures: number
  isThere: (at: number) => boolean
  mayReload?: boolean
}) {
  let attempts = 0
  let reloads = 0
  const missing: boolean[] = []
  const part = untilLoaded(
    async () => {
      attempts++
      if (attempts <= failures) throw new Error('not there')
      return 'part'
    },
    {
      pause: async () => void missing.push(isPartMissing()),
      isServerThere: () => isThere(attempts),
      reload() {
        reloads++
        return mayReload
      },
    },
  )
  return { part, missing, attempts: () => attempts, reloads: () => reloads }
}

test('a part that comes at once is not said to be missing', async () => {
  const { part, missing } = fetching({ failures: 0, isThere: () => true })
  expect(await part).toBe('part')
  expect([missing, isPartMissing()]).toEqual([[], false])
})

test('while the server is away a part is asked for again and again, and the page is not reloaded', async () => {
  const { part, missing, reloads } = fetching({ failures: 9, isThere: () => false })
  expect(await part).toBe('part')
  expect([missing.every(Boolean), missing.length, reloads(), isPartMissing()]).toEqual([true, 9, 0, false])
})

test('a server that answers and does not have the part is another version: the page is loaded again', async () => {
  const { attempts, reloads } = fetching({ failures: 99, isThere: () => true })
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  expect([attempts(), reloads()]).toEqual([2, 1])
})

test('a page that was just loaded again goes on asking instead', async () => {
  const { part, reloads } = fetching({ failures: 5, isThere: () => true, mayReload: false })
  expect(await part).toBe('part')
  expect(reloads()).toBeGreaterThan(0)
})
