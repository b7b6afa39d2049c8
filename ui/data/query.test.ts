import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { createEffect, createRoot, createSignal } from 'solid-js'
import { Problem } from './problem.ts'
import { createQueryClient, type Direction, type Key } from './query.ts'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

type Request = { key: Key; signal: AbortSignal; answer(data: string): Promise<void>; fail(error: Error): Promise<void> }

/** A client whose requests are answered by hand, in any order. */
function client() {
  const [contact, setContact] = createSignal<'waiting' | 'there' | 'lost'>('there')
  const [isVisible, setVisible] = createSignal(true)
  const requests: Request[] = []
  /** Does not heed its signal: that an old answer is dropped must not depend on the network. */
  const fetcher = (key: Key, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      requests.push({ key, signal, answer: (data) => settled(resolve(data)), fail: (error) => settled(reject(error)) })
    })
  return {
    ...createQueryClient({ isConnected: () => contact() !== 'lost', isVisible }),
    setContact,
    setVisible,
    requests,
    fetcher,
  }
}

/** All that waits for a promise has run. */
async function settled(_done?: unknown) {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

const within = <Made>(make: () => Made) => createRoot((dispose) => ({ ...make(), dispose }))
const unavailable = () => new Problem(503, 'unavailable', 'Wheelhouse is stopping.')

test('a query loads at first, is ready with its answer, and shows it while it asks again', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  const seen = [[query.state(), query.data()]]
  await requests[0]!.answer('one')
  seen.push([query.state(), query.data()])
  const again = query.refetch()
  seen.push([query.state(), query.data()])
  await requests[1]!.answer('two')
  await again
  seen.push([query.state(), query.data()])
  expect(seen).toEqual([
    ['loading', undefined],
    ['ready', 'one'],
    ['refreshing', 'one'],
    ['ready', 'two'],
  ])
})

test('without a key nothing is asked', () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: (): Key | undefined => undefined, fetcher }))
  expect([query.state(), requests.length]).toEqual(['idle', 0])
})

test('an answer to an older key is dropped and its request aborted, whichever comes first', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { createQuery, fetcher, requests } = client()
    const [name, setName] = createSignal('old')
    const query = within(() => createQuery({ key: () => [name()], fetcher }))
    setName('new')
    for (const at of order) await requests[at]!.answer(`of ${requests[at]!.key[0]}`)
    expect([query.data(), query.state(), requests.map(({ signal }) => signal.aborted)]).toEqual([
      'of new',
      'ready',
      [true, false],
    ])
  }
})

test('an answer to an older request for the same key is dropped too', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  void query.refetch()
  await requests[1]!.answer('newer')
  await requests[0]!.answer('older')
  expect([query.data(), requests[0]!.signal.aborted]).toEqual(['newer', true])
})

test('the failure of an older request says nothing', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  void query.refetch()
  await requests[0]!.fail(unavailable())
  expect([query.problem(), query.state()]).toEqual([undefined, 'loading'])
})

test('the answer to the key before stays until the next is there, with the key it is of', async () => {
  const { createQuery, fetcher, requests } = client()
  const [name, setName] = createSignal('a')
  const query = within(() => createQuery({ key: () => [name()], fetcher }))
  await requests[0]!.answer('of a')
  setName('b')
  expect([query.state(), query.answer()?.key, query.data()]).toEqual(['refreshing', ['a'], 'of a'])
  await requests[1]!.answer('of b')
  expect([query.state(), query.answer()?.key, query.data()]).toEqual(['ready', ['b'], 'of b'])
})

test('a query that does not keep the previous answer shows none', async () => {
  const { createQuery, fetcher, requests } = client()
  const [name, setName] = createSignal('a')
  const query = within(() => createQuery({ key: () => [name()], fetcher, keepPrevious: false }))
  await requests[0]!.answer('of a')
  setName('b')
  expect([query.state(), query.data()]).toEqual(['loading', undefined])
})

test('a key that says the same is no new question', async () => {
  const { createQuery, fetcher, requests } = client()
  const [filter, setFilter] = createSignal({ agent: 'main' })
  within(() => createQuery({ key: () => ['a', filter()], fetcher }))
  setFilter({ agent: 'main' })
  expect(requests).toHaveLength(1)
})

test('a refusal is said in the server’s words beside the answer before, until one succeeds', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  await requests[0]!.answer('one')
  void query.refetch()
  await requests[1]!.fail(new Problem(400, 'bad-input', 'There is no time zone “Vienna”.'))
  expect([query.state(), query.data(), query.problem()?.message]).toEqual([
    'failed',
    'one',
    'There is no time zone “Vienna”.',
  ])
  void query.refetch()
  await requests[2]!.answer('two')
  expect([query.state(), query.data(), query.problem()]).toEqual(['ready', 'two', undefined])
})

test('what is not a refusal is a bug and is thrown, and the query is not left asking', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  await requests[0]!.answer('one')
  const again = query.refetch().catch((error: Error) => error.message)
  await requests[1]!.fail(new TypeError('a bug'))
  expect([await again, query.state()]).toEqual(['a bug', 'ready'])
})

test('a server that is away is asked again by itself, a refusal is not', async () => {
  const { createQuery, fetcher, requests } = client()
  within(() => createQuery({ key: () => ['a'], fetcher }))
  await requests[0]!.fail(unavailable())
  jest.advanceTimersByTime(2_999)
  expect(requests).toHaveLength(1)
  jest.advanceTimersByTime(1)
  expect(requests).toHaveLength(2)
  await requests[1]!.fail(new Problem(404, 'not-found', 'There is no such agent.'))
  jest.advanceTimersByTime(60_000)
  expect(requests).toHaveLength(2)
})

test('changes cause at most one request per throttle, and the last of them is not lost', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher, throttleMs: 2_000 }))
  await requests[0]!.answer('one')
  for (let second = 0; second < 4; second++) {
    for (let n = 0; n < 10; n++) query.changed()
    jest.advanceTimersByTime(500)
  }
  expect(requests).toHaveLength(2)
  // This one comes while the request is on its way, which may have been answered before it.
  query.changed()
  await requests[1]!.answer('two')
  jest.advanceTimersByTime(2_000)
  expect(requests).toHaveLength(3)
  await requests[2]!.answer('three')
  jest.advanceTimersByTime(60_000)
  expect(requests).toHaveLength(3)
})

test('a slow answer is waited for, however often a change is said', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  for (let second = 0; second < 10; second++) {
    query.changed()
    jest.advanceTimersByTime(1_000)
  }
  expect(requests).toHaveLength(1)
  await requests[0]!.answer('slow')
  expect(query.data()).toBe('slow')
})

test('changes that come together wait for each other', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher, throttleMs: 0, delayMs: 300 }))
  await requests[0]!.answer('one')
  query.changed()
  jest.advanceTimersByTime(299)
  query.changed()
  expect(requests).toHaveLength(1)
  jest.advanceTimersByTime(1)
  expect(requests).toHaveLength(2)
})

test('what changes together with the key is in its first answer, and what changes later is asked for', async () => {
  const { createQuery, fetcher, requests } = client()
  const [known, setKnown] = createSignal<{ zone: string; spentUsd: number }>()
  within(() =>
    createQuery({
      key: () => known() && ['a', known()!.zone],
      fetcher,
      changes: () => [known()?.spentUsd],
    }),
  )
  setKnown({ zone: 'UTC', spentUsd: 1 })
  await requests[0]!.answer('one')
  jest.advanceTimersByTime(10_000)
  expect(requests.length).toBe(1)
  setKnown({ zone: 'UTC', spentUsd: 2 })
  jest.advanceTimersByTime(10_000)
  expect(requests.map(({ key }) => key)).toEqual([
    ['a', 'UTC'],
    ['a', 'UTC'],
  ])
})

test('what `changes` reads is a change', async () => {
  const { createQuery, fetcher, requests } = client()
  const [spentUsd, setSpentUsd] = createSignal(1)
  within(() => createQuery({ key: () => ['a'], fetcher, changes: spentUsd }))
  await requests[0]!.answer('one')
  jest.advanceTimersByTime(5_000)
  expect(requests).toHaveLength(1)
  setSpentUsd(2)
  jest.advanceTimersByTime(0)
  expect(requests).toHaveLength(2)
})

test('a page that is not seen asks nothing, and once when it is seen again', async () => {
  const { createQuery, fetcher, requests, setVisible } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  await requests[0]!.answer('one')
  setVisible(false)
  query.changed()
  query.changed()
  jest.advanceTimersByTime(60_000)
  expect(requests).toHaveLength(1)
  setVisible(true)
  jest.advanceTimersByTime(2_000)
  expect(requests).toHaveLength(2)
  await requests[1]!.answer('two')
  setVisible(false)
  setVisible(true)
  jest.advanceTimersByTime(60_000)
  expect(requests).toHaveLength(2)
})

test('a query is asked anew when the connection is back, and not while there is none', async () => {
  const { createQuery, fetcher, requests, setContact } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  await requests[0]!.answer('one')
  setContact('lost')
  query.changed()
  jest.advanceTimersByTime(60_000)
  expect(requests).toHaveLength(1)
  setContact('there')
  jest.advanceTimersByTime(0)
  expect(requests).toHaveLength(2)
})

test('the first connection of a page is no return', async () => {
  const { createQuery, fetcher, requests, setContact } = client()
  setContact('waiting')
  within(() => createQuery({ key: () => ['a'], fetcher }))
  await requests[0]!.answer('one')
  setContact('there')
  jest.advanceTimersByTime(60_000)
  expect(requests).toHaveLength(1)
})

test('queries with equal keys share one request and its answer, until the last of them has left', async () => {
  const { createQuery, fetcher, requests } = client()
  const one = within(() => createQuery({ key: () => ['a', { by: 'day' }], fetcher }))
  const other = within(() => createQuery({ key: () => ['a', { by: 'day' }], fetcher }))
  expect(requests).toHaveLength(1)
  one.dispose()
  expect(requests[0]!.signal.aborted).toBe(false)
  await requests[0]!.answer('shared')
  expect(other.data()).toBe('shared')
  other.dispose()
  within(() => createQuery({ key: () => ['a', { by: 'day' }], fetcher }))
  expect(requests).toHaveLength(2)
})

test('who comes later is shown what is known, and asks again where that is older than the throttle', async () => {
  const { createQuery, fetcher, requests } = client()
  within(() => createQuery({ key: () => ['a'], fetcher }))
  await requests[0]!.answer('one')
  within(() => createQuery({ key: () => ['a'], fetcher }))
  expect(requests).toHaveLength(1)
  jest.advanceTimersByTime(2_000)
  const late = within(() => createQuery({ key: () => ['a'], fetcher }))
  expect([late.state(), late.data(), requests.length]).toEqual(['refreshing', 'one', 2])
})

test('nothing is asked or told after the owner has gone', async () => {
  const { createQuery, fetcher, requests, setContact } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  query.changed()
  query.dispose()
  expect(requests[0]!.signal.aborted).toBe(true)
  await requests[0]!.answer('late')
  setContact('lost')
  setContact('there')
  jest.advanceTimersByTime(60_000)
  expect([query.data(), requests.length]).toEqual([undefined, 1])
})

test('what is the same in a newer answer is the same object', async () => {
  const { createQuery, requests, fetcher } = client()
  const query = within(() =>
    createQuery({
      key: () => ['a'],
      fetcher: async (key, signal) => JSON.parse(await fetcher(key, signal)) as object[],
    }),
  )
  await requests[0]!.answer('[{"id":"a","n":1},{"id":"b","n":1}]')
  const [a, b] = query.data()!
  void query.refetch()
  await requests[1]!.answer('[{"id":"b","n":1},{"id":"a","n":2}]')
  expect(query.data()).toEqual([
    { id: 'b', n: 1 },
    { id: 'a', n: 2 },
  ])
  expect([query.data()![0] === b, query.data()![1] === a]).toEqual([true, false])
})

test('an event is laid over the answer', async () => {
  const { createQuery, fetcher, requests } = client()
  const query = within(() => createQuery({ key: () => ['a'], fetcher }))
  query.update((data) => `${data}!`)
  expect(query.data()).toBeUndefined()
  await requests[0]!.answer('one')
  query.update((data) => `${data}!`)
  expect(query.data()).toBe('one!')
})

test('an effect that reads the answer runs once for each that says something else', async () => {
  const { createQuery, fetcher, requests } = client()
  let runs = 0
  const query = within(() => {
    const query = createQuery({ key: () => ['a'], fetcher })
    createEffect(() => {
      query.data()
      runs++
    })
    return query
  })
  await requests[0]!.answer('one')
  void query.refetch()
  await requests[1]!.answer('two')
  expect(runs).toBe(3)
  void query.refetch()
  await requests[2]!.answer('two')
  expect(runs).toBe(3)
})

/** A list whose pages say where the next begins: `a>b` is page a, which b follows. */
const onward = (fetcher: ReturnType<typeof client>['fetcher']): Direction<Key, string> => ({
  cursor: (pages) => pages.at(-1)?.split('>')[1] || null,
  fetcher: (key, cursor, signal) => fetcher([...key, cursor], signal),
  merge: (pages, page) => [...pages, page],
})

function paged() {
  const all = client()
  const [name, setName] = createSignal('list')
  const query = within(() =>
    all.createPagedQuery({ key: () => [name()], fetcher: all.fetcher, directions: { next: onward(all.fetcher) } }),
  )
  return { ...all, query, setName }
}

test('pages are appended, one request at a time, until nothing follows', async () => {
  const { query, requests } = paged()
  expect(query.hasMore('next')).toBe(false)
  await requests[0]!.answer('a>b')
  void query.more('next')
  void query.more('next')
  expect([requests.length, requests[1]!.key, query.isFetching('next')]).toEqual([2, ['list', 'b'], true])
  await requests[1]!.answer('b>')
  expect([query.data(), query.isFetching('next'), query.hasMore('next')]).toEqual([['a>b', 'b>'], false, false])
  await query.more('next')
  expect(requests).toHaveLength(2)
})

test('a page of a list that was left is dropped, and the next may be asked for at once', async () => {
  const { query, requests, setName } = paged()
  await requests[0]!.answer('a>b')
  void query.more('next')
  setName('other')
  await requests[2]!.answer('x>y')
  void query.more('next')
  await requests[1]!.answer('b>')
  await requests[3]!.answer('y>')
  expect([query.data(), requests[1]!.signal.aborted]).toEqual([['x>y', 'y>'], true])
})

test('a page that was asked for before the list began anew is dropped', async () => {
  const { query, requests } = paged()
  await requests[0]!.answer('a>b')
  void query.more('next')
  void query.refetch()
  await requests[2]!.answer('a2>b2')
  void query.more('next')
  await requests[1]!.answer('b>')
  expect([query.data(), query.isFetching('next')]).toEqual([['a2>b2'], true])
  await requests[3]!.answer('b2>')
  expect([query.data(), query.isFetching('next')]).toEqual([['a2>b2', 'b2>'], false])
})

test('a page whose place has moved meanwhile is dropped', async () => {
  const { query, requests } = paged()
  await requests[0]!.answer('a>b')
  void query.more('next')
  query.update(() => ['a>c'])
  await requests[1]!.answer('b>')
  expect(query.data()).toEqual(['a>c'])
})

test('a cursor that the server does not know begins the list anew, other refusals keep it', async () => {
  const { query, requests } = paged()
  await requests[0]!.answer('a>b')
  void query.more('next')
  await requests[1]!.fail(new Problem(500, 'bug', 'It broke.'))
  expect([query.data(), query.problem()?.message, requests.length]).toEqual([['a>b'], 'It broke.', 2])
  void query.more('next')
  await requests[2]!.fail(new Problem(400, 'bad-input', 'There is no such cursor.'))
  await requests[3]!.answer('a2>')
  expect([query.data(), query.problem()]).toEqual([['a2>'], undefined])
})

test('a list may be brought up to date by its end instead of anew, and keeps one’s place', async () => {
  const { createPagedQuery, fetcher, requests } = client()
  const places: string[] = []
  const shown = (): number => query.data()?.length ?? 0
  const query = within(() =>
    createPagedQuery({
      key: () => ['list'],
      fetcher,
      directions: { next: onward(fetcher) },
      throttleMs: 500,
      follow: 'next',
      hold() {
        const before = shown()
        return () => void places.push(`${before} → ${shown()}`)
      },
    }),
  )
  await requests[0]!.answer('a>b')
  query.changed()
  jest.advanceTimersByTime(500)
  query.changed()
  await requests[1]!.answer('b>c')
  jest.advanceTimersByTime(500)
  expect(requests.map(({ key }) => key)).toEqual([['list'], ['list', 'b'], ['list', 'c']])
  await requests[2]!.answer('c>d')
  expect([query.data(), places]).toEqual([
    ['a>b', 'b>c', 'c>d'],
    ['0 → 1', '1 → 2', '2 → 3'],
  ])
})
