import { expect, test } from 'bun:test'
import type { Annotation } from '../../../src/annotations/annotation.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { find, show, textsOf, type, until } from '../../testing/dom.ts'
import { sampleItem } from '../../testing/samples.ts'
import BulkBar from './bulk-bar.tsx'

const annotation = (rest: Partial<Annotation>): Annotation => ({
  tags: [],
  isPinned: false,
  isArchived: false,
  note: null,
  ...rest,
})

function open(items: SessionItem[], { whyNot = undefined as string | undefined } = {}) {
  const calls: unknown[] = []
  const note =
    (name: string) =>
    async (...given: unknown[]) =>
      void calls.push([name, ...given])
  show(() => (
    <BulkBar
      items={items}
      knownTags={['infra', 'release']}
      edits={{
        isBusy: () => false,
        whyNot: () => whyNot,
        tag: note('tag'),
        pin: note('pin'),
        archive: note('archive'),
        note: note('note'),
      }}
      onClear={() => void calls.push(['clear'])}
    />
  ))
  const press = (name: string) =>
    findAll<HTMLButtonElement>('.bulk-bar button')
      .find((button) => button.textContent?.trim().startsWith(name))!
      .click()
  return { calls, press }
}

const two = [
  sampleItem('a', { annotation: annotation({ tags: ['infra'], isPinned: true }) }),
  sampleItem('b', { annotation: annotation({ isPinned: true }) }),
]

test('what is checked is counted and summed, and the verbs say what they would do', () => {
  open(two)
  expect(find('.bulk-bar p').textContent).toStartWith('2 selected two ')
  expect(textsOf('.bulk-bar .verbs button').map((text) => text.replace('Esc', '').trim())).toEqual([
    'Tag',
    'Unpin',
    'Export',
    'Archive',
    'Gateway',
    'Clear',
  ])
})

test('what is archived already is brought back, and a single session can have a note', () => {
  const { press, calls } = open([sampleItem('a', { annotation: annotation({ isArchived: true }) })])
  expect(textsOf('.bulk-bar .verbs button').some((text) => text.includes('Note'))).toBe(true)
  press('Unarchive')
  expect(calls).toEqual([['archive', ['a'], false, 0], ['clear']])
})

test('who archives what is at work is told how many of them go on', () => {
  const { press, calls } = open([sampleItem('a', { state: 'running' }), sampleItem('b', { state: 'idle' })])
  press('Archive')
  expect(calls).toEqual([['archive', ['a', 'b'], true, 1], ['clear']])
})

test('pinning pins all where not all are pinned', () => {
  const { press, calls } = open([two[0]!, sampleItem('c')])
  press('Pin')
  expect(calls).toEqual([['pin', ['a', 'c'], true]])
})

test('whoever may not change anything is told why, and can still export', () => {
  open(two, { whyNot: 'View only.' })
  const [tag, pin, exporting, archive] = findAll<HTMLButtonElement>('.bulk-bar .verbs button')
  expect([tag!.disabled, pin!.disabled, exporting!.disabled, archive!.disabled]).toEqual([true, true, false, true])
  expect(tag!.title).toBe('View only.')
  expect(find('.bulk-bar .view-only').textContent).toBe('View only.')
})

test('tags that some have are shown as such; only what was decided is changed', async () => {
  const { press, calls } = open(two)
  press('Tag')
  await until('the dialog is open', () => document.querySelector('.dialog') !== null)
  expect(findAll('.dialog .tag-choice').map((one) => `${one.textContent} ${one.getAttribute('aria-pressed')}`)).toEqual(
    ['infra mixed', 'release false'],
  )
  type(find<HTMLInputElement>('.dialog input'), 'Night shift, crew')
  expect(find('.dialog output').textContent).toStartWith('Saved as night-shift:')
  findAll('.dialog .tag-choice')[0]!.click()
  find('.dialog form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  expect(calls).toEqual([['tag', ['a', 'b'], { add: ['infra', 'night-shift', 'crew'], remove: [] }]])
})

test('what cannot be a tag is said, and nothing is changed', async () => {
  const { press, calls } = open(two)
  press('Tag')
  await until('the dialog is open', () => document.querySelector('.dialog') !== null)
  type(find<HTMLInputElement>('.dialog input'), '-later')
  find('.dialog form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  expect(find('.dialog .problem').textContent).toContain('“-later” cannot be a tag')
  expect(calls).toEqual([])
})

function findAll<E extends HTMLElement = HTMLElement>(selector: string): E[] {
  return [...document.querySelectorAll<E>(selector)]
}
