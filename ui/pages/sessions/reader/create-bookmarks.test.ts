import { expect, test } from 'bun:test'
import { createRoot, createSignal } from 'solid-js'
import { storage } from '../../../platform/storage.ts'
import { createBookmarks } from './create-bookmarks.ts'

const within = (sessionId: string) => createRoot(() => createBookmarks(createSignal(sessionId)[0]))

test('bookmarks are kept by session, in the order of the transcript, and taken away again', () => {
  storage.remove('wheelhouse.bookmarks')
  const one = within('one')
  one.toggle({ itemId: 'z.0', title: 'Later', at: 2 })
  one.toggle({ itemId: '1.0', title: 'Earlier', at: null })
  within('two').toggle({ itemId: '5.0', title: 'Elsewhere', at: 1 })
  expect(
    within('one')
      .all()
      .map(({ title }) => title),
  ).toEqual(['Earlier', 'Later'])
  one.toggle({ itemId: 'z.0', title: 'Later', at: 2 })
  expect([one.has('z.0'), one.has('1.0'), within('two').all().length]).toEqual([false, true, 1])
})

test('what is kept by nobody we know is no bookmark', () => {
  for (const kept of ['', '{', '7', '[1,null,{}]', '[{"sessionId":"one","itemId":"nonsense","title":"x","at":1}]']) {
    storage.write('wheelhouse.bookmarks', kept)
    expect(within('one').all()).toEqual([])
  }
  storage.remove('wheelhouse.bookmarks')
})
