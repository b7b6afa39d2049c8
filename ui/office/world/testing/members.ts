import type { OfficeMember } from '../../../../src/office/member.ts'

/** Somebody of whom only what matters to a test is said. */
export const member = (id: string, said: Partial<OfficeMember> = {}): OfficeMember => ({
  id,
  kind: 'agent',
  parentId: null,
  name: id,
  look: id,
  runtime: 'openclaw',
  area: null,
  state: 'idle',
  activity: null,
  since: null,
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
  ...said,
})
