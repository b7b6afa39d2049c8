import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import { listenForKeys } from '../../platform/keyboard.ts'
import { find, press, show, textsOf, type, until } from '../../testing/dom.ts'
import { type Filter, nothingNarrowed } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'

/** A bar over a filter; `steps` are the changes that can be undone with the back button. */
function open(start: Partial<Filter> = {}) {
  const [filter, setFilter] = createSignal<Filter>({ ...nothingNarrowed, ...start })
  const steps: string[] = []
  let downs = 0
  show(() => (
    <FilterBar
      filter={filter()}
      path="/sessions?state=working"
      nameOf={(id) => id}
      known={{ agents: [{ id: 'openclaw:forge', name: 'Forge' }], facets: undefined }}
      onChange={(next, typing) => {
        if (!typing) steps.push(next.q)
        setFilter(next)
      }}
      onDown={() => downs++}
    />
  ))
  return { filter, setFilter, steps, downs: () => downs, field: find<HTMLInputElement>('.filter-field input') }
}

test('what is typed narrows the list after a pause, and Enter does not wait for it', async () => {
  const { field, filter } = open()
  type(field, 'pump')
  expect(filter().q).toBe('')
  await until('the pause is over', () => filter().q === 'pump')
  type(field, 'pump room')
  press('Enter')
  expect(filter().q).toBe('pump room')
})

test('only the first letters of a word are a step back', () => {
  const { field, steps, filter } = open()
  for (const typed of ['p', 'pu', 'pum']) {
    type(field, typed)
    press('Enter')
  }
  field.dispatchEvent(new FocusEvent('blur'))
  type(field, 'pump')
  press('Enter')
  expect({ steps, q: filter().q }).toEqual({ steps: ['p', 'pump'], q: 'pump' })
})

test('backspace in the empty field takes the last chip away', () => {
  const { field, filter } = open({ states: ['working'], kinds: ['cron'], minCostUsd: 2 })
  expect(textsOf('.filter-chip > .cut')).toEqual(['state working', 'kind cron', 'cost over $2'])
  field.focus()
  press('Backspace')
  press('Backspace')
  expect(textsOf('.filter-chip > .cut')).toEqual(['state working'])
  type(field, 'w')
  press('Backspace')
  expect(filter().states).toEqual(['working'])
})

test('the cross of a chip takes it away, and the field has the focus', () => {
  const { filter, field } = open({ states: ['working'], kinds: ['cron'] })
  find('[aria-label="Without state working"]').click()
  expect({ states: filter().states, kinds: filter().kinds }).toEqual({ states: [], kinds: ['cron'] })
  expect(document.activeElement === field).toBe(true)
})

test('Escape empties the field first, and leaves it then', () => {
  const { field, filter } = open({ q: 'pump' })
  field.focus()
  press('Escape')
  expect({ q: filter().q, shown: field.value, focused: document.activeElement === field }).toEqual({
    q: '',
    shown: '',
    focused: true,
  })
  press('Escape')
  expect(document.activeElement === field).toBe(false)
})

test('down goes to the rows, with what was typed', () => {
  const { field, filter, downs } = open()
  type(field, 'pump')
  press('ArrowDown')
  expect({ q: filter().q, downs: downs() }).toEqual({ q: 'pump', downs: 1 })
})

test('another filter puts its words into the field', () => {
  const { field, setFilter } = open()
  setFilter({ ...nothingNarrowed, q: 'mast' })
  expect(field.value).toBe('mast')
})

test('a slash goes to the field from anywhere', () => {
  const stop = listenForKeys(() => false)
  const { field } = open()
  press('/')
  expect(document.activeElement === field).toBe(true)
  stop()
})

test('a condition that is typed becomes a chip with a space or Enter, and the words around it stay', () => {
  const { field, filter } = open()
  type(field, 'pump state:failed ')
  expect({ states: filter().states, q: filter().q, typed: field.value }).toEqual({
    states: ['stopped'],
    q: 'pump',
    typed: 'pump',
  })
  type(field, 'pump agent:forge')
  press('Enter')
  expect(textsOf('.filter-chip > .cut')).toEqual(['state stopped or failed', 'agent openclaw:forge'])
})

test('a condition that means nothing says so, and is not searched for', () => {
  const { field, filter } = open()
  type(field, 'state:purple')
  press('Enter')
  expect(find('.filter-problem').textContent).toContain('“purple” is not a state')
  expect([filter().q, field.value]).toEqual(['', 'state:purple'])
})

test('the beginning of a condition is completed with the arrows and Enter, or with Tab', () => {
  const { field, filter } = open()
  field.focus()
  type(field, 'sta')
  expect(textsOf('.filter-suggestions code')).toEqual(['state:'])
  press('Tab')
  expect(field.value).toBe('state:')
  press('ArrowDown')
  press('ArrowDown')
  press('Enter')
  expect(filter().states).toEqual(['stopped'])
})
