import { expect, test } from 'bun:test'
import { find, textsOf } from '../testing/dom.ts'
import { showOnPage } from '../testing/page.tsx'
import { sampleNeed, sampleOverview } from '../testing/samples.ts'
import { NavRail } from './nav-rail.tsx'

type Kind = Parameters<typeof sampleNeed>[1]
const scores: Record<Kind, number> = {
  'terminal-asks': 120,
  'agent-asked': 105,
  waiting: 110,
  stalled: 100,
  failed: 90,
  'cron-failed': 90,
  'budget-passed': 85,
  'context-full': 80,
  'context-filling': 40,
}

/** The badge on the link to the sessions, as `count mark`, while these need somebody. */
function badge(kinds: Kind[], expected: string | undefined) {
  const counted = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => `${all.length} ${kind}`)
  test(`${counted.join(', ') || 'nothing'} makes ${expected ?? 'no badge'}`, () => {
    const attention = kinds.map((kind, at) => sampleNeed(`need ${at}`, kind, scores[kind]))
    showOnPage(() => <NavRail />, { overview: sampleOverview({ attention }) })
    const badges = [...document.querySelectorAll<HTMLElement>('.badge')]
    const shown = badges.map(({ childNodes, dataset }) => `${childNodes[0]?.textContent} ${dataset.mark}`)
    expect(shown).toEqual(expected === undefined ? [] : [expected])
  })
}
badge([], undefined)
badge(['waiting'], '1 waiting')
badge(['failed'], '1 stopped')
badge(['failed', 'waiting'], '2 waiting')
badge(['stalled', 'failed'], '2 stopped')
badge(['context-full'], '1 waiting')
badge(['context-filling', 'cron-failed', 'budget-passed'], undefined)
badge(Array<Kind>(120).fill('waiting'), '99+ waiting')

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
