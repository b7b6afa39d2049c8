import { expect, test } from 'bun:test'
import type { ListedProcess } from '../../../src/health/agent-processes.ts'
import type { DiskWithOutlook } from '../../../src/health/disk-outlook.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleOverview } from '../../testing/samples.ts'
import SystemPage from './system-page.tsx'

const server = createFakeServer()

const processOf = (pid: number, rest: Partial<ListedProcess> = {}): ListedProcess => ({
  pid,
  startTime: 77,
  runtime: 'codex',
  name: 'codex',
  command: 'codex --model x',
  cpuPercent: 4,
  rssBytes: 1 << 20,
  startedAt: null,
  session: null,
  kept: null,
  ...rest,
})
const session = { id: 'codex.a.1', agentId: 'codex:a', title: 'Mend the sail', state: 'running' }

/** The page as somebody sees it, with the answers that a test gives. */
async function open({
  processes = [] as ListedProcess[],
  disks = [] as DiskWithOutlook[],
  mayAct = true,
  path = '/system',
} = {}) {
  const page = showOnPage(() => <SystemPage />, { overview: sampleOverview({}), path })
  await server.settled()
  await server.last('/api/auth/me').answer({ id: 'sign-in:a', name: 'a', role: 'operator', mayAct })
  await server.last('/api/health/processes').answer({ items: processes })
  await server.last('/api/health/disks').answer({ items: disks })
  await server.last('/api/metrics/settings').answer({ prometheus: true, sendsTo: null })
  await server.settled()
  return page
}

test('each process has its session, and one that is kept says why it cannot be ended', async () => {
  await open({
    processes: [
      processOf(1, { cpuPercent: 9, session }),
      processOf(2),
      processOf(3, { cpuPercent: null, kept: 'It is the gateway.' }),
    ],
  })
  expect(textsOf('.processes tbody .process-session')).toEqual(['Mend the sail', '–', '–'])
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('.process-act button')]
  expect(buttons.map(({ textContent, disabled, title }) => [textContent, disabled, title])).toEqual([
    ['Stop', false, ''],
    ['End', false, ''],
    ['End', true, 'It is the gateway.'],
  ])
})

test('ending a process asks first, by its pid and its start, and what went wrong is said', async () => {
  await open({ processes: [processOf(2)] })
  find('.process-act button').click()
  await server.settled()
  expect(server.last('/api/health/processes/2/stop').body).toEqual({ startTime: 77 })
  await server.last('/api/health/processes/2/stop').askBack({
    question: 'End codex (2)?',
    effect: 'It ends.',
    hits: [],
    exact: null,
    phrase: 'end',
    isTyped: false,
    verb: 'End process',
    safeVerb: 'Keep running',
  })
  find('.dialog .button[data-kind="primary"]').click()
  await server.settled()
  expect(server.last('/api/health/processes/2/stop').body).toEqual({ startTime: 77, confirm: 'end' })
  await server
    .last('/api/health/processes/2/stop')
    .refuse(409, 'Process 2 has ended, or its number belongs to another one by now.')
  await server.settled()
  expect(textsOf('.process-panel .problem')).toEqual([
    'Process 2 has ended, or its number belongs to another one by now.',
  ])
})

test('who only looks has no door to end a process, and where none runs it is said', async () => {
  await open({ processes: [processOf(2)], mayAct: false })
  expect(textsOf('.process-act')).toEqual([])
})

test('where no process runs it is said', async () => {
  await open()
  expect(find('.process-panel').textContent).toContain('No process of an agent runs on this machine just now.')
})

test('a disk says in how many days it is full, that it is steady, or that this is not known yet', async () => {
  const disk = (path: string, outlook: DiskWithOutlook['outlook']): DiskWithOutlook => ({
    path,
    totalBytes: 1e12,
    usedBytes: 8e11,
    freeBytes: 2e11,
    usedPercent: 80,
    outlook,
  })
  await open({
    disks: [
      disk('/', { state: 'filling', days: 19.4, bytesPerDay: 7.8e9, overDays: 7, bytesPerDayBefore: 6.9e9 }),
      disk('/data', { state: 'steady', bytesPerDay: 0, overDays: 7 }),
      disk('/new', { state: 'unknown', observedHours: 3 }),
    ],
  })
  expect(textsOf('.disk-outlook')).toEqual(['full in 19 d', 'steady', 'not known yet'])
  expect(textsOf('.disk-line .right').map((text) => text.replace(/^\d+ \w+, /, ''))).toEqual([
    '+7.8 GB a day, was 6.9 GB',
    'over 7 days',
    'needs a day, has 3 h',
  ])
})

test('charts that cannot be shown say why, and may be asked for again; the rest of the page stays', async () => {
  await open({ processes: [processOf(2)] })
  await server.last('/api/health/series').refuse(400, 'There is no such measure.')
  await server.settled()
  expect(find('.notice').textContent).toContain('There is no such measure.')
  expect(textsOf('.processes tbody .name')).toEqual(['codex'])
})

test('while the server is still starting that is said beside the charts, which stay where they are', async () => {
  await open()
  await server.last('/api/health/series').refuse(503, 'Wheelhouse is still starting.')
  await server.settled()
  expect(textsOf('.notice')).toEqual([])
  expect(textsOf('.system-trouble span')).toEqual(['Wheelhouse is still starting.'])
  expect(textsOf('.measure h2')).toEqual([
    'CPU',
    'Memory',
    'Agent processes',
    'Tokens a minute',
    'Gateway event loop',
    'Wheelhouse itself',
  ])
})
