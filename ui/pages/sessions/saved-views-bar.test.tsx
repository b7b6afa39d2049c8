import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import { find, press, show, textsOf, type, until } from '../../testing/dom.ts'
import { type Filter, nothingNarrowed } from './filter.ts'
import { builtInViews, createSavedViews } from './saved-views.ts'
import { SavedViewsBar } from './saved-views-bar.tsx'

function open(start: Partial<Filter> = {}) {
  const [filter, setFilter] = createSignal<Filter>({ ...nothingNarrowed, ...start })
  show(() => {
    const views = createSavedViews()
    return (
      <SavedViewsBar
        filter={filter()}
        views={views}
        countOf={(search) => (search === '' ? 7 : undefined)}
        hrefOf={(search) => `/sessions${search}`}
      />
    )
  })
  return { setFilter }
}
const names = () => textsOf('.views li bdi')
const here = () => textsOf('[aria-current="page"] bdi')
const keepButton = () => document.querySelector<HTMLElement>('.views button[title]:not([aria-haspopup])')

async function keep(name: string) {
  keepButton()!.click()
  await until('the name is asked for', () => document.querySelector('.naming input'))
  type(find('.naming input'), name)
  find('.naming [type="submit"]').click()
  await until('the view is kept', () => !document.querySelector('.naming'))
}

test('the views that are always there come first, the one in use is marked, and a count stands where it is known', () => {
  open()
  expect(names()).toEqual(builtInViews.map(({ name }) => name))
  expect(here()).toEqual(['All'])
  expect(textsOf('.views li .count').slice(0, 2)).toEqual(['7', ''])
})

test('the order of the rows makes no other view', () => {
  open({ sort: 'cost', dir: 'asc' })
  expect(here()).toEqual(['All'])
  expect(keepButton() === null).toBe(true)
})

test('a filter that is no view yet is kept under a name, in one line, and is there the next time', async () => {
  const { setFilter } = open({ q: 'pump' })
  expect(here()).toEqual([])
  await keep('  the\n pump  ')
  expect(here()).toEqual(['the pump'])
  expect(keepButton() === null).toBe(true)
  setFilter(nothingNarrowed)
  expect(here()).toEqual(['All'])
  document.body.replaceChildren()
  open({ q: 'pump' })
  expect(here()).toEqual(['the pump'])
})

test('a name of nothing but blanks keeps nothing', async () => {
  open({ q: 'pump' })
  keepButton()!.click()
  await until('the name is asked for', () => document.querySelector('.naming input'))
  type(find('.naming input'), '   ')
  expect(find<HTMLButtonElement>('.naming [type="submit"]').disabled).toBe(true)
  press('Escape')
  await until('the question is gone', () => !document.querySelector('.naming'))
  expect(names()).toEqual(builtInViews.map(({ name }) => name))
})

test('one’s own view is renamed and deleted from its menu, the others have none', async () => {
  open({ q: 'pump' })
  await keep('pump')
  const menus = () => [...document.querySelectorAll<HTMLElement>('.views [aria-haspopup]')]
  const pick = async (item: string) => {
    menus()[0]!.focus()
    press('Enter')
    await until('the menu is open', () => document.querySelector('[role="menuitem"]'))
    const chosen = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(
      ({ textContent }) => textContent === item,
    )!
    chosen.focus()
    press('Enter')
  }
  expect(menus()).toHaveLength(1)
  await pick('Rename')
  await until('the name is asked for', () => document.querySelector('.naming input'))
  type(find('.naming input'), 'mast')
  find('.naming [type="submit"]').click()
  await until('it has its new name', () => names().at(-1) === 'mast')
  await until('the question is gone', () => !document.querySelector('.naming'))
  await pick('Delete')
  await until('it is gone', () => names().length === builtInViews.length)
})
