import { expect, test } from 'bun:test'
import { countsInVerdict } from '../../src/attention/need.ts'
import { find, textsOf } from '../testing/dom.ts'
import { showOnPage } from '../testing/page.tsx'
import { sampleNeed, sampleOverview } from '../testing/samples.ts'
import { NavRail } from './nav-rail.tsx'

type Kind = Parameters<typeof sampleNeed>[1]
const scores: Record<Kind, number> = {
  'terminal-asks': 120,
  'agent-asked': 105,
  waiting: 110,
  'approval-asked': 110,
  'pairing-asked': 108,
  stalled: 100,
  failed: 90,
  'cron-overdue': 0,
  'cron-failed': 90,
  'budget-passed': 85,
  'breaker-tripped': 86,
  'context-full': 80,
  burning: 75,
  'file-conflict': 70,
  incident: 88,
  'context-filling': 40,
}

/** The badges in the order of the rail, as `page count mark`, while these need somebody. */
function badge(kinds: Kind[], ...expected: string[]) {
  const counted = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => `${all.length} ${kind}`)
  test(`${counted.join(', ') || 'nothing'} makes ${expected.join(', ') || 'no badge'}`, () => {
    const attention = kinds.map((kind, at) => sampleNeed(`need ${at}`, kind, scores[kind]))
    showOnPage(() => <NavRail />, { overview: sampleOverview({ attention }) })
    const badges = [...document.querySelectorAll<HTMLElement>('.badge')]
    const shown = badges.map((badge) => {
      const page = badge.closest('a')?.getAttribute('href')
      return `${page} ${badge.childNodes[0]?.textContent} ${badge.dataset.mark}`
    })
    expect(shown).toEqual(expected)
  })
}
badge([])
badge(['context-filling'])
badge(['waiting'], '/sessions 1 waiting')
badge(['failed'], '/sessions 1 stopped')
badge(['failed', 'waiting'], '/sessions 2 waiting')
badge(['stalled', 'failed'], '/sessions 2 stopped')
badge(['context-full'], '/sessions 1 waiting')
badge(Array<Kind>(120).fill('waiting'), '/sessions 99+ waiting')
badge(
  ['cron-failed', 'budget-passed', 'terminal-asks', 'agent-asked', 'stalled'],
  ...['/sessions 1 waiting', '/crons 1 stopped', '/costs 1 waiting', '/settings 2 waiting'],
)

test('the badges together are what the verdict counts', () => {
  const attention = (Object.keys(scores) as Kind[]).map((kind) => sampleNeed(kind, kind, scores[kind]))
  showOnPage(() => <NavRail />, { overview: sampleOverview({ attention }) })
  const counts = [...document.querySelectorAll('.badge')].map(({ childNodes }) => Number(childNodes[0]?.textContent))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(attention.filter(countsInVerdict).length)
})

test('the badge follows what is heard', () => {
  const { setOverview } = showOnPage(() => <NavRail />)
  expect(document.querySelector('.badge')).toBeNull()
  setOverview(sampleOverview({ attention: [sampleNeed('a', 'waiting', 110)] }))
  expect(find('.badge').closest('a')?.getAttribute('href')).toBe('/sessions')
  setOverview(sampleOverview())
  expect(document.querySelector('.badge')).toBeNull()
})

test('the link to the page one is on is marked, also below its address', () => {
  showOnPage(() => <NavRail />, { path: '/sessions/openclaw.main.a' })
  expect(textsOf('[aria-current="page"] .rail-name')).toEqual(['Sessions'])
})
