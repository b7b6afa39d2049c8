import { expect, test } from 'bun:test'
import type { RuleRow } from '../../../src/alerts/backtest.ts'
import { defaultRules } from '../../../src/alerts/desk/default-rules.ts'
import type { Incident } from '../../../src/alerts/incident.ts'
import type { Role } from '../../../src/auth/role.ts'
import { now } from '../../platform/now.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { createAlerts } from './create-alerts.ts'
import { IncidentList } from './incident-list.tsx'
import { RulesView } from './rules-view.tsx'

const server = createFakeServer()
const at = now()
const minute = 60_000

const incident = (id: number, rest: Partial<Incident> = {}): Incident => ({
  id,
  ruleId: 'default.cpu',
  title: `Alert ${id}`,
  sentence: 'CPU above 95% for 15 min',
  severity: 'warn',
  subject: { id: 'machine', name: 'This machine' },
  measure: 'cpu.percent',
  condition: null,
  unit: 'percent',
  limit: 95,
  side: 'above',
  startedAt: at - 20 * minute,
  openedAt: at - 5 * minute,
  endedAt: null,
  endedHow: null,
  peak: 97,
  peakAt: at,
  text: null,
  times: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  snoozedUntil: null,
  groupId: id,
  isMuted: false,
  isNeedAlready: false,
  ...rest,
})
const rows: RuleRow[] = defaultRules.map((rule) => ({
  rule,
  isDefault: true,
  isChanged: false,
  fired: rule.id === 'default.cpu' ? 3 : 0,
  lastAt: null,
  firingSince: null,
}))

async function open(
  what: 'list' | 'rules',
  { open = [] as Incident[], over = [] as Incident[], path = '/alerts', role = 'operator' as Role } = {},
) {
  const Part = () => {
    const alerts = createAlerts()
    return what === 'list' ? <IncidentList alerts={alerts} /> : <RulesView alerts={alerts} />
  }
  const page = showOnPage(() => <Part />, { path })
  await server.settled()
  for (const request of [...server.requests]) {
    if (request.path === '/api/auth/me') await request.answer({ role, mayAct: role !== 'viewer', name: 'a' })
    else if (request.path === '/api/alerts') await request.answer({ open, mutes: [] })
    else if (request.path === '/api/incidents') await request.answer({ items: over, nextCursor: null })
    else if (request.path === '/api/alerts/rules') await request.answer({ items: rows })
    else if (request.path === '/api/health/measures') await request.answer({ items: [] })
  }
  await server.settled()
  return page
}

test('what is open stands first, the most severe at the top', async () => {
  await open('list', {
    open: [incident(1), incident(2, { severity: 'info' }), incident(3, { severity: 'severe' })],
    over: [incident(4, { endedAt: at, endedHow: 'over' })],
  })
  expect(textsOf('.incident-row b')).toEqual(['Alert 3', 'Alert 1', 'Alert 2', 'Alert 4'])
  expect(textsOf('.incident-stands').at(-1)).toBe('peak 97%, over by itself after 20 min')
})

test('who may not act sees no button, and who may takes one', async () => {
  await open('list', { open: [incident(1)], role: 'viewer' })
  expect(document.querySelectorAll('.incident-acts button')).toHaveLength(0)
})

test('an incident is acknowledged', async () => {
  await open('list', { open: [incident(7)] })
  find('.incident-acts button:first-child').click()
  await server.settled()
  expect(server.requests.map(({ path }) => path)).toContain('/api/incidents/7/acknowledge')
})

test('where nothing is open it is said how many rules look', async () => {
  await open('list')
  expect(textsOf('.alerts-main .empty')[0]).toContain('19 rules are on')
})

test('rules read as facts, with how often each fired, and the address says which one is edited', async () => {
  await open('rules', { path: '/alerts/rules?rule=default.cpu' })
  const names = textsOf('.rule-name .cut')
  expect(names).toContain('CPU above 95% for 15 min')
  expect(names).toContain('The gateway is down for 30 s')
  expect(find('.rule-row[data-selected] b').textContent).toBe('3')
  expect(find('.rule-editor h2').textContent).toBe('CPU above 95% for 15 min')
})
