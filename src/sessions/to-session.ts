import type { SessionKind } from '../facts/fact.ts'
import { worktreeName } from '../files/worktrees.ts'
import { contextPercentOf } from './context.ts'
import type { SessionRow } from './read-sessions.ts'
import type { CostSource, Session } from './session.ts'
import type { Judges } from './session-summaries.ts'
import type { SessionUsage } from './session-usage.ts'
import { shownTitle } from './shown-title.ts'
import type { SessionState } from './state.ts'

/** A row of the index as views show it: judged at `now` (ms), with what it used and its place in the tree. */
export function toSession(
  row: SessionRow,
  usage: SessionUsage | undefined,
  parentId: string | null,
  { liveState, windowOf, stalledAfterOf }: Judges,
  now: number,
  ownHost: string,
): Session {
  const judged = liveState.judge({ ...row, current: row.current === 1, stalledAfterMs: stalledAfterOf(row) }, now)
  return {
    id: row.id,
    runtime: row.runtime,
    agentId: row.agentId,
    key: row.key,
    current: row.current === 1,
    title: shownTitle(row.title || row.firstPrompt || null),
    kind: (row.kind ?? 'other') as SessionKind,
    channel: row.channel,
    state: judged.state,
    activity: judged.activity,
    witness: judged.witness,
    witnessedAt: judged.witnessedAt,
    reason: judged.reason ?? (isStopped(judged.state) ? row.reason || null : null),
    parentId,
    model: row.model,
    projectPath: row.projectPath,
    worktree: worktreeName(row.worktreePath, row.projectPath),
    branch: row.branch,
    startedAt: row.startedAt,
    lastAt: row.lastAt,
    endedAt: row.endedAt,
    contextPercent: contextPercentOf(row, windowOf),
    inputTokens: usage?.input ?? 0,
    outputTokens: usage?.output ?? 0,
    cacheReadTokens: usage?.cacheRead ?? 0,
    cacheWriteTokens: usage?.cacheWrite ?? 0,
    costUsd: usage ? usage.costUsd : null,
    costSource: usage ? worstOf(usage) : null,
    host: row.host || ownHost,
  }
}

const isStopped = (state: SessionState) => state === 'failed' || state === 'killed' || state === 'timed-out'

/** The source of a sum is that of its weakest part. */
const worstOf = ({ unpricedTokens, boundTokens, computedCalls }: SessionUsage): CostSource =>
  unpricedTokens > 0 ? 'unpriced' : boundTokens > 0 ? 'bound' : computedCalls > 0 ? 'computed' : 'logged'
