import { expect, test } from 'bun:test'
import { answerOnce } from './answer-once.ts'
import { features } from './features.ts'

/** An API of which only these addresses are there; `made` says of which features each was made. */
function start(addresses: Record<string, string[]>) {
  const made: string[][] = []
  const answer = answerOnce(((of: readonly { name: string }[] = features) => {
    const names = of.map(({ name }) => name)
    made.push(names)
    const isThere = (path: string) => names.some((name) => addresses[name]?.includes(path))
    return {
      handle: async (request: Request) =>
        new Response('', { status: isThere(new URL(request.url).pathname) ? 200 : 404 }),
    }
  }) as unknown as Parameters<typeof answerOnce>[0])
  const ask = async (path: string, method = 'GET') =>
    (await answer(new Request(`http://localhost${path}`, { method }))).status
  return { made, ask }
}

test('what is asked of a feature by its name is answered with the routes of that feature alone', async () => {
  const { made, ask } = start({ costs: ['/api/costs/report'] })
  expect(await ask('/api/costs/report')).toBe(200)
  expect(made).toEqual([['costs']])
})

test('an address that another feature has, and one that changes something, are looked for among all', async () => {
  const { made, ask } = start({ audit: ['/api/costs/audit'], auth: ['/api/tokens'] })
  expect(await ask('/api/costs/audit')).toBe(200)
  expect(await ask('/api/tokens')).toBe(200)
  expect(await ask('/api/tokens', 'DELETE')).toBe(200)
  expect(await ask('/api/costs/nothing')).toBe(404)
  expect(made.filter((names) => names.length === features.length)).toHaveLength(4)
})
