import { afterEach, beforeEach, expect, test } from 'bun:test'
import { find, press, show } from '../testing/dom.ts'
import { setPreference } from './appearance.ts'
import { type Binding, bindKeys, listenForKeys } from './keyboard.ts'

let covered = false
let ran: string[] = []
let stop: () => void
afterEach(() => stop())
beforeEach(() => {
  stop = listenForKeys(() => covered)
  covered = false
  ran = []
  setPreference('letters', 'on')
})

const bind = (keys: string, more: Partial<Binding> = {}) =>
  show(() => {
    bindKeys([{ keys, words: '', group: 'Everywhere', run: () => ran.push(keys), ...more }])
    return <input id="field" />
  })

test('a bound key runs, and the browser does not act on it', () => {
  bind('K')
  expect(press('k')).toBe(true)
  expect(press('j')).toBe(false)
  expect(ran).toEqual(['K'])
})

test('two keys after one another are a pair, with any other key between them they are not', () => {
  bind('G B')
  press('g')
  press('b')
  press('g')
  press('x')
  press('b')
  expect(ran).toEqual(['G B'])
})

test('keys do nothing while a person types, but for those that are meant for it', () => {
  bind('K')
  bind('Ctrl K', { whileTyping: true })
  document.querySelector<HTMLElement>('#field')!.focus()
  press('k')
  press('k', { ctrlKey: true })
  expect(ran).toEqual(['Ctrl K'])
})

test('while an overlay covers the page, or a dialog is open, only those run', () => {
  bind('K')
  bind('Ctrl K', { whileTyping: true })
  covered = true
  press('k')
  press('k', { ctrlKey: true })
  covered = false
  show(() => <div role="dialog" data-expanded="" />)
  press('k')
  press('k', { ctrlKey: true })
  expect(ran).toEqual(['Ctrl K', 'Ctrl K'])
})

test('letters and signs can be switched off; chords with Ctrl still work', () => {
  bind('K')
  bind('?')
  bind('Shift L')
  bind('Ctrl K')
  setPreference('letters', 'off')
  press('k')
  press('?', { shiftKey: true })
  press('L', { shiftKey: true })
  press('k', { ctrlKey: true })
  expect(ran).toEqual(['Ctrl K'])
})

test('a key that a part has handled itself runs nothing', () => {
  bind('K')
  find('#field').addEventListener('keydown', (event) => event.preventDefault())
  find('#field').dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true, cancelable: true }))
  expect(ran).toEqual([])
})
