import { expect, test } from 'bun:test'
import { createDom } from './dom.ts'

const names = ['document', 'window', 'localStorage', 'Event', 'setTimeout', 'fetch'] as const
const globals = () => names.map((name) => (globalThis as Record<string, unknown>)[name])

test('a page is there from its installation until it is taken away, and then everything is as before', () => {
  const before = globals()
  expect('document' in globalThis).toBe(false)
  const takeAway = createDom()
  expect(document.body.tagName).toBe('BODY')
  expect(fetch).toBe(before.at(-1) as typeof fetch)
  takeAway()
  expect(globals()).toEqual(before)
  expect('document' in globalThis).toBe(false)
})

test('timers of a page that was taken away do not go off', async () => {
  const takeAway = createDom()
  let wentOff = false
  setTimeout(() => {
    wentOff = true
  }, 5)
  takeAway()
  await Bun.sleep(20)
  expect(wentOff).toBe(false)
})
