import { expect, test } from 'bun:test'
import { createMemo, createRoot, createSignal, untrack } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { listenForKeys } from '../../platform/keyboard.ts'
import { changedBy, cleanUp, find, press, textsOf, until } from '../../testing/dom.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleItem } from '../../testing/samples.ts'
import { layOut } from '../../testing/stand-ins.ts'
import { createColumns } from './columns.ts'
import { type Checked, createChecked } from './create-checked.ts'
import type { Listing } from './create-listing.ts'
import { type Filter, nothingNarrowed } from './filter.ts'
import { SessionGrid } from './session-grid.tsx'
import { type ListGroup, type Placed, rowsOf, type Unsettled } from './tree-rows.ts'

const manySessions = (count: number) => Array.from({ length: count }, (_, at) => sampleItem(`s${at}`))
const none: Unsettled = { fresh: new Set(), moved: new Set() }

/** A grid over a list that is held here: twelve sessions in the group `today` unless told. */
function open({
  sessions = manySessions(12),
  children = {} as Record<string, SessionItem[]>,
  cards = false,
  openId = undefined as string | undefined,
  hasMore = false,
} = {}) {
  layOut('.session-grid', { height: 340, content: () => 34 * sessions.length })
  const all = [...sessions, ...Object.values(children).flat()]
  const [items, setItems] = createStore(Object.fromEntries(all.map((item) => [item.id, item])))
  const [opened, setOpened] = createSignal<ReadonlyMap<string, string[]>>(new Map())
  const [closed, setClosed] = createSignal<ReadonlySet<ListGroup>>(new Set())
  const [unsettled, setUnsettled] = createSignal(none)
  const [filter, setFilter] = createSignal<Filter>(nothingNarrowed)
  const calls: string[] = []
  const placed = sessions.map(({ id }): Placed => ({ id, group: 'today' }))
  const rows = createRoot(() =>
    createMemo(() =>
      rowsOf({
        placed,
        childCount: (id) => untrack(() => items[id]?.childCount),
        counts: { today: sessions.length },
        closed: closed(),
        children: opened(),
      }),
    ),
  )
  const listing: Listing = {
    rows,
    loaded: () => true,
    hasMore: () => hasMore,
    item: (id: string) => items[id]!,
    facets: () => undefined,
    total: () => sessions.length,
    problem: () => undefined,
    trouble: () => undefined,
    retry: () => {},
    asOf: () => undefined,
    loading: () => false,
    loadingMore: () => false,
    unsettled,
    load: async () => void calls.push('load'),
    more: async () => void calls.push('more'),
    onEvent: () => {},
    onGap: () => {},
    settleSoon: () => {},
    reorder: async () => {},
    open: async (id) =>
      void setOpened((before) =>
        new Map(before).set(
          id,
          children[id]!.map((item) => item.id),
        ),
      ),
    close: (id) => setOpened((before) => new Map([...before].filter(([other]) => other !== id))),
    toggleGroup: (group) => setClosed((before) => (before.has(group) ? new Set<ListGroup>() : new Set([group]))),
  }
  const checked: Checked = createRoot(() => createChecked(rows))
  const page = showOnPage(() => (
    <SessionGrid
      listing={listing}
      columns={createColumns()}
      checked={checked}
      filter={filter()}
      cards={cards}
      openId={openId}
      hrefOf={(id) => `/sessions/${id}`}
      nameOf={(id) => id}
      otherNeeds={1}
      isNeeded={({ state }) => state === 'waiting'}
      onSort={({ sort, dir }) => void calls.push(`sort ${sort} ${dir}`)}
      onRest={(atRest) => void calls.push(atRest ? 'at rest' : 'not at rest')}
      onEscape={() => void calls.push('escape')}
    />
  ))
  find('.session-grid').focus()
  return { ...page, checked, calls, items, setItems, setUnsettled, setFilter }
}

/** The faces come with a file of their own, and change the rows once. */
const facesDrawn = () =>
  until('the faces are drawn', () =>
    [...document.querySelectorAll<HTMLElement>('.portrait')].every(({ style }) => style.backgroundImage),
  )
const rowsShown = () => [...document.querySelectorAll<HTMLElement>('.grid-body [role="row"]')]
/** What a row says it is: the id of its session, or the name of its group. */
const nameOfRow = (row: HTMLElement) => row.dataset.session ?? row.textContent?.replace(/\d+$/, '').trim() ?? ''
const selected = () =>
  rowsShown()
    .flatMap((row) => (row.dataset.selected === undefined ? [] : [nameOfRow(row)]))
    .join()
/** Presses keys in turn and says where the selection is after each. */
const walk = (keys: string) =>
  keys.split(' ').map((key) => {
    press(key)
    return selected()
  })
const rowOf = (element: Element) => element.closest<HTMLElement>('[role="row"]')?.dataset.session

test('only the rows in view are in the DOM, and a few beyond them', () => {
  open({ sessions: manySessions(5_000) })
  expect(rowsShown().length).toBeGreaterThan(10)
  expect(rowsShown().length).toBeLessThan(40)
  expect(find('[role="treegrid"]').getAttribute('aria-rowcount')).toBe('5002')
})

test('one change of one session changes one row', async () => {
  const { setItems } = open({ sessions: manySessions(100) })
  await facesDrawn()
  expect(await changedBy(() => setItems('s3', 'title', 'another title'), rowOf)).toEqual(['s3'])
  expect(await changedBy(() => setItems('s4', { state: 'failed', reason: 'an error' }), rowOf)).toEqual(['s4'])
  expect(await changedBy(() => setItems('s99', 'title', 'out of view'), rowOf)).toEqual([])
})

test('moving the selection changes the row that had it and the row that has it', async () => {
  open()
  await facesDrawn()
  expect((await changedBy(() => void press('ArrowDown'), rowOf)).toSorted()).toEqual(['s0', 's1'])
})

test('arrows, Home and End move the selection, and stop at both ends', () => {
  open({ sessions: ['a', 'b', 'c'].map((id) => sampleItem(id)) })
  expect(selected()).toBe('a')
  expect(walk('ArrowDown ArrowUp ArrowUp ArrowUp End ArrowDown Home')).toEqual([
    'b',
    'a',
    'Earlier today',
    'Earlier today',
    'c',
    'c',
    'Earlier today',
  ])
})

test('J and K do the same from anywhere on the page, and the grid has the focus then', () => {
  open({ sessions: ['a', 'b', 'c'].map((id) => sampleItem(id)) })
  const stop = listenForKeys(() => false)
  ;(document.activeElement as HTMLElement).blur()
  expect(walk('j j k')).toEqual(['b', 'c', 'b'])
  expect(document.activeElement?.role).toBe('treegrid')
  expect(find('[role="treegrid"]').getAttribute('aria-activedescendant')).toBe(find('[data-selected]').id)
  stop()
})

test('right opens a parent and goes to its first child, left goes back and closes it', () => {
  const parent = sampleItem('p', { childCount: 2, worstChild: 'failed' })
  open({
    sessions: [sampleItem('a'), parent],
    children: { p: [sampleItem('c1', { parentId: 'p' }), sampleItem('c2', { parentId: 'p' })] },
  })
  walk('End')
  expect(walk('ArrowRight ArrowRight ArrowDown ArrowLeft ArrowLeft ArrowLeft')).toEqual([
    'p',
    'c1',
    'c2',
    'p',
    'p',
    'Earlier today',
  ])
  expect(rowsShown().map(nameOfRow)).toEqual(['Earlier today', 'a', 'p'])
})

test('a closed parent shows the state of its worst child, and none once it is open', async () => {
  open({
    sessions: [sampleItem('p', { childCount: 1, worstChild: 'waiting' })],
    children: { p: [sampleItem('c', { parentId: 'p', state: 'waiting' })] },
  })
  expect(find('.children-toggle').title).toBe('1 sub-agent; worst state: waits for you')
  expect(find('.children-toggle .mark').dataset.mark).toBe('waiting')
  find('.children-toggle').click()
  expect(find('.children-toggle').title).toBe('1 sub-agent')
  expect(document.querySelector('.children-toggle .mark')).toBeNull()
})

test('a group is folded and unfolded by Enter and by a click', () => {
  open({ sessions: ['a', 'b'].map((id) => sampleItem(id)) })
  walk('Home Enter')
  expect(rowsShown().map(nameOfRow)).toEqual(['Earlier today'])
  expect(rowsShown()[0]!.getAttribute('aria-expanded')).toBe('false')
  rowsShown()[0]!.click()
  expect(rowsShown()).toHaveLength(3)
})

test('Enter opens the selected session', async () => {
  const { address } = open({ sessions: ['a', 'b'].map((id) => sampleItem(id)) })
  walk('End Enter')
  await until('the session is open', () => address() === '/sessions/b')
})

test('a click on a row opens its session', async () => {
  const { address } = open({ sessions: ['a', 'b'].map((id) => sampleItem(id)) })
  find('[data-session="b"] .c-agent').click()
  await until('the session is open', () => address() === '/sessions/b')
})

test('keys with a modifier are left to the browser, and Escape to the page', () => {
  const { calls } = open()
  expect(press('ArrowDown', { ctrlKey: true })).toBe(false)
  expect(selected()).toBe('s0')
  press('Escape')
  expect(calls).toContain('escape')
})

test('Enter on the head of a column sorts and opens nothing', () => {
  const { address } = open()
  walk('ArrowDown ArrowDown')
  find('.grid-head .c-cost button').focus()
  expect(press('Enter')).toBe(false)
  expect(address()).toBe('/')
})

test('the head of a column sorts its usual way, then the other, then not', () => {
  const { calls, setFilter } = open()
  const click = () => {
    find('.grid-head .c-cost button').click()
    return calls.filter((call) => call.startsWith('sort')).at(-1)
  }
  expect(click()).toBe('sort cost desc')
  setFilter({ ...nothingNarrowed, sort: 'cost', dir: 'desc' })
  expect(find('.grid-head .c-cost').getAttribute('aria-sort')).toBe('descending')
  expect(click()).toBe('sort cost asc')
  setFilter({ ...nothingNarrowed, sort: 'cost', dir: 'asc' })
  expect(click()).toBe('sort standing desc')
})

test('the default order cannot be turned round', () => {
  const { calls } = open()
  find('.grid-head .c-reason button').click()
  expect(calls.filter((call) => call.startsWith('sort'))).toEqual([])
})

test('rows rest while nobody points at them and the list is at its top', () => {
  const { calls } = open()
  const moves = () => calls.filter((call) => call.endsWith('rest'))
  expect(moves()).toEqual(['at rest'])
  find('.grid-container').dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }))
  find('.grid-container').dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }))
  find('.session-grid').scrollTop = 200
  find('.session-grid').dispatchEvent(new Event('scroll'))
  expect(moves()).toEqual(['at rest', 'not at rest', 'at rest', 'not at rest'])
})

test('what arrives while rows do not move is counted, and taken in by a click', () => {
  const { calls, setUnsettled } = open()
  setUnsettled({ fresh: new Set(['x', 'y']), moved: new Set(['s1']) })
  expect(document.querySelector('.arrivals')).toBeNull()
  find('.grid-container').dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }))
  expect(textsOf('.arrivals')).toEqual(['2 new, 1 moved'])
  find('.arrivals').click()
  expect(calls).toContain('load')
})

test('the next page is asked for when the end comes near, not before', async () => {
  expect(open({ hasMore: true, sessions: manySessions(100) }).calls).not.toContain('more')
  await cleanUp()
  expect(open({ hasMore: true, sessions: manySessions(40) }).calls).toContain('more')
})

test('another filter begins at its top with nothing selected', () => {
  const { setFilter } = open()
  walk('ArrowDown ArrowDown')
  setFilter({ ...nothingNarrowed, q: 'word' })
  expect(selected()).toBe('')
})

test('cards have no head to click, and the same rows', () => {
  open({ sessions: [sampleItem('a')], cards: true })
  expect(find('.grid-head').classList.contains('hidden')).toBe(true)
  expect(document.querySelectorAll('.card')).toHaveLength(1)
})

/** The sessions that are checked, as the boxes of their rows say. */
const checkedRows = () =>
  rowsShown()
    .filter((row) => row.querySelector<HTMLInputElement>('.check')?.checked)
    .map((row) => row.dataset.session)
    .join(' ')

test('Space checks the selected session, Shift with an arrow a range, Ctrl+A all, and Escape gives them back first', () => {
  const { calls } = open()
  walk('Home ArrowDown')
  press(' ')
  expect(checkedRows()).toBe('s0')
  press('ArrowDown', { shiftKey: true })
  press('ArrowDown', { shiftKey: true })
  expect([checkedRows(), selected()]).toEqual(['s0 s1 s2', 's2'])
  press('ArrowUp', { shiftKey: true })
  expect(checkedRows()).toBe('s0 s1')
  press('a', { ctrlKey: true })
  expect(checkedRows().split(' ')).toHaveLength(12)
  press('Escape')
  expect([checkedRows(), calls.includes('escape')]).toEqual(['', false])
  press('Escape')
  expect(calls).toContain('escape')
})

test('a click on a box checks it and opens nothing, with Shift it checks everything between', () => {
  const { address } = open()
  const box = (id: string) => find<HTMLInputElement>(`[data-session="${id}"] .check`)
  box('s2').click()
  box('s5').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }))
  expect([checkedRows(), address()]).toEqual(['s2 s3 s4 s5', '/'])
  // One that is checked stays so at the end of a range.
  box('s4').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }))
  expect(checkedRows()).toBe('s2 s3 s4')
  find('[data-session="s7"]').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }))
  expect([checkedRows(), address()]).toEqual(['s2 s3 s4 s7', '/'])
})

test('the box above all checks what is loaded, and says whether some or all is', () => {
  open()
  const all = find<HTMLInputElement>('.head .check')
  find<HTMLInputElement>('[data-session="s1"] .check').click()
  expect(all.indeterminate).toBe(true)
  all.click()
  expect([checkedRows().split(' ').length, all.indeterminate, all.checked]).toEqual([12, false, true])
})

test('cards show boxes while one chooses, and a tap checks instead of opening', () => {
  const { checked, address } = open({ cards: true })
  expect(document.querySelectorAll('.card .check')).toHaveLength(0)
  checked.startChoosing()
  find('[data-session="s1"] .c-title a').click()
  expect([checkedRows(), address()]).toEqual(['s1', '/'])
})

test('what people noted stands behind the title', () => {
  const noted = { tags: ['infra', 'later'], isPinned: true, isArchived: false, note: 'Ask Ann' }
  open({ sessions: [sampleItem('a', { annotation: noted }), sampleItem('b')] })
  expect(textsOf('[data-session="a"] .annotations')).toEqual(['Note: Ask Anninfra+1'])
  expect(document.querySelectorAll('[data-session="b"] .annotations')).toHaveLength(0)
})
