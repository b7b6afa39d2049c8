import { expect, test } from 'bun:test'
import type { CostsPage } from '../../../src/costs/reports/page.ts'
import { agentOfLine, choicesIn, nameOf } from './page-names.ts'

const report = (...labels: string[]) => ({ rows: labels.map((label) => ({ key: label.toLowerCase(), label })) })
const costs = {
  models: report('Opus'),
  agents: report('Main'),
  projects: report('/p'),
  lines: report('A title'),
  summary: { idle: { jobs: [{ key: 'j1', label: 'Nightly' }] } },
} as unknown as CostsPage
const known = {
  agents: [{ id: 'openclaw:quill', name: 'Quill' }],
  sessions: { items: [{ id: 's2', title: 'Another' }] },
  sources: [{ runtime: 'openclaw' }],
} as unknown as Parameters<typeof choicesIn>[2]

const name = (kind: string, key: string, by: 'session' | 'week' = 'session') => nameOf(kind, key, { costs, by, known })

test('a name is what a report of the page calls it', () => {
  expect([name('model', 'opus'), name('cron', 'j1'), name('session', 'a title')]).toEqual([
    'Opus',
    'Nightly',
    'A title',
  ])
})

test('what no report has is named by what every page knows, else by its key', () => {
  expect([name('agent', 'openclaw:quill'), name('session', 's2', 'week'), name('runtime', 'openclaw')]).toEqual([
    'Quill',
    'Another',
    'OpenClaw',
  ])
  expect([name('agent', 'x'), name('session', 'a title', 'week'), name('project', '')]).toEqual([
    'x',
    'a title',
    'no project',
  ])
})

test('a line is about an agent, or about a session of one, or about nobody', () => {
  expect([
    agentOfLine('agent', 'openclaw:main'),
    agentOfLine('family', 'openclaw.main.0a'),
    agentOfLine('model', 'opus'),
  ]).toEqual(['openclaw:main', 'openclaw:main', undefined])
})

test('the filter offers what the page shows, but for what it is narrowed to already', () => {
  const kinds = (filter: Parameters<typeof choicesIn>[1]) => choicesIn(costs, filter, known).map(({ kind }) => kind)
  expect(kinds({})).toEqual(['agent', 'model', 'project', 'runtime', 'cron'])
  expect(kinds({ agent: 'openclaw:main', runtime: 'openclaw' })).toEqual(['model', 'project', 'cron'])
})
