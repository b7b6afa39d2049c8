import type { Page } from 'playwright-core'
import type { OfficeMember } from '../src/office/member.ts'
import type { SessionState } from '../src/sessions/state.ts'

/** Agents of a few projects, each in the state that its number has. */
export const crewOf = (count: number, stateOf: (number: number) => SessionState): OfficeMember[] =>
  Array.from({ length: count }, (_, number) => ({
    id: `agent-${String(number).padStart(4, '0')}`,
    kind: 'agent',
    parentId: null,
    name: `Agent ${number}`,
    look: `look-${number}`,
    runtime: 'openclaw',
    area: `project-${number % 12}`,
    state: stateOf(number),
    activity: stateOf(number) === 'running' ? 'typing' : null,
    since: Date.now(),
    witness: null,
    witnessedAt: null,
    reason: null,
    sessionId: null,
    model: null,
    tool: null,
    said: null,
    asks: null,
    channel: null,
    contextPercent: null,
    costTodayUsd: null,
    costTodayIsLowerBound: false,
    heat: 0,
  }))

/** Has a page be told of these members alone, whoever the server knows: everything else in it is the server's. */
export async function tellOf(page: Page, members: readonly OfficeMember[]) {
  await page.unroute('**/api/office')
  await page.route('**/api/office', (route) => route.fulfill({ json: { at: Date.now(), members } }))
}
