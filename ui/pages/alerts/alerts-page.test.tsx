import { expect, test } from 'bun:test'
import type { RuleRow } from '../../../src/alerts/backtest.ts'
import { defaultRules } from '../../../src/alerts/desk/default-rules.ts'
import type { Incident, Mute } from '../../../src/alerts/incident.ts'
import type { Role } from '../../../src/auth/role.ts'
import type { CronJob } from '../../../src/crons/cron.ts'
import { now } from '../../platform/now.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleOverview } from '../../testing/samples.ts'
import { createAlerts } from './create-alerts.ts'
import { IncidentList } from './incident-list.tsx'
import { IncidentView } from './incident-view.tsx'
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
  what: 'list' | 'rules' | 'incident',
  {
    open = [] as Incident[],
    over = [] as Incident[],
    mutes = [] as Mute[],
    path = '/alerts',
    role = 'operator' as Role,
  } = {},
) {
  const Part = () => {
    const alerts = createAlerts()
    if (what === 'list') return <IncidentList alerts={alerts} />
    return what === 'rules' ? <RulesView alerts={alerts} /> : <IncidentView alerts={alerts} id={String(open[0]!.id)} />
  }
  const page = showOnPage(() => <Part />, {
    path,
    overview: { ...sampleOverview(), crons: [{ id: 'openclaw:watch', name: 'Night watch' } as CronJob] },
  })
  await server.settled()
  for (const request of [...server.requests]) {
    if (request.path === '/api/auth/me') await request.answer({ role, mayAct: role !== 'viewer', name: 'a' })
    else if (request.path === '/api/alerts') await request.answer({ open, mutes })
    else if (request.path === '/api/incidents') await request.answer({ items: over, nextCursor: null })
    else if (request.path === '/api/alerts/rules') await request.answer({ items: rows })
    else if (request.path === '/api/health/measures')
      await request.answer({ items: [{ id: 'cpu.percent' }, { id: 'disk.percent:/data' }] })
    else if (request.path === '/api/costs/summary') await request.answer({ budgets: [{ name: 'Night' }] })
    else if (request.path.startsWith('/api/incidents/'))
      await request.answer({ incident: open[0], steps: [], related: [], before: [] })
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

const chosen = (select: HTMLSelectElement, value: string) => {
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
}

test('everything, one rule or one subject is kept quiet, each chosen by its name', async () => {
  await open('list', { open: [incident(1)] })
  for (const request of server.to('/api/costs/summary')) await request.answer({ budgets: [{ name: 'Night' }] })
  const what = find<HTMLSelectElement>('.mute-what')
  const names = textsOf('.mute-what option')
  expect(names[0]).toBe('Everything')
  for (const name of ['The gateway is down for 30 s', 'This machine', 'Disk /data', 'Job Night watch', 'Budget Night'])
    expect(names).toContain(name)
  expect(new Set(names).size).toBe(names.length)
  for (const [value, ruleId, subject] of [
    ['', null, null],
    ['rule default.gateway-down', 'default.gateway-down', null],
    ['subject disk:/data', null, 'disk:/data'],
  ] as const) {
    chosen(what, value)
    find<HTMLFormElement>('.mute-form').requestSubmit()
    await server.settled()
    const request = server.last('/api/alerts/mutes')
    expect(request.body).toMatchObject({ ruleId, subject, why: null })
    await request.answer({ id: 1 })
  }
})

test('what is chosen for the next one while the first is sent is not taken back', async () => {
  await open('list')
  const what = find<HTMLSelectElement>('.mute-what')
  chosen(what, 'rule default.cpu')
  find<HTMLFormElement>('.mute-form').requestSubmit()
  await server.settled()
  chosen(what, 'subject machine')
  await server.last('/api/alerts/mutes').answer({ id: 1 })
  expect(what.value).toBe('subject machine')
  find<HTMLFormElement>('.mute-form').requestSubmit()
  await server.settled()
  await server.last('/api/alerts/mutes').answer({ id: 2 })
  expect(what.value).toBe('')
})

test('what is kept quiet is called by its name', async () => {
  const mute = (id: number, ruleId: string | null, subject: string | null): Mute => ({
    id,
    ruleId,
    subject,
    from: at,
    until: at + minute,
    why: null,
    by: 'a',
  })
  await open('list', {
    mutes: [
      mute(1, null, null),
      mute(2, 'default.cpu', null),
      mute(3, null, 'machine'),
      mute(4, 'default.cpu', 'disk:/gone'),
      mute(5, 'rule.gone', null),
    ],
  })
  expect(textsOf('.mutes b')).toEqual([
    'Everything',
    'CPU above 95% for 15 min',
    'This machine',
    'CPU above 95% for 15 min, only /gone',
    'A rule that is removed',
  ])
})

test('from an incident its rule, or what it is about, is kept quiet by one click', async () => {
  await open('incident', { open: [incident(7)], path: '/alerts/incidents/7' })
  const click = (name: string) =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name)!.click()
  for (const [name, ruleId, subject] of [
    ['Mute this rule 1 h', 'default.cpu', null],
    ['Mute this subject 1 h', null, 'machine'],
  ] as const) {
    click(name)
    await server.settled()
    const request = server.last('/api/alerts/mutes')
    const body = request.body as Mute
    expect([body.ruleId, body.subject, body.until - body.from]).toEqual([ruleId, subject, 60 * minute])
    await request.answer({ id: 1 })
  }
})

test('what is quiet already, and who may only look, has no button for that', async () => {
  await open('incident', { open: [incident(7, { isMuted: true })], path: '/alerts/incidents/7' })
  expect(textsOf('.incident-buttons button').join()).not.toContain('Mute')
})

test('a rule is narrowed to one of those that there are by name, or to what is typed', async () => {
  await open('rules', { path: '/alerts/rules?rule=default.cron-missed' })
  const select = (label: string) => find<HTMLSelectElement>(`select[aria-label="${label}"]`)
  const save = async () => {
    find<HTMLFormElement>('.rule-editor').requestSubmit()
    await server.settled()
    return (server.last('/api/alerts/rules/default.cron-missed').body as { when: { scope: object } }).when.scope
  }
  chosen(select('Narrowed by'), 'job')
  expect(textsOf('select[aria-label="Which one"] option')).toEqual(['choose…', 'Night watch', 'another one'])
  chosen(select('Which one'), 'openclaw:watch')
  expect(document.querySelectorAll('.rule-typed')).toHaveLength(0)
  expect(await save()).toEqual({ job: 'openclaw:watch' })
  chosen(select('Which one'), ' typed')
  const typed = find<HTMLInputElement>('.rule-typed')
  typed.value = 'openclaw:other'
  typed.dispatchEvent(new Event('input', { bubbles: true }))
  expect(find<HTMLInputElement>('.rule-typed').value).toBe('openclaw:other')
  expect(await save()).toEqual({ job: 'openclaw:other' })
  chosen(select('Narrowed by'), 'runtime')
  expect(textsOf('select[aria-label="Which one"] option')).toContain('Claude Code')
  expect(document.querySelectorAll('.rule-typed')).toHaveLength(0)
})
