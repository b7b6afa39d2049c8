import type { Session } from '../../sessions/session.ts'
import type { LiveEvent } from '../events.ts'

/** A session with words in it that a screen may not see. */
export const sampleSession = (id: string, rest: Partial<Session> = {}): Session => ({
  id,
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  key: 'agent:main:secret-key',
  title: 'secret title',
  current: true,
  kind: 'main',
  channel: null,
  state: 'failed',
  activity: null,
  reason: 'secret reason',
  parentId: null,
  model: 'm',
  projectPath: '/secret/path',
  branch: 'secret-branch',
  startedAt: 1,
  lastAt: 2,
  endedAt: null,
  contextPercent: null,
  inputTokens: 1,
  outputTokens: 1,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  costUsd: null,
  costSource: null,
  host: 'here',
  ...rest,
})

export const changed = (id: string, rest: Partial<Session> = {}): LiveEvent => ({
  kind: 'session.changed',
  session: sampleSession(id, rest),
})

export const indexed = (done = false): LiveEvent => ({
  kind: 'indexed',
  progress: { files: 1, filesDone: 0, bytes: 1, bytesDone: 0 },
  done,
})

export const audited: LiveEvent = {
  kind: 'audited',
  line: { id: 1, at: 1, actId: 'a', stage: 'done', who: 'w', role: 'admin', action: 'x', target: 'y', detail: null },
}
