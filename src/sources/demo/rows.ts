import { memberOf } from './crew.ts'
import { modelOf } from './models.ts'
import type { CronRun, Entry, Job, Session, Spawn } from './world.ts'

/** The world as rows, with the columns that the real gateway fills and as it fills them. Pure. */

export type Row = Record<string, string | number | null | Uint8Array>

const place = '/home/skipper/.openclaw'
const storeKey = `${place}/cron/jobs.json`

/** From this size on a row is stored compressed; notes of the runtime itself earlier. */
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

/** What the gateway keeps readable of a compressed row, to walk the tree without opening it. */
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

/** The node of a session's key, as its present window makes it. */
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

export function jobRow(job: Job, order: number): Row {
  const { id, declarationKey, agentId, name, enabled, schedule } = job
  const heartbeat = declarationKey !== null
  const payload = heartbeat
    ? { kind: 'heartbeat' }
    : { kind: 'agentTurn', message: `Run ${name} as described in AUTOMATIONS.md.`, toolsAllow: ['*'] }
  const definition = {
    id,
    ...(heartbeat && { declarationKey, displayName: `Heartbeat (${agentId})` }),
    agentId,
    name,
    enabled,
    createdAtMs: job.createdAt,
    schedule,
    sessionTarget: heartbeat ? 'main' : 'isolated',
    wakeMode: heartbeat ? 'next-heartbeat' : 'now',
    payload,
    ...(!heartbeat && { delivery: { mode: 'none' }, scheduledToolPolicy: { version: 1, mode: 'trusted' } }),
    state: {},
  }
  return {
    store_key: storeKey,
    job_id: id,
    declaration_key: declarationKey,
    name,
    enabled: enabled ? 1 : 0,
    agent_id: agentId,
    payload_kind: payload.kind,
    job_json: JSON.stringify(definition),
    state_json: JSON.stringify(jobState(job)),
    runtime_updated_at_ms: job.lastAt ?? job.createdAt,
    schedule_identity: JSON.stringify({ version: 2, enabled, schedule, hasTrigger: false }),
    sort_order: order,
    updated_at: job.lastAt ?? job.createdAt,
  }
}

function jobState(job: Job) {
  const { lastAt, lastStatus, lastError, lastDurationMs } = job
  const next = job.nextAt === null ? {} : { nextRunAtMs: job.nextAt }
  if (lastAt === null) return next
  return {
    ...next,
    lastRunAtMs: lastAt,
    lastRunStatus: lastStatus,
    lastStatus,
    lastDurationMs,
    ...(lastError !== null && { lastError, lastDiagnosticSummary: lastError }),
    lastDeliveryStatus: 'not-requested',
    consecutiveErrors: job.errorsInARow,
    consecutiveSkipped: 0,
  }
}

const rememberedMs = 7 * 86_400_000

export function cronRunRow(run: CronRun, job: Job): Row {
  const { status, error, summary, usage, endedAt } = run
  const running = status === 'running'
  const model = modelOf(memberOf(run.agentId).model)
  const manual = `cron:${job.id}:${run.at}:${run.receiptId}`
  const detail = {
    kind: 'cron-run',
    status: error === null ? 'ok' : 'error',
    completionStatus: error === null ? 'succeeded' : 'failed',
    error,
    summary,
    storeKey,
    ...(status === 'timed_out' && { errorReason: 'timeout' }),
    deliveryStatus: 'not-requested',
    sessionId: run.sessionId,
    runAtMs: run.at,
    durationMs: (endedAt ?? run.at) - run.at,
    nextRunAtMs: job.nextAt,
    model: model.id,
    provider: model.provider,
    ...(usage && {
      usage: {
        input_tokens: usage.input,
        output_tokens: usage.output,
        total_tokens: usage.total,
        cache_read_tokens: usage.cacheRead,
      },
    }),
  }
  return {
    task_id: run.taskId,
    runtime: 'cron',
    task_kind: 'automation_run',
    source_id: job.id,
    requester_session_key: '',
    owner_key: '',
    scope_kind: 'system',
    child_session_key: `agent:${run.agentId}:cron:${job.id}:run:${run.sessionId}`,
    agent_id: run.agentId,
    requester_agent_id: null,
    run_id: manual,
    label: job.name,
    task: job.name,
    status,
    delivery_status: 'not_applicable',
    notify_policy: 'silent',
    created_at: run.at,
    started_at: run.at,
    ended_at: endedAt,
    last_event_at: endedAt ?? run.at,
    cleanup_after: endedAt === null ? null : endedAt + rememberedMs,
    tool_use_count: null,
    last_tool_name: null,
    error,
    progress_summary: 'Running automation.',
    terminal_summary: summary,
    detail_json: running ? null : JSON.stringify(detail),
  }
}

export function spawnTaskRow(spawn: Spawn): Row {
  const { at, endedAt } = spawn
  return {
    task_id: spawn.taskId,
    runtime: 'subagent',
    task_kind: null,
    source_id: spawn.runId,
    requester_session_key: spawn.parentKey,
    owner_key: spawn.parentKey,
    scope_kind: 'session',
    child_session_key: spawn.childKey,
    agent_id: spawn.agentId,
    requester_agent_id: spawn.parentAgentId,
    run_id: spawn.runId,
    label: spawn.label,
    task: spawn.task,
    status: endedAt === null ? 'running' : 'succeeded',
    delivery_status: endedAt === null ? 'pending' : 'delivered',
    notify_policy: 'done_only',
    created_at: at,
    started_at: at,
    ended_at: endedAt,
    last_event_at: endedAt ?? at,
    cleanup_after: endedAt === null ? null : endedAt + rememberedMs,
    tool_use_count: spawn.toolUses,
    last_tool_name: spawn.lastTool,
    error: null,
    progress_summary: spawn.result,
    terminal_summary: null,
    detail_json: JSON.stringify({ kind: 'task_backing_instance', runtime: 'subagent', generation: 1 }),
  }
}

export function spawnRow(spawn: Spawn): Row {
  const { runId, childKey, parentKey, at, endedAt, result } = spawn
  const model = modelOf(memberOf(spawn.agentId).model)
  const parentStore = `${place}/agents/${spawn.parentAgentId}/agent/openclaw-agent.sqlite`
  const outcome = endedAt !== null && { status: 'ok', startedAt: at, endedAt, elapsedMs: endedAt - at }
  const payload = {
    runId,
    taskRunId: runId,
    childSessionKey: childKey,
    controllerSessionKey: parentKey,
    requesterSessionKey: parentKey,
    requesterOrigin: { channel: 'webchat', to: parentKey },
    requesterDisplayKey: parentKey,
    requesterAgentId: spawn.parentAgentId,
    task: spawn.task,
    cleanup: 'keep',
    expectsCompletionMessage: true,
    completionRequesterSessionId: spawn.parentSessionId,
    spawnMode: 'run',
    label: spawn.label,
    model: `${model.provider}/${model.id}`,
    agentDir: `${place}/agents/${spawn.agentId}/agent`,
    workspaceDir: memberOf(spawn.agentId).cwd,
    runTimeoutSeconds: 0,
    generation: 1,
    createdAt: at,
    execution: { status: outcome ? 'terminal' : 'running', startedAt: at, ...(outcome && { endedAt, outcome }) },
    completion: { required: true, ...(outcome && { resultText: result, capturedAt: endedAt }) },
    delivery: outcome ? { status: 'delivered', disposition: 'delivered', deliveredAt: endedAt } : { status: 'pending' },
    sessionStartedAt: at,
    requesterStorePath: parentStore,
    controllerStorePath: parentStore,
    ...(outcome && { endedReason: 'subagent-complete', cleanupCompletedAt: endedAt }),
  }
  return {
    run_id: runId,
    child_session_key: childKey,
    controller_session_key: parentKey,
    controller_store_path: parentStore,
    requester_session_key: parentKey,
    requester_store_path: parentStore,
    created_at: at,
    payload_json: JSON.stringify(payload),
  }
}
