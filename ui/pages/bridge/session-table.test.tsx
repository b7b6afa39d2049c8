import { expect, test } from 'bun:test'
import { useOverview } from '../../data/overview-context.ts'
import { changedBy, find, textsOf, until } from '../../testing/dom.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleNow, sampleOverview, sampleSession } from '../../testing/samples.ts'
import { SessionTable } from './session-table.tsx'

const ids = ['a', 'b', 'c', 'd']
const sessions = ids.map((id, at) => sampleSession(id, { lastAt: sampleNow - at * 60_000 }))

function Page() {
  const { overview } = useOverview()
  return <SessionTable overview={overview()!} />
}

async function open() {
  const overview = sampleOverview({ sessions: { active: 0, total: 4, items: sessions } })
  const known = new Map(sessions.map((session) => [session.id, session]))
  const page = showOnPage(Page, { overview })
  await until('the portraits are drawn', () =>
    [...document.querySelectorAll<HTMLElement>('.portrait')].every(({ style }) => style.backgroundImage),
  )
  return {
    /** Applies a change of a session, as the page does when it is heard. */
    hear(id: string, change: Parameters<typeof sampleSession>[1]) {
      const session = { ...(known.get(id) ?? sampleSession(id)), ...change }
      known.set(id, session)
      page.apply({ kind: 'session.changed', session })
    },
  }
}
const rowOf = (element: Element) => element.closest<HTMLElement>('tr[data-row]')?.dataset.session
const order = () => [...document.querySelectorAll<HTMLElement>('tr[data-row]')].map(({ dataset }) => dataset.session)

test('a change of one session changes its row and no other', async () => {
  const { hear } = await open()
  expect(await changedBy(() => hear('b', { costUsd: 2 }), rowOf)).toEqual(['b'])
  expect(await changedBy(() => hear('c', { reason: 'an error', title: 'another' }), rowOf)).toEqual(['c'])
})

test('what is heard twice changes nothing the second time', async () => {
  const { hear } = await open()
  hear('b', { costUsd: 2 })
  expect(await changedBy(() => hear('b', { costUsd: 2 }), rowOf)).toEqual([])
})

test('a session that begins to work comes to the top, and the others keep their rows', async () => {
  const { hear } = await open()
  const rows = new Map(
    [...document.querySelectorAll<HTMLElement>('tr[data-row]')].map((row) => [row.dataset.session, row]),
  )
  hear('c', { state: 'running', startedAt: sampleNow })
  expect(order()).toEqual(['c', 'a', 'b', 'd'])
  const kept = [...document.querySelectorAll<HTMLElement>('tr[data-row]')].map(
    (row) => rows.get(row.dataset.session) === row,
  )
  expect(kept).toEqual([true, true, true, true])
})

test('while a pointer is on the rows they keep their order, and what arrives is counted', async () => {
  const { hear } = await open()
  const table = find('.session-rows')
  table.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }))
  hear('d', { state: 'running', startedAt: sampleNow })
  hear('e', { state: 'running', startedAt: sampleNow })
  expect(order()).toEqual(['a', 'b', 'c', 'd'])
  expect(textsOf('.chip')).toEqual(['1 new'])
  find('.chip').click()
  expect(order()).toEqual(['e', 'd', 'a', 'b', 'c'])
  table.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }))
  hear('c', { state: 'running', startedAt: sampleNow + 1 })
  expect(order()[0]).toBe('c')
})
