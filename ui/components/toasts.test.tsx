import { expect, test } from 'bun:test'
import { find, show, textsOf, until } from '../testing/dom.ts'
import { Toasts, toast } from './toasts.tsx'

const shown = () => textsOf('.toast [id$="title"]')

test('the result of an action is shown once, and can be taken back', async () => {
  let undone = 0
  toast({ text: 'Said to nobody' })
  show(() => <Toasts />)
  expect(document.querySelector('.toast')).toBeNull()
  toast({ text: 'Compact rows', undo: () => undone++ })
  await until('the toast is shown', () => shown().length > 0)
  toast({ text: 'Link copied' })
  await until('the second one is shown, too', () => shown().length > 1)
  expect(shown().toSorted()).toEqual(['Compact rows', 'Link copied'])
  expect(textsOf('.toast button')).toEqual(['Undo'])
  find('.toast button').click()
  await until('the first one is gone', () => !shown().includes('Compact rows'))
  expect(undone).toBe(1)
})

test('no more than three are shown at once', async () => {
  show(() => <Toasts />)
  for (const text of ['one', 'two', 'three', 'four', 'five']) toast({ text })
  await until('toasts are shown', () => shown().length >= 3)
  expect(shown()).toHaveLength(3)
})
