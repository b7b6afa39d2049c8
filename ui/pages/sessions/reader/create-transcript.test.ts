import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import { createFakeServer } from '../../../testing/fake-server.ts'
import { createTranscript } from './create-transcript.ts'
import { maxPages } from './transcript-pages.ts'

const server = createFakeServer()

/** A page of full size, so that each stays a page of its own: `[b]` is the page between cursors `b` and `b>`. */
const page = (
  name: string,
  { complete = true, previous = `${name}<` }: { complete?: boolean; previous?: string } = {},
) => ({
  items: Array.from({ length: 100 }, (_, n) => ({ kind: 'note', id: `${name}:${n}` })),
  previousCursor: previous || null,
  nextCursor: `${name}>`,
  complete,
  missing: null,
})

async function open() {
  const [id, setId] = createSignal('s')
  const [following, setFollowing] = createSignal(true)
  const held: number[] = []
  const transcript = server.within(() =>
    createTranscript(
      id,
      () => {
        const before = shown().length
        return () => void held.push(shown().length - before)
      },
      following,
    ),
  )
  /** The pages that are shown, by their first item. */
  function shown(): string[] {
    return (transcript?.items() ?? []).flatMap(({ id }) => (id.endsWith(':0') ? id.slice(0, -2) : []))
  }
  await server.settled()
  return { transcript, shown, setId, setFollowing, held, last: server.last }
}

test('a transcript begins at its end and goes back page by page', async () => {
  const { transcript, shown, last, held } = await open()
  expect([last().path, last().query]).toEqual(['/api/sessions/s/transcript', { limit: '100' }])
  await last().answer(page('c'))
  void transcript.older()
  void transcript.older()
  await server.settled()
  expect([server.requests.length, last().query.before, transcript.loadingOlder()]).toEqual([2, 'c<', true])
  await last().answer(page('b', { previous: '' }))
  expect([shown(), transcript.hasOlder(), held]).toEqual([['b', 'c'], false, [1, 1]])
})

test('what is written is asked for behind the last page, at most twice a second, until all is there', async () => {
  const { transcript, shown, last } = await open()
  await last().answer(page('a'))
  for (let n = 0; n < 20; n++) transcript.changed()
  await server.wait(500)
  expect([server.requests.length, last().query.cursor]).toEqual([2, 'a>'])
  await last().answer(page('b', { complete: false }))
  await server.wait(500)
  expect([server.requests.length, last().query.cursor]).toEqual([3, 'b>'])
  await last().answer(page('c'))
  await server.wait(60_000)
  expect([shown(), server.requests.length]).toEqual([['a', 'b', 'c'], 3])
})

test('a page of the session before is not shown in the next', async () => {
  const { transcript, shown, setId, last } = await open()
  await last().answer(page('a'))
  void transcript.older()
  await server.settled()
  const late = last()
  setId('t')
  await server.settled()
  expect([shown(), last().path]).toEqual([[], '/api/sessions/t/transcript'])
  await last().answer(page('x'))
  await late.answer(page('z'))
  expect(shown()).toEqual(['x'])
})

test('a cursor that died with its file has the transcript begin anew', async () => {
  const { transcript, shown, last } = await open()
  await last().answer(page('a'))
  transcript.changed()
  await server.wait(500)
  await last().refuse(400, 'The transcript was written anew.')
  expect(last().query).toEqual({ limit: '100' })
  await last().answer(page('n'))
  expect([shown(), transcript.problem()]).toEqual([['n'], undefined])
})

test('who reads far back lets the end go, and comes back to it', async () => {
  const { transcript, shown, setFollowing, last } = await open()
  setFollowing(false)
  await last().answer(page('0'))
  for (let n = 1; n <= maxPages; n++) {
    void transcript.older()
    await server.settled()
    await last().answer(page(String(n)))
  }
  expect([transcript.detached(), shown().length, shown().at(-1)]).toEqual([true, maxPages, '1'])
  const asked = server.requests.length
  transcript.changed()
  await server.wait(60_000)
  expect(server.requests).toHaveLength(asked)
  void transcript.start()
  await server.settled()
  await last().answer(page('end'))
  expect([transcript.detached(), shown()]).toEqual([false, ['end']])
})

test('one that could not begin says why and begins when it is asked for more', async () => {
  const { transcript, last } = await open()
  await last().refuse(404, 'There is no session with that id.')
  expect([transcript.problem()?.message, transcript.items()]).toEqual(['There is no session with that id.', undefined])
  void transcript.newer()
  await server.settled()
  expect([server.requests.length, last().query]).toEqual([2, { limit: '100' }])
})
