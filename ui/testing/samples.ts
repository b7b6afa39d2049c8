import type { Agent } from '../../src/agents/agent.ts'
import type { Approval } from '../../src/approvals/approval.ts'
import type { AttentionItem } from '../../src/attention/need.ts'
import { drawn } from '../../src/health/recent.ts'
import type { Overview } from '../../src/overview/overview.ts'
import type { SessionItem } from '../../src/sessions/listing.ts'
import type { Session } from '../../src/sessions/session.ts'

/** A moment for all samples, in ms. */
export const sampleNow = Date.UTC(2026, 10, 20, 12)

export const sampleSession = (id: string, rest: Partial<Session> = {}): Session => ({
  id,
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  key: null,
  title: id,
  current: true,
  kind: 'main',
  channel: null,
  state: 'idle',
  activity: null,
  reason: null,
  witness: 'transcript',
  witnessedAt: null,
  parentId: null,
  model: 'a-model',
  projectPath: null,
  worktree: null,
  branch: null,
  startedAt: sampleNow - 60_000,
  lastAt: sampleNow,
  endedAt: null,
  contextPercent: 40,
  inputTokens: 1,
  outputTokens: 1,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  costUsd: 1,
  costSource: 'logged',
  host: 'here',
  ...rest,
})

export const sampleItem = (id: string, rest: Partial<SessionItem> = {}): SessionItem => ({
  ...sampleSession(id),
  childCount: 0,
  annotation: null,
  worstChild: null,
  ...rest,
})

export const sampleAgent = (id: string, rest: Partial<Agent> = {}): Agent => ({
  id,
  runtime: 'openclaw',
  name: id.split(':').at(-1)!,
  emoji: null,
  model: 'a-model',
  present: true,
  state: 'idle',
  activity: null,
  sessionId: null,
  look: id,
  costTodayUsd: 0,
  costTodayIsLowerBound: false,
  host: 'here',
  ...rest,
})

export const sampleNeed = (
  id: string,
  kind: AttentionItem['kind'],
  score: number,
  rest: Partial<AttentionItem> = {},
): AttentionItem => ({
  key: `key of ${id}`,
  id,
  kind,
  score,
  agentId: 'openclaw:main',
  title: id,
  reason: null,
  percent: null,
  since: sampleNow,
  until: null,
  ...rest,
})

export const sampleApproval = (id: string, rest: Partial<Approval> = {}): Approval => ({
  id,
  door: 'gateway',
  runtime: 'openclaw',
  key: null,
  agent: 'main',
  agentId: 'openclaw:main',
  kind: 'command',
  tool: 'exec',
  action: { kind: 'command', command: `make ${id}`, cwd: '/boat', exitCode: null },
  input: null,
  isCut: false,
  folder: '/boat',
  reason: null,
  warnings: [],
  questions: [],
  decisions: ['allow-once', 'allow-always', 'deny'],
  always: null,
  takesReason: false,
  takesCommand: false,
  askedAt: sampleNow,
  expiresAt: null,
  atExpiry: null,
  place: 'the terminal',
  sessionId: null,
  state: 'waiting',
  decision: null,
  by: null,
  decidedAt: null,
  endedAt: null,
  note: null,
  isReachable: true,
  risks: [],
  ...rest,
})

export const sampleOverview = (rest: Partial<Overview> = {}): Overview => ({
  demo: false,
  build: 'a-build',
  host: 'here',
  timezone: 'UTC',
  verdict: { level: 'well', text: "All's well" },
  agents: [sampleAgent('openclaw:main')],
  sessions: { active: 0, total: 0, items: [] },
  costs: {
    todayUsd: 1,
    monthUsd: 1,
    todayUnpricedTokens: 0,
    monthUnpricedTokens: 0,
    todayTokens: 1,
    todaySubscriptionUsd: null,
    monthSubscriptionUsd: null,
    subscriptions: [],
    byModel: [],
    budgetUsd: null,
  },
  health: {
    startedAt: sampleNow,
    rssBytes: 1,
    indexBytes: 1,
    indexed: { files: 0, filesDone: 0, bytes: 0, bytesDone: 0, done: true },
    reading: null,
    recent: {
      minute: 0,
      values: Object.fromEntries(drawn.map((name) => [name, []])) as unknown as Record<(typeof drawn)[number], []>,
    },
    platform: 'linux',
  },
  crons: [],
  attention: [],
  setAside: [],
  log: [],
  sources: [],
  gateways: [],
  ...rest,
})
