import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import type { SessionFacets } from '../../../src/sessions/listing.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { showOnPage } from '../../testing/page.tsx'
import { ClearAll, Facets } from './facets.tsx'
import { type Filter, nothingNarrowed } from './filter.ts'

const facets: SessionFacets = {
  total: 9,
  costUsd: 1,
  costIsLowerBound: false,
  totalTokens: 1,
  medianUsd: 1,
  states: [
    { state: 'running', count: 2 },
    { state: 'thinking', count: 1 },
    { state: 'failed', count: 3 },
    { state: 'stalled', count: 1 },
    { state: 'asleep', count: 2 },
  ],
  agents: Array.from({ length: 9 }, (_, at) => ({ id: `openclaw:a${at}`, name: `agent ${at}`, count: at })),
  runtimes: [
    { runtime: 'openclaw', count: 7 },
    { runtime: 'codex', count: 2 },
  ],
  kinds: [{ kind: 'cron', count: 4 }],
  groups: { needs: 1, working: 3, today: 2, earlier: 3 },
  costHistogram: [
    { fromUsd: 0, toUsd: 1, count: 5 },
    { fromUsd: 1, toUsd: 2, count: 3 },
    { fromUsd: 2, toUsd: 5, count: 1 },
    { fromUsd: 5, toUsd: null, count: 0 },
  ],
  startedHours: [0, 0, 2, 1],
  older: null,
  archived: null,
  pinned: { needs: 0, working: 0, today: 0, earlier: 0 },
  below: null,
  models: [],
  branches: [],
  projects: [],
  worktrees: [],
  tags: [],
  tools: [],
}

function open(start: Partial<Filter> = {}, known = facets) {
  const [filter, setFilter] = createSignal<Filter>({ ...nothingNarrowed, ...start })
  showOnPage(() => (
    <>
      <ClearAll filter={filter()} onChange={setFilter} />
      <Facets filter={filter()} facets={known} onChange={setFilter} />
    </>
  ))
  return { filter }
}
const facet = (title: string) =>
  [...document.querySelectorAll('fieldset')].find((set) => set.querySelector('legend')?.textContent === title)!
const choose = (title: string, choice: string) => {
  const row = [...facet(title).querySelectorAll('label')].find((label) => label.textContent?.includes(choice))!
  row.querySelector('input')!.click()
}

test('each group of states says how many sessions it would leave', () => {
  open()
  expect(textsOf('label', facet('State'))).toEqual([
    'Waiting1',
    'Stopped or failed3',
    'Working3',
    'Idle or asleep2',
    'Finished0',
  ])
})

test('unknown states have a choice where there are any, or where they were chosen', () => {
  open({ states: ['unknown'] })
  expect(textsOf('label', facet('State')).at(-1)).toBe('Unknown0')
})

test('a choice is added to the filter, and taken away by the same click', () => {
  const { filter } = open()
  choose('State', 'Working')
  choose('State', 'Waiting')
  expect(filter().states).toEqual(['working', 'waiting'])
  choose('State', 'Working')
  expect(filter().states).toEqual(['waiting'])
  choose('Kind', 'Cron')
  choose('Source', 'Codex')
  expect({ kinds: filter().kinds, runtimes: filter().runtimes }).toEqual({ kinds: ['cron'], runtimes: ['codex'] })
})

test('of many agents the busiest are shown, and those that were chosen', () => {
  const { filter } = open({ agents: ['openclaw:a0'] })
  expect(textsOf('label bdi', facet('Agent'))).toEqual([
    'agent 8',
    'agent 7',
    'agent 6',
    'agent 5',
    'agent 4',
    'agent 3',
    'agent 0',
  ])
  find('button', facet('Agent')).click()
  expect(textsOf('label', facet('Agent'))).toHaveLength(9)
  choose('Agent', 'agent 0')
  expect(filter().agents).toEqual([])
})

test('sources are a choice where there are several', () => {
  open({}, { ...facets, runtimes: facets.runtimes.slice(0, 1) })
  expect(textsOf('legend')).toEqual(['State', 'Agent', 'Kind', 'Cost of a session', 'Started, today by hour'])
})

test('the scale of costs ends where the dearest session is; its first step leaves nothing out', () => {
  const { filter } = open()
  const scale = find<HTMLInputElement>('input[type="range"]')
  expect(scale.max).toBe('2')
  const drag = (step: string) => {
    scale.value = step
    scale.dispatchEvent(new Event('input', { bubbles: true }))
    const while_ = { words: find('output').textContent, filter: filter().minCostUsd }
    scale.dispatchEvent(new Event('change', { bubbles: true }))
    return while_
  }
  expect(drag('2')).toEqual({ words: 'over $2', filter: undefined })
  expect(filter().minCostUsd).toBe(2)
  expect(drag('0')).toEqual({ words: 'any', filter: 2 })
  expect(filter().minCostUsd).toBeUndefined()
})

test('everything is cleared but the order of the rows', () => {
  const { filter } = open({ states: ['working'], q: 'word', sort: 'cost', dir: 'asc' })
  find('.clear-all').click()
  expect(filter()).toEqual({ ...nothingNarrowed, sort: 'cost', dir: 'asc' })
  expect(find<HTMLButtonElement>('.clear-all').disabled).toBe(true)
})

test('projects, branches and models are chosen where there are several, tags where there is one', () => {
  const rows = (...values: string[]) => values.map((value, at) => ({ value, count: 9 - at }))
  const chosen: Filter[] = []
  showOnPage(() => (
    <Facets
      filter={{ ...nothingNarrowed, not: { ...nothingNarrowed.not, tags: ['infra'] } }}
      facets={{
        ...facets,
        projects: rows('/srv/harbour', '/home/ann/charts'),
        branches: rows('main'),
        models: rows('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        tags: rows('infra'),
      }}
      onChange={(filter) => chosen.push(filter)}
    />
  ))
  const titles = textsOf('.facet legend')
  expect(titles.filter((title) => ['Project', 'Branch', 'Model', 'Tags'].includes(title))).toEqual([
    'Project',
    'Model',
    'Tags',
  ])
  expect(textsOf('.choice-row .what').filter((text) => ['harbour', 'charts'].includes(text))).toEqual([
    'harbour',
    'charts',
  ])
  expect(textsOf('.facet-head button')).toContain('3 more')
  find<HTMLButtonElement>('.tag-choice').click()
  expect([chosen[0]!.tags, chosen[0]!.not.tags]).toEqual([['infra'], []])
})
