import type { RunStatus, SessionFact } from '../../../facts/fact.ts'
import { maxText } from '../../../facts/kinds.ts'
import { meaning, path, word } from '../../common/parse-values.ts'
import type { Home } from '../home.ts'
import { readKey } from '../session-key.ts'
import { type ParserState, timeOf } from './entry.ts'

/** The common fields of entries in `sessions.json` and `session_nodes.entry_json`; all may be missing. */
export type Entry = {
  sessionId?: unknown
  status?: unknown
  label?: unknown
  displayName?: unknown
  channel?: unknown
  lastChannel?: unknown
  spawnedBy?: unknown
  parentSessionKey?: unknown
  model?: unknown
  modelOverride?: unknown
  totalTokens?: unknown
  contextTokens?: unknown
  startedAt?: unknown
  sessionStartedAt?: unknown
  endedAt?: unknown
  lastInteractionAt?: unknown
  updatedAt?: unknown
  lastRunError?: unknown
  spawnedWorkspaceDir?: unknown
}

const statuses: Record<string, RunStatus> = {
  running: 'running',
  done: 'done',
  failed: 'failed',
  killed: 'killed',
  timeout: 'timed-out',
}

/** A session from the catalogue: its owner, its name, and how its last run went. */
export function sessionFromEntry(home: Home, agent: string, key: string, foreignId: string, entry: Entry): SessionFact {
  const parts = readKey(key)
  const status = meaning(statuses, entry.status) ?? ''
  const parentKey = path(entry.spawnedBy) ?? path(entry.parentSessionKey) ?? undefined
  return clean({
    kind: 'session',
    id: home.sessionId(agent, foreignId),
    runtime: 'openclaw',
    agentId: home.agentId(agent),
    key,
    title: text(entry.label) ?? text(entry.displayName),
    sessionKind: parts.kind,
    channel: parts.channel ?? text(entry.channel) ?? text(entry.lastChannel),
    status,
    reason: status === 'failed' || status === 'timed-out' ? (text(entry.lastRunError) ?? '') : '',
    parentKey,
    parentAgentId: parentKey === undefined ? undefined : home.agentId(readKey(parentKey).agent ?? agent),
    model: text(entry.model) ?? text(entry.modelOverride),
    projectPath: path(entry.spawnedWorkspaceDir) ?? undefined,
    cronId: parts.cronJobId === null ? undefined : home.cronId(parts.cronJobId),
    startedAt: time(entry.sessionStartedAt) ?? time(entry.startedAt),
    endedAt: time(entry.endedAt),
    // A run that has just begun has written nothing yet. The update of a name is no activity.
    lastAt: latestOf(entry.startedAt, entry.endedAt, entry.lastInteractionAt),
    contextTokens: count(entry.totalTokens),
    contextLimit: count(entry.contextTokens),
  })
}

/** A session from its transcript: how it ended, and its first words for a title. */
export function sessionFromTranscript(home: Home, agent: string, foreignId: string, state: ParserState): SessionFact {
  return clean({
    kind: 'session',
    id: home.sessionId(agent, foreignId),
    runtime: 'openclaw',
    agentId: home.agentId(agent),
    firstPrompt: state.title ?? undefined,
    model: state.model ?? undefined,
    projectPath: state.cwd ?? undefined,
    startedAt: state.begunAt ?? undefined,
    lastAt: state.lastAt ?? undefined,
    lastRole: state.lastRole ?? undefined,
    stopReason: state.stopReason ?? '',
    openTool: state.openTools.at(-1)?.[1] ?? '',
  })
}

/** Leaves out undefined fields, so that they change nothing. */
function clean(fact: { [Field in keyof SessionFact]: SessionFact[Field] | undefined }): SessionFact {
  return Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== undefined)) as SessionFact
}

const text = (value: unknown) => word(value, maxText) ?? undefined
const time = (value: unknown) => timeOf(typeof value === 'number' ? value : undefined) ?? undefined
const count = (value: unknown) => (typeof value === 'number' && value >= 0 && value <= 1e10 ? value : undefined)

function latestOf(...values: unknown[]) {
  const times = values.flatMap((value) => time(value) ?? [])
  return times.length === 0 ? undefined : Math.max(...times)
}
