import { memberOf } from './crew.ts'
import { modelOf } from './models.ts'
import type { Row } from './store-rows.ts'
import type { CronRun, Job, Spawn } from './world.ts'

/**
 * Jobs, their runs and sub-agents as rows of the state database, as the real gateway writes them. All functions are
 * pure.
 */

const place = '/home/skipper/.openclaw'
const storeKey = `${place}/cron/jobs.json`

/** A job as the gateway tells it and the store keeps it, without its state. */
export function definitionOf(job: Job): Record<string, unknown> {
  const { id, declarationKey, agentId, name, enabled, schedule, more } = job
  const heartbeat = declarationKey !== null
  return {
    id,
    ...(heartbeat && { declarationKey, displayName: `Heartbeat (${agentId})` }),
    agentId,
    name,
    enabled,
    createdAtMs: job.createdAt,
    schedule,
    sessionTarget: heartbeat ? 'main' : 'isolated',
    wakeMode: heartbeat ? 'next-heartbeat' : 'now',
    payload: { kind: 'heartbeat' },
    ...(!heartbeat && { delivery: { mode: 'none' }, scheduledToolPolicy: { version: 1, mode: 'trusted' } }),
    ...more,
    state: {},
  }
}

export function jobRow(job: Job, order: number): Row {
  const { id, declarationKey, agentId, name, enabled, schedule } = job
  const definition = definitionOf(job)
  return {
    store_key: storeKey,
    job_id: id,
    declaration_key: declarationKey,
    name,
    enabled: enabled ? 1 : 0,
    agent_id: agentId,
    payload_kind: (definition.payload as { kind: string }).kind,
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
  const next = {
    ...(job.nextAt !== null && { nextRunAtMs: job.nextAt }),
    ...(job.runningAt !== null && { runningAtMs: job.runningAt }),
  }
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

/** A run as a row; its job may be gone. */
export function cronRunRow(run: CronRun, gone: Pick<Job, 'name' | 'nextAt'> | undefined): Row {
  const job = { id: run.jobId, name: gone?.name ?? run.jobId, nextAt: gone?.nextAt ?? null }
  const { status, error, summary, usage, endedAt } = run
  const running = status === 'running'
  const model = modelOf(memberOf(run.agentId).model)
  const request = run.byHand ? `:manual:${job.id}:${run.at}:1` : ''
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
    run_id: `cron:${job.id}:${run.at}:${run.receiptId}${request}`,
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
