import type { Database } from 'bun:sqlite'
import { memberOf } from './crew.ts'
import { modelOf } from './models.ts'
import type { Entry, Session } from './world.ts'

/**
 * Sessions as rows of an agent database, with the columns and values that the real gateway writes. All functions are
 * pure.
 */

export type Row = Record<string, string | number | null | Uint8Array>

/** A database of the home, and how a row is written into one of its tables. */
export type Store = { db: Database; put: (table: string, row: Row) => void }

/** Rows of this size and more are stored compressed; notes of the runtime itself already from the smaller one. */
const largeBytes = 4_096
const largeNoteBytes = 1_536

export function eventRow(session: Session, { at, body }: Entry, seq: number): Row {
  const json = JSON.stringify(body)
  const bytes = Buffer.byteLength(json)
  const row = {
    session_id: session.id,
    seq,
    event_json: json,
    created_at: at,
    event_zstd: null,
    event_utf8_bytes: bytes,
  }
  if (bytes < (body.type === 'custom' ? largeNoteBytes : largeBytes)) return { ...row, navigation_json: null }
  return {
    ...row,
    event_json: null,
    event_zstd: Bun.zstdCompressSync(json, { level: 3 }),
    navigation_json: navigationOf(body, bytes),
  }
}

/** The part of a compressed row that the gateway stores readable, to walk the tree without unpacking. */
function navigationOf(body: Record<string, unknown>, bytes: number): string {
  const { type, id, parentId, timestamp, firstKeptEntryId, tokensBefore } = body
  const entry = { type, id, parentId, timestamp }
  const report = { kind: 'canonical', hasParentId: true, entry: { id, parentId, timestamp, type } }
  const sizes = { modelBytes: bytes, modelWithoutCheckpointBytes: bytes, withoutCustomDataBytes: bytes }
  if (type === 'compaction') {
    const kept = { ...entry, firstKeptEntryId }
    const navigation = { ...kept, tokensBefore }
    const reset = { ...kept, message: { role: null } }
    return JSON.stringify({ version: 1, report, navigation, reset, model: { ...navigation, summary: '' }, ...sizes })
  }
  const { details, content, ...message } = body.message as Record<string, unknown>
  const modelBytes = bytes - Buffer.byteLength(JSON.stringify(details ?? ''))
  const { role, __openclaw, ...rest } = message
  return JSON.stringify({
    version: 1,
    report,
    navigation: { ...entry, message: { role, __openclaw } },
    reset: { ...entry, message: { role } },
    model: { ...entry, message: { role, ...rest, content: [], command: '', output: '' } },
    modelBytes,
    modelWithoutCheckpointBytes: modelBytes,
    withoutCustomDataBytes: bytes,
  })
}

const vias = { main: 'operator', direct: 'channel', dashboard: 'operator', cron: 'cron', subagent: 'spawn' }

/** The node of a session's key, from its current window. */
export function nodeRow(session: Session): Row {
  const { kind } = session
  const label = labelOf(session)
  const actor =
    kind === 'cron' ? { type: 'system' } : kind === 'subagent' ? { type: 'agent', id: parentAgentOf(session) } : null
  const common = {
    session_key: session.key,
    current_session_id: session.id,
    entry_json: JSON.stringify(entryOf(session)),
  }
  return {
    ...common,
    updated_at: session.lastAt,
    status: session.key.endsWith(`:cron:${session.cronId}`) ? null : session.status,
    created_at: session.createdAt,
    created_via: vias[kind],
    created_actor_type: actor?.type ?? null,
    created_actor_id: actor?.id ?? null,
    parent_session_key: session.parentKey,
    spawned_by: session.parentKey,
    label,
    last_interaction_at: session.lastAt,
    last_activity_at: kind === 'subagent' ? session.lastAt : null,
  }
}

export function windowRow(session: Session): Row {
  const { kind } = session
  const model = modelOf(session.model)
  return {
    session_id: session.id,
    session_key: session.key,
    previous_session_id: session.previousId,
    reason: session.previousId ? 'rollover' : null,
    session_scope: kind === 'main' ? 'shared-main' : 'conversation',
    created_at: session.createdAt,
    updated_at: session.lastAt,
    transcript_updated_at: session.lastAt,
    transcript_observed_at: session.lastAt,
    session_entry_provenance: 1,
    started_at: session.startedAt,
    ended_at: session.endedAt,
    status: session.status,
    chat_type: kind === 'cron' || kind === 'subagent' ? null : 'direct',
    channel: kind === 'direct' ? 'telegram' : null,
    primary_conversation_id: conversationIdOf(session),
    model_provider: model.provider,
    model: model.id,
    agent_harness_id: 'openclaw',
    parent_session_key: session.parentKey,
    spawned_by: session.parentKey,
    display_name: labelOf(session),
  }
}

export function conversationRow(session: Session): Row | null {
  const id = conversationIdOf(session)
  if (!id) return null
  const { createdAt, lastAt, key } = session
  const peer = { peer_id: key, delivery_target: key }
  return {
    conversation_id: id,
    channel: 'telegram',
    account_id: 'default',
    kind: 'direct',
    ...peer,
    created_at: createdAt,
    updated_at: lastAt,
  }
}

const conversationIdOf = (session: Session) =>
  session.kind === 'direct' ? `conv_${new Bun.CryptoHasher('md5').update(session.key).digest('hex')}` : null

const parentAgentOf = (session: Session) => session.parentKey?.split(':')[1] ?? null

function labelOf(session: Session): string | null {
  if (session.kind === 'cron') return `Automation: ${session.title}`
  return session.kind === 'dashboard' || session.kind === 'subagent' ? session.title : null
}

function entryOf(session: Session) {
  const { kind, runId, status, createdAt, startedAt, endedAt, lastAt } = session
  const model = modelOf(session.model)
  const label = labelOf(session)
  const { input, output, cacheRead, cacheWrite } = session.answered
  const child = {
    spawnDepth: 1,
    subagentRole: 'orchestrator',
    subagentControlScope: 'children',
    spawnedBy: session.parentKey,
    completionOwnerSessionKey: session.parentKey,
    parentSessionKey: session.parentKey,
    spawnedWorkspaceDir: memberOf(session.agentId).cwd,
    createdActor: { type: 'agent', id: parentAgentOf(session) },
  }
  return {
    createdVia: vias[kind],
    createdAt,
    sessionId: session.id,
    updatedAt: lastAt,
    sessionStartedAt: createdAt,
    lastInteractionAt: lastAt,
    systemSent: true,
    abortedLastRun: status === 'killed',
    ...(label !== null && { label }),
    ...(kind === 'subagent' && child),
    ...(kind === 'cron' && { createdActor: { type: 'system' } }),
    ...(kind !== 'cron' && kind !== 'subagent' && { chatType: 'direct' }),
    delivery: { kind: kind === 'cron' ? 'none' : 'internal' },
    compactionCount: session.compactions,
    totalTokens: session.contextTokens,
    totalTokensFresh: true,
    totalTokensVersion: 1,
    activeWriterRunId: runId,
    status,
    startedAt,
    modelProvider: model.provider,
    model: model.id,
    agentHarnessId: 'openclaw',
    contextTokensSource: 'resolved',
    contextTokens: model.contextWindow,
    inputTokens: input,
    outputTokens: output,
    cacheRead,
    cacheWrite,
    estimatedCostUsd: session.costUsd,
    ...(session.error !== null && { lastRunError: session.error }),
    ...(endedAt !== null && { endedAt, runtimeMs: endedAt - startedAt, lastRunId: runId }),
  }
}
