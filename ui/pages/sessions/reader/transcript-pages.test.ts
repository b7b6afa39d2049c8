import { expect, test } from 'bun:test'
import type { TranscriptItem } from '../../../../src/facts/transcript.ts'
import { appendPage, itemsOf, type LoadedPage, maxPages, prependPage, shownBy } from './transcript-pages.ts'

/** `a b`: messages; `call:1` a call without a result, `done:1` its result alone. */
function page(words: string, number = 0): LoadedPage {
  const items = words
    .split(' ')
    .filter(Boolean)
    .map((word): TranscriptItem => {
      const [kind, callId] = word.split(':')
      if (callId === undefined)
        return {
          id: word,
          at: 1,
          kind: 'message',
          role: 'user',
          sender: null,
          text: word,
          truncated: false,
          bytes: 1,
          pictures: [],
          model: null,
          costUsd: null,
          stopReason: null,
        }
      const result = kind === 'done' ? { text: 'ok', isError: false, bytes: 2, truncated: false, pictures: [] } : null
      const input = kind === 'done' ? null : { text: '{}', truncated: false, bytes: 2 }
      return {
        id: word,
        at: 5,
        kind: 'tool',
        callId,
        tool: 'exec',
        argument: null,
        action: null,
        input,
        result,
        endedAt: null,
      }
    })
  return { items, nextCursor: `next ${number}`, previousCursor: `previous ${number}` }
}
const drawn = (pages: LoadedPage[]) =>
  itemsOf(pages)
    .map((item) => (item.kind === 'tool' && item.result ? `${item.id}+result` : item.id))
    .join(' ')

test('pages are read in order', () => expect(drawn([page('a b'), page('c')])).toBe('a b c'))
test('what two pages hold is read once', () => expect(drawn([page('a b'), page('b c')])).toBe('a b c'))
test('a result on a later page joins its call', () => {
  const [call] = itemsOf([page('call:1 a'), page('done:1 b')])
  expect(drawn([page('call:1 a'), page('done:1 b')])).toBe('call:1+result a b')
  expect(call).toMatchObject({ endedAt: 5 })
})
test('a result whose call is not there stands alone', () => expect(drawn([page('a done:1')])).toBe('a done:1+result'))
test('a second result for a call stands alone', () =>
  expect(
    drawn([
      {
        ...page('call:1 done:1'),
        items: [...page('call:1 done:1').items, { ...page('done:1').items[0]!, id: 'again' }],
      },
    ]),
  ).toBe('call:1+result again+result'))

test('new lines join the last page until it is full', () => {
  const pages = appendPage([page('a b', 1)], page('c', 2), 3)
  expect(pages).toHaveLength(1)
  expect(pages[0]).toMatchObject({ nextCursor: 'next 2', previousCursor: 'previous 1' })
  expect(appendPage(pages, page('d', 3), 3)).toHaveLength(2)
})
test('nothing new moves only the cursor', () =>
  expect(appendPage([page('a', 1)], page('', 2), 100)[0]).toMatchObject({ nextCursor: 'next 2', items: [{ id: 'a' }] }))

const many = Array.from({ length: maxPages }, (_, number) => page(`p${number}`, number))
test('an older page in front lets the newest go', () => {
  const pages = prependPage(many, page('old', 99))
  expect(pages).toHaveLength(maxPages)
  expect(pages[0]!.previousCursor).toBe('previous 99')
  expect(pages.at(-1)!.nextCursor).toBe(`next ${maxPages - 2}`)
})
test('a newer page behind lets the oldest go', () => {
  const pages = appendPage(many, page('new', 99), 1)
  expect(pages).toHaveLength(maxPages)
  expect(pages[0]!.previousCursor).toBe('previous 1')
})

test('a result is shown by its call, wherever the two stand; anything else by itself', () => {
  const pages = [page('call:1 a'), page('done:1 done:2')]
  expect(['done:1', 'call:1', 'a', 'done:2', 'gone'].map((id) => shownBy(pages, id))).toEqual([
    'call:1',
    'call:1',
    'a',
    'done:2',
    'gone',
  ])
})
