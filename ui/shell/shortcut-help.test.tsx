import { expect, test } from 'bun:test'
import { createSignal, Show } from 'solid-js'
import { bindKeys, listenForKeys } from '../platform/keyboard.ts'
import { find, press, show, textsOf, until } from '../testing/dom.ts'
import { overlays } from './overlays.ts'
import { ShortcutHelp } from './shortcut-help.tsx'

type Keys = Parameters<typeof bindKeys>[0]
const binding = (keys: string, words: string, group: Keys[0]['group'] = 'Everywhere', run = () => {}) => ({
  keys,
  words,
  group,
  run,
})

/** The help beside a part of a page that binds keys of its own. */
function open(ofPage: Keys, everywhere: Keys = []) {
  const [isPageThere, setPageThere] = createSignal(true)
  const Page = (props: { keys: Keys }) => {
    bindKeys(props.keys)
    return null
  }
  show(() => (
    <>
      <Page keys={everywhere} />
      <Show when={isPageThere()}>
        <Page keys={ofPage} />
      </Show>
      <ShortcutHelp />
    </>
  ))
  return { leave: () => setPageThere(false) }
}
const listed = () => textsOf('.shortcut-groups dl > div')

test('keys are listed in their groups, those of the page first', () => {
  open([binding('J', 'Next session', 'This page')], [binding('?', 'These keys'), binding('G S', 'Sessions', 'Go to')])
  expect(textsOf('.shortcut-groups h3')).toEqual(['This page', 'Go to', 'Everywhere'])
  expect(listed()).toEqual(['JNext session', 'GSSessions', '?These keys'])
})

test('keys of a part that is gone are not listed', () => {
  const { leave } = open([binding('J', 'Next session', 'This page')], [binding('?', 'These keys')])
  leave()
  expect(listed()).toEqual(['?These keys'])
})

test('of two bindings of a key the latest is listed, and it is the one that runs', () => {
  const ran: string[] = []
  const stop = listenForKeys(() => false)
  const { leave } = open(
    [binding('F', 'Follow the end', 'This page', () => ran.push('page'))],
    [binding('F', 'Find', 'Everywhere', () => ran.push('everywhere'))],
  )
  expect(listed()).toEqual(['FFollow the end'])
  // While the help is open it has the keyboard; without it the key works.
  find('[role="dialog"]').removeAttribute('data-expanded')
  press('f')
  leave()
  press('f')
  stop()
  expect(ran).toEqual(['page', 'everywhere'])
})

test('letters can be switched off here, and the choice is stored', () => {
  open([])
  const box = find<HTMLInputElement>('input[type="checkbox"]')
  expect(box.checked).toBe(true)
  box.click()
  expect(localStorage.getItem('wheelhouse.letters')).toBe('off')
  box.click()
  expect(localStorage.getItem('wheelhouse.letters')).toBe('on')
})

test('Escape closes it', async () => {
  overlays.toggleShortcuts()
  open([])
  await until('it has the focus', () => document.activeElement?.closest('[role="dialog"]'))
  press('Escape')
  await until('it is closed', () => overlays.open() === undefined)
})
