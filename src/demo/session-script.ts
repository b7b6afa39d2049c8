import { type CrewMember, memberOf } from './crew.ts'
import { nextCall } from './look-first.ts'
import { modelOf } from './models.ts'
import { fill, type Random, uuid } from './random.ts'
import type { Task } from './task.ts'
import { breakOff, callTool, compact, open, say, systemPromptTokens, takeResult, takeSpawned } from './transcript.ts'
import type { CronRun, Job, PlannedFailure, Session, SessionKind, Span, Spawn, World } from './world.ts'

type Beginning = {
  member: CrewMember
  task: Task
  kind: SessionKind
  at: number
  key?: string
  request?: string
  parentKey?: string
  job?: Job
  failure?: PlannedFailure
  resultTokens?: Span
  answerTokens?: Span
}

/** Begins a session with a task. The session is in the world and running when this returns. */
export function begin(world: World, { member, task, kind, at, ...more }: Beginning): Session {
  const { random } = world
  const id = uuid(random)
  const session: Session = {
    id,
    key: more.key ?? `agent:${member.id}:${kind}:${kind === 'cron' ? `${more.job!.id}:run:${id}` : uuid(random)}`,
    agentId: member.id,
    kind,
    model: member.model,
    title: task.title,
    status: 'running',
    error: null,
    runId: uuid(random),
    createdAt: at,
    startedAt: at,
    lastAt: at,
    endedAt: null,
    current: true,
    previousId: null,
    parentKey: more.parentKey ?? null,
    cronId: more.job?.id ?? null,
    storedIn: 'store',
    contextTokens: 0,
    freshTokens: systemPromptTokens,
    compactions: 0,
    costUsd: 0,
    answered: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    resultTokens: more.resultTokens ?? [120, 640],
    answerTokens: more.answerTokens ?? [40, 320],
    dueAt: at,
    slowness: 1,
    hold: null,
    plan: { calls: [...task.calls], seen: [], answer: task.answer, open: null, failure: more.failure ?? null },
    tip: null,
    firstSeq: 0,
    events: [],
  }
  open(random, session, at, more.request ?? task.ask)
  world.sessions.push(session)
  return session
}

/**
 * Plays the next step of a running session: a call, its result, or the end. Answers the other sessions it changed: the
 * one that a `sessions_spawn` began.
 */
export function advance(world: World, session: Session, at: number): Session[] {
  const { random } = world
  const { plan } = session
  if (plan.open) {
    const { open } = plan
    plan.open = null
    if (!open.call.helper) {
      takeResult(random, session, at, open)
      return []
    }
    const [child, spawn] = beginChild(world, session, open.call.helper, open.args, at - 60)
    takeSpawned(random, session, at, open, acceptedOf(spawn, child))
    return [child]
  }
  if (session.contextTokens > modelOf(session.model).contextWindow * 0.885) compact(random, session, at - 400)
  const call = nextCall(random, plan)
  if (call) callTool(random, session, at, call)
  else finish(world, session, at)
  return []
}

function beginChild(
  world: World,
  parent: Session,
  helper: string,
  args: Record<string, string>,
  at: number,
): [Session, Spawn] {
  const member = memberOf(helper)
  const order = args.task ?? ''
  const task = member.tasks[Math.floor(order.length % member.tasks.length)]!
  const words = `[Subagent Context] You are running as a subagent (depth 1/5). Complete the current [Subagent Task].\n\n[Subagent Task]\n\n${order}\n\nBegin. Execute the assigned task to completion.`
  const child = begin(world, { member, task, kind: 'subagent', at, request: words, parentKey: parent.key })
  child.title = args.label ?? task.title
  child.plan.calls = child.plan.calls.filter((call) => !call.helper).slice(0, 4)
  const spawn: Spawn = {
    runId: child.runId,
    taskId: uuid(world.random),
    agentId: member.id,
    parentAgentId: parent.agentId,
    parentKey: parent.key,
    parentSessionId: parent.id,
    childKey: child.key,
    label: child.title,
    task: order,
    at,
    endedAt: null,
    toolUses: child.plan.calls.length,
    lastTool: child.plan.calls.at(-1)?.tool ?? null,
    result: null,
  }
  world.spawns.push(spawn)
  return [child, spawn]
}

function acceptedOf(spawn: Spawn, child: Session) {
  const model = modelOf(child.model)
  return {
    status: 'accepted',
    childSessionKey: spawn.childKey,
    runId: spawn.runId,
    mode: 'run',
    expectsCompletionMessage: true,
    context: 'isolated',
    note: 'The last answer comes back by itself. Go on with other work and do not ask for it.',
    resolvedModel: `${model.provider}/${model.id}`,
    resolvedProvider: model.provider,
    modelApplied: true,
  }
}

function finish(world: World, session: Session, at: number) {
  const { random } = world
  const { failure } = session.plan
  const words = fill(random, session.plan.answer)
  if (failure) breakOff(random, session, at, failure)
  else say(random, session, at, words)
  session.status = failure?.status ?? 'done'
  session.error = failure?.error ?? null
  session.endedAt = at + 20

  const spawn = session.kind === 'subagent' && world.spawns.find((spawn) => spawn.childKey === session.key)
  if (spawn) Object.assign(spawn, { endedAt: at + 20, result: words })
  const run = session.kind === 'cron' && world.runs.findLast((run) => run.sessionId === session.id)
  if (run) finishRun(world, session, run, words)
}

/** Ends a cron run: a successful one moves its window to the key of the job, a failed one keeps a key of its own. */
function finishRun(world: World, session: Session, run: CronRun, words: string) {
  const job = world.jobs.find((job) => job.id === run.jobId)
  const { input, output, cacheRead, cacheWrite } = session.answered
  const failed = session.status !== 'done'
  run.endedAt = session.endedAt! + 40
  run.status = session.status === 'timeout' ? 'timed_out' : failed ? 'failed' : 'succeeded'
  run.error = session.error
  run.summary = failed ? null : words
  run.usage = failed ? null : { input: input + cacheWrite, output, cacheRead, total: session.contextTokens }
  if (!job) return
  job.runningAt = null
  job.lastAt = run.at
  job.lastStatus = failed ? 'error' : 'ok'
  job.lastError = session.error
  job.lastDurationMs = run.endedAt - run.at
  job.errorsInARow = failed ? job.errorsInARow + 1 : 0
  if (!failed) session.key = `agent:${session.agentId}:cron:${job.id}`
  for (const other of world.sessions) if (other.cronId === job.id && other !== session) other.current = false
}

/**
 * Plays a session and its sub-agents to the end, with `pauseMs` between steps on average. Answers when the last one
 * ended.
 */
export function playOut(world: World, session: Session, pauseOf: (random: Random) => number): number {
  let at = session.lastAt
  let end = at
  while (session.status === 'running') {
    at += pauseOf(world.random)
    for (const child of advance(world, session, at)) end = Math.max(end, playOut(world, child, pauseOf))
  }
  return Math.max(end, at)
}
