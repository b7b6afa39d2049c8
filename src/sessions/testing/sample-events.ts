import type { Complete } from '../../live/testing/complete.ts'
import type { SessionEvent } from '../events.ts'
import type { Session } from '../session.ts'

const complete: Complete<Session> = {
  id: 'openclaw.main.a',
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  key: 'agent:main:secret-key',
  title: 'a secret title',
  current: true,
  kind: 'main',
  channel: 'telegram',
  state: 'failed',
  activity: 'running',
  witness: 'store',
  witnessedAt: 1,
  reason: 'a secret error',
  parentId: 'openclaw.main.b',
  model: 'a-model',
  projectPath: '/secret/path',
  worktree: 'secret-worktree',
  branch: 'secret-branch',
  startedAt: 1,
  lastAt: 2,
  endedAt: 3,
  contextPercent: 4,
  inputTokens: 1,
  outputTokens: 1,
  cacheReadTokens: 1,
  cacheWriteTokens: 1,
  costUsd: 1,
  costSource: 'computed',
  isSubscription: true,
  host: 'here',
}

/** A session with every field filled and words in it that a screen may not see. */
export const sampleSession = (id: string, rest: Partial<Session> = {}): Session => ({ ...complete, id, ...rest })

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<SessionEvent>[] = [
  {
    kind: 'session.changed',
    session: complete,
    isArchived: true,
  },
  { kind: 'session.streamed', sessionId: 'openclaw.main.a', text: 'a secret answer', writtenAt: 1 },
]
