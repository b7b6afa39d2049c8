import { afterEach, expect, test } from 'bun:test'
import { find, press, textsOf, type, until } from '../testing/dom.ts'
import { showOnPage } from '../testing/page.tsx'
import { sampleAgent, sampleOverview, sampleSession } from '../testing/samples.ts'
import { CommandPalette } from './command-palette.tsx'
import { overlays } from './overlays.ts'

const overview = sampleOverview({
  agents: [sampleAgent('openclaw:main', { name: 'Clara' }), sampleAgent('openclaw:ops', { name: 'Cosmo' })],
  crons: [
    {
      id: 'openclaw:nightly',
      host: 'here',
      runtime: 'openclaw',
      agentId: 'openclaw:ops',
      name: 'nightly-digest',
      enabled: true,
      system: false,
      present: true,
      schedule: { kind: 'unknown' },
      nextAt: null,
      lastAt: null,
      lastStatus: null,
      lastError: null,
      revision: null,
    },
  ],
  sessions: { active: 0, total: 2, items: [sampleSession('a', { title: 'Fix the pump' }), sampleSession('b')] },
})

const realFetch = globalThis.fetch
afterEach(() => {
  localStorage.removeItem('wheelhouse.palette')
  globalThis.fetch = realFetch
})

/** The server of the search: it answers with these titles, or not at all. */
function serve(titles: string[] | undefined) {
  const asked: string[] = []
  globalThis.fetch = ((input: string | URL | Request) => {
    const url = new URL(String(input instanceof Request ? input.url : input))
    if (url.pathname === '/api/sessions') asked.push(url.searchParams.get('q') ?? '')
    return titles === undefined
      ? Promise.reject(new TypeError('no server'))
      : Promise.resolve(
          Response.json({ items: titles.map((title) => sampleSession(title)), total: 1, nextCursor: null }),
        )
  }) as typeof fetch
  return { asked }
}

async function open(text = '', { titles = [] as string[] | undefined } = {}) {
  const { asked } = serve(titles)
  overlays.openPalette(text)
  const page = showOnPage(() => <CommandPalette />, { overview })
  await until('the field has the focus', () => document.activeElement?.getAttribute('role') === 'combobox')
  return { ...page, asked, field: find<HTMLInputElement>('[role="combobox"]') }
}
const names = (group: string) => textsOf(`[role="group"][aria-label="${group}"] .name`)
const chosen = () => textsOf('[role="option"][aria-selected="true"] .name').join()

test('without words it offers the pages, the agents and the sessions that are known', async () => {
  await open()
  expect(textsOf('[role="group"] > .label')).toEqual(['Go to', 'Agents', 'Sessions'])
  expect(names('Sessions')).toEqual(['Fix the pump', 'b'])
  expect(chosen()).toBe('Bridge')
})

test('what begins with the words comes first, and what matched is marked', async () => {
  const { field } = await open()
  type(field, 'co')
  expect(names('Go to')).toEqual(['Costs', 'Reconcile'])
  expect(names('Actions')[0]).toBe('Compact or comfortable rows')
  expect(names('Agents')).toEqual(['Cosmo'])
  expect(textsOf('[role="option"] mark').slice(0, 3)).toEqual(['Co', 'co', 'Co'])
})

/** The groups that are shown for a text. */
const groups = (text: string, expected: string[]) =>
  test(`${JSON.stringify(text)} shows ${expected.join(' and ') || 'nothing'}`, async () => {
    await open(text)
    expect(textsOf('[role="group"] > .label')).toEqual(expected)
  })
groups('>', ['Actions'])
groups('@', ['Agents'])
groups('#', ['Sessions'])
groups('>keys', ['Actions'])
groups('zzz', ['Search'])
groups('>zzz', [])

test('what was typed can be looked for in everything that was said and done', async () => {
  await open('hull paint')
  expect(names('Search')).toEqual(['Search everything for “hull paint”'])
})

test('sessions are searched on the server once nothing was typed for a moment', async () => {
  const { field, asked } = await open('', { titles: ['Pump room'] })
  for (const text of ['p', 'pu', 'pump']) type(field, text)
  await until('it was found', () => names('Sessions').includes('Pump room'))
  expect(asked).toEqual(['pump'])
})

test('a search that fails finds nothing, and pages are still found', async () => {
  const { field } = await open('', { titles: undefined })
  type(field, 'costs')
  await Bun.sleep(200)
  expect(names('Sessions')).toEqual([])
  expect(names('Go to')).toEqual(['Costs'])
})

test('arrows go round, Page Down stops at the end, and the field names the choice', async () => {
  const { field } = await open('@')
  expect(chosen()).toBe('Clara')
  press('ArrowDown')
  expect(chosen()).toBe('Cosmo')
  press('ArrowDown')
  expect(chosen()).toBe('Clara')
  press('ArrowUp')
  expect(chosen()).toBe('Cosmo')
  press('PageDown')
  expect(chosen()).toBe('Cosmo')
  expect(find(`[id="${field.getAttribute('aria-activedescendant')}"] .name`).textContent).toBe('Cosmo')
})

test('Enter goes to the choice and closes the palette', async () => {
  const { address } = await open('@cosmo')
  press('Enter')
  await until('the page is open', () => address() === '/agents/openclaw%3Aops')
  expect(overlays.open()).toBeUndefined()
})

test('other words begin at the first choice again', async () => {
  const { field } = await open('@')
  press('ArrowDown')
  type(field, '@c')
  expect(chosen()).toBe('Clara')
})

test('theme, restart and sign find what there is of that', async () => {
  const { field } = await open()
  type(field, 'theme')
  expect(names('Actions').length).toBeGreaterThan(3)
  type(field, '>theme')
  for (const name of ['Theme: Nord', 'Theme: match the system']) expect(names('Actions')).toContain(name)
  type(field, 'restart')
  expect(names('Actions')).toContain('Restart the gateway')
  type(field, 'sign out')
  expect(names('Actions')).toEqual(['Sign out'])
})

test('a job is found by its name, and leads to its page; with “run” before it, to the question whether to run it', async () => {
  const { field, address } = await open()
  type(field, 'nightly')
  expect(names('Jobs')).toEqual(['nightly-digest'])
  expect(names('Actions')).toEqual([])
  type(field, 'run nightly')
  expect(names('Actions')).toEqual(['Run nightly-digest'])
  press('Enter')
  await until('the page is open', () => address().startsWith('/crons/'))
})

test('what is chosen is remembered by its address, without a title', async () => {
  const { address } = await open('@cosmo')
  press('Enter')
  await until('the page is open', () => address() !== '/')
  expect(localStorage.getItem('wheelhouse.palette')).toBe('["/agents/openclaw%3Aops"]')
})

test('what was chosen last stands first the next time', async () => {
  localStorage.setItem('wheelhouse.palette', '["/agents/openclaw%3Aops","Keys","/sessions/gone"]')
  await open()
  expect(textsOf('[role="group"] > .label')[0]).toBe('Recent')
  expect(names('Recent')).toEqual(['Cosmo', 'Keys'])
})

test('what one is about to press stays where it is while its agent goes on', async () => {
  const { apply } = await open('cla')
  const rowOf = () => find('[role="group"][aria-label="Agents"] [role="option"]')
  const row = rowOf()
  const [agent] = overview.agents
  apply({ kind: 'agent.changed', agent: { ...agent, state: 'running' } })
  await until('its state is shown', () => row.querySelector('[aria-label="running"]'))
  expect(rowOf()).toBe(row)
})
