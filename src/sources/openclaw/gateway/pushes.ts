import type { SessionMessage } from '../../../facts/gateway.ts'
import { maxStreamed } from '../../../facts/gateway-bounds.ts'
import { latestTime, maxText } from '../../../facts/kinds.ts'
import { id, path, problemWithTime, text, word } from '../../common/parse-values.ts'
import { readKey } from '../session-key.ts'
import { type EventFrame, recordOrEmpty } from './frames.ts'

/** The meaning of a pushed frame, in the gateway's own names. */
export type Push =
  /** The store of this agent has something new; null stands for the home's own store. */
  | { kind: 'wake'; agent: string | null }
  | {
      kind: 'said'
      agent: string
      key: string
      sessionId: string | null
      runId: string | null
      at: number
      said: SessionMessage
    }
  | { kind: 'health'; channels: { name: string; connected: boolean | null }[] | null }
  | { kind: 'shutdown'; restartExpectedMs: number | null }

/** This many runs are remembered, since a frame may name only its run. */
const rememberedRuns = 2_000
/** A run with more open tools than this is watched no further. */
const maxOpenTools = 1_000
/** The pause between two signs of life of a run without other news. */
const livesEveryMs = 30_000

/** Several frames report one end within this time. */
const sameEndMs = 1_000

type Run = {
  agent: string
  key: string
  sessionId: string | null
  /** The last message about the run, so that none is sent twice. */
  last: string
  saidAt: number
  /** When a frame last told of it. */
  heardAt: number
  tools: Set<string>
  streams: boolean
  /** How the run ended, while it is still compacting its context. */
  afterwards: Ended | undefined
  ended: Ended | undefined
  endedAt: number
}

/**
 * Translates pushed frames into messages. Both eras of frames report the same thing in several ways, so each event is
 * passed on once, by the frame that comes first.
 */
export function createEventTranslator(now: () => number) {
  const runs = new Map<string, Run>()

  return {
    translate({ event, payload }: EventFrame): Push[] {
      switch (event) {
        case 'agent':
        case 'session.tool':
          return ofRun(payload)
        case 'chat':
          return ofChat(payload)
        case 'sessions.changed':
          return ofSession(payload)
        case 'session.message':
          return wakeOf(payload)
        case 'session.operation':
          return ofOperation(payload)
        case 'cron':
          return ofCron(payload)
        case 'task':
        case 'config.changed':
          return [{ kind: 'wake', agent: null }]
        case 'health':
          return [{ kind: 'health', channels: channelsIn(payload) }]
        case 'shutdown':
          return [{ kind: 'shutdown', restartExpectedMs: count(payload.restartExpectedMs) }]
        default:
          if (event.endsWith('.requested')) return ofAsking(payload)
          if (event.endsWith('.resolved')) return ofAnswer(payload)
          return []
      }
    },
    /** Forgets every run: none survives a restart of the gateway. */
    forget: () => runs.clear(),
    /** Whether any run that has not ended was not heard of for so long, in ms. */
    isAnyQuiet: (forMs: number) => runs.values().some((run) => isQuiet(run, forMs)),
    /**
     * Ends what was not heard of for so long, and of which the gateway says that nothing runs there any more: a turn that
     * is stopped while it waits for its beginning is told to begin, and never to end.
     */
    endQuiet: (forMs: number, restingKeys: ReadonlySet<string>) =>
      endAll((run) => isQuiet(run, forMs) && restingKeys.has(run.key), now(), {
        kind: 'run.ended',
        how: 'killed',
        reason: null,
      }),
  }

  function isQuiet({ last, heardAt }: Run, forMs: number): boolean {
    return last !== 'run.ended' && now() - heardAt >= forMs
  }

  function ofRun(payload: Record<string, unknown>): Push[] {
    const runId = id(payload.runId)
    const run = runOf(payload, runId)
    if (!run || runId === null) return []
    const data = recordOrEmpty(payload.data)
    const phase = text(data.phase)
    const at = timeOf(payload)
    switch (payload.stream) {
      case 'lifecycle':
        if (phase === 'start') {
          // The run is retried, with another model for example.
          if (run.last === 'run.ended') run.last = ''
          return [...endAfterwards(run.key, at), ...begin(run, runId, at), ...wake(run)]
        }
        if (phase === 'model') return say(run, runId, at, { kind: 'run.thinks' })
        if (phase === 'end') return end(run, runId, at, endOf(data))
        if (phase === 'error') return end(run, runId, at, failureOf(data))
        return []
      case 'run_status':
      case 'thinking':
        return say(run, runId, at, { kind: 'run.thinks' })
      case 'assistant': {
        if (run.last === 'run.ended') return []
        const answer = text(data.text) ?? ''
        run.streams = true
        run.last = 'run.streams'
        return [pushOf(run, runId, at, { kind: 'run.streams', text: answer.slice(-maxStreamed).toWellFormed() })]
      }
      case 'tool':
        return ofTool(run, runId, at, data)
      case 'item':
        return data.kind === 'tool' ? ofTool(run, runId, at, data) : lives(run, runId, at)
      case 'compaction':
        return ofCompaction(run, runId, at, data)
      default:
        return lives(run, runId, at)
    }
  }

  /** Compaction may come after the end of its run: then the run goes on while it lasts, and ends again. */
  function ofCompaction(run: Run, runId: string, at: number, { phase, willRetry }: Record<string, unknown>): Push[] {
    if (phase === 'start') {
      if (run.last === 'run.ended') {
        run.afterwards = run.ended
        run.last = ''
      }
      return say(run, runId, at, { kind: 'run.compacts' })
    }
    const before = run.afterwards
    run.afterwards = undefined
    if (before && willRetry !== true) return end(run, runId, at, before)
    return [...say(run, runId, at, { kind: 'run.thinks' }), ...wake(run)]
  }

  function ofTool(run: Run, runId: string, at: number, data: Record<string, unknown>): Push[] {
    const callId = id(data.toolCallId) ?? id(data.itemId)
    if (callId === null) return lives(run, runId, at)
    const phase = text(data.phase)
    if (phase === 'start') {
      if (run.tools.has(callId) || run.tools.size >= maxOpenTools) return []
      run.tools.add(callId)
      return [
        ...endText(run, runId, at),
        ...say(run, runId, at, { kind: 'tool.started', callId, tool: toolName(data) }),
      ]
    }
    if (phase === 'result' || phase === 'end') {
      if (!run.tools.delete(callId)) return wake(run)
      return [...say(run, runId, at, { kind: 'tool.ended', callId }), ...wake(run)]
    }
    return lives(run, runId, at)
  }

  /** Takes the end of a run from a `chat` frame where no lifecycle event reported it. */
  function ofChat(payload: Record<string, unknown>): Push[] {
    const runId = id(payload.runId)
    const at = timeOf(payload)
    if (runId === null || !runs.has(runId)) return [...endAfterwards(text(payload.sessionKey), at), ...wakeOf(payload)]
    const run = runOf(payload, runId)!
    if (payload.state === 'aborted') return end(run, runId, at, { kind: 'run.ended', how: 'killed', reason: null })
    if (payload.state === 'error')
      return end(run, runId, at, { kind: 'run.ended', how: 'failed', reason: cut(text(payload.errorMessage)) })
    if (payload.state === 'final') return end(run, runId, at, { kind: 'run.ended', how: 'done', reason: null })
    return []
  }

  function ofSession(payload: Record<string, unknown>): Push[] {
    const runId = id(payload.runId)
    const at = timeOf(payload)
    const phase = text(payload.phase)
    const woken = wakeOf(payload)
    if (runId !== null && (phase === 'start' || phase === 'end' || phase === 'error')) {
      const run = phase === 'start' ? runOf(payload, runId) : runs.get(runId)
      if (!run) return woken
      run.sessionId ??= sessionIdIn(payload)
      if (phase === 'start') return [...begin(run, runId, at), ...woken]
      const status = text(payload.status) ?? text(recordOrEmpty(payload.session).status)
      const how =
        status === 'killed' ? 'killed' : status === 'timeout' ? 'timed-out' : phase === 'error' ? 'failed' : 'done'
      return end(run, runId, at, { kind: 'run.ended', how, reason: null })
    }
    if (payload.reason === 'abort') {
      const key = text(payload.sessionKey)
      return [...endAll((run) => run.key === key, at, { kind: 'run.ended', how: 'killed', reason: null }), ...woken]
    }
    return woken
  }

  /** Ends a cron run that timed out: only the event of its job reports that. */
  function ofCron(payload: Record<string, unknown>): Push[] {
    const woken: Push[] = [{ kind: 'wake', agent: null }]
    const jobId = text(payload.jobId)
    if (payload.action !== 'finished' || jobId === null) return woken
    const reason = cut(text(payload.error))
    const how = payload.status === 'ok' ? 'done' : isTimeout(reason) ? 'timed-out' : 'failed'
    const isRun = ({ key }: Run) => key.includes(`:cron:${jobId}`)
    return [...endAll(isRun, now(), { kind: 'run.ended', how, reason }), ...woken]
  }

  /** A compaction after the end of a run gives way to the next run of its conversation. */
  function endAfterwards(key: string | null, at: number): Push[] {
    return [...runs].flatMap(([id, run]) => {
      const before = run.afterwards
      if (!before || run.key !== key) return []
      run.afterwards = undefined
      return end(run, id, at, before)
    })
  }

  function endAll(isMeant: (run: Run) => boolean, at: number, said: Ended): Push[] {
    return [...runs].flatMap(([id, run]) => (run.last !== 'run.ended' && isMeant(run) ? end(run, id, at, said) : []))
  }

  function ofOperation(payload: Record<string, unknown>): Push[] {
    const owner = ownerOf(payload)
    if (!owner || payload.operation !== 'compact') return wakeOf(payload)
    const runId = id(payload.operationId)
    const said: SessionMessage =
      payload.phase === 'start' ? { kind: 'run.compacts' } : { kind: 'run.ended', how: 'done', reason: null }
    return [{ kind: 'said', ...owner, sessionId: null, runId, at: timeOf(payload), said }, ...wakeOf(payload)]
  }

  /** Approval events arrive only where approvals are switched on. */
  function ofAsking(payload: Record<string, unknown>): Push[] {
    const request = recordOrEmpty(payload.request)
    const owner = ownerOf({ ...payload, ...request })
    const askId = id(payload.id)
    if (!owner || askId === null) return []
    const reason = request.command === undefined ? 'asks for an answer' : 'wants approval to run a command'
    const said: SessionMessage = { kind: 'asks', askId, reason }
    return [{ kind: 'said', ...owner, sessionId: null, runId: null, at: timeOf(payload), said }]
  }

  function ofAnswer(payload: Record<string, unknown>): Push[] {
    const owner = ownerOf({ ...payload, ...recordOrEmpty(payload.request) })
    const askId = id(payload.id)
    if (!owner || askId === null) return []
    const said: SessionMessage = { kind: 'answered', askId }
    return [{ kind: 'said', ...owner, sessionId: null, runId: null, at: timeOf(payload), said }]
  }

  function runOf(payload: Record<string, unknown>, runId: string | null): Run | undefined {
    const known = runId === null ? undefined : runs.get(runId)
    if (known) {
      known.heardAt = now()
      known.sessionId ??= id(payload.sessionId)
      return known
    }
    const owner = ownerOf(payload)
    if (!owner || runId === null) return undefined
    const run: Run = {
      ...owner,
      sessionId: id(payload.sessionId) ?? runWindow(owner.key),
      last: '',
      saidAt: 0,
      heardAt: now(),
      tools: new Set(),
      streams: false,
      afterwards: undefined,
      ended: undefined,
      endedAt: 0,
    }
    runs.set(runId, run)
    if (runs.size > rememberedRuns) runs.delete(runs.keys().next().value!)
    return run
  }

  function begin(run: Run, runId: string, at: number): Push[] {
    return run.last === '' ? say(run, runId, at, { kind: 'run.started' }) : []
  }

  function end(run: Run, runId: string, at: number, said: Ended): Push[] {
    // Several frames report the end; only one reports a compaction after it.
    if (run.afterwards && run.last === 'run.compacts') return wake(run)
    if (run.last !== 'run.ended') {
      run.ended = said
      run.endedAt = at
    }
    // A run that is stopped while it is prepared goes on to write until it has settled: what it wrote is not a new turn.
    const isLater = run.last === 'run.ended' && at > run.endedAt + sameEndMs && isNewest(run)
    if (isLater) run.endedAt = at
    const ended = isLater
      ? [pushOf(run, runId, at, run.ended ?? said)]
      : [...endText(run, runId, at), ...say(run, runId, at, said)]
    run.tools.clear()
    return [...ended, ...wake(run)]
  }

  /** Whether no other run of its conversation has begun since. */
  function isNewest(run: Run): boolean {
    return [...runs.values()].findLast(({ key }) => key === run.key) === run
  }

  function endText(run: Run, runId: string, at: number): Push[] {
    if (!run.streams) return []
    run.streams = false
    return [pushOf(run, runId, at, { kind: 'run.streams', text: '' })]
  }

  /** Passes a message on, unless it repeats the last one or the run is over. */
  function say(run: Run, runId: string, at: number, said: SessionMessage): Push[] {
    if (run.last === 'run.ended') return []
    const like = 'callId' in said ? `${said.kind} ${said.callId}` : said.kind
    if (run.last === like) return lives(run, runId, at)
    run.last = like
    run.saidAt = now()
    return [pushOf(run, runId, at, said)]
  }

  function lives(run: Run, runId: string, at: number): Push[] {
    if (run.last === 'run.ended' || Math.abs(now() - run.saidAt) < livesEveryMs) return []
    run.saidAt = now()
    return [pushOf(run, runId, at, { kind: 'run.lives' })]
  }

  function pushOf({ agent, key, sessionId }: Run, runId: string, at: number, said: SessionMessage): Push {
    return { kind: 'said', agent, key, sessionId, runId, at, said }
  }

  function timeOf(payload: Record<string, unknown>) {
    const at = count(payload.ts)
    return at === null || problemWithTime(at, now()) !== undefined ? now() : at
  }
}

const wake = ({ agent }: { agent: string }): Push[] => [{ kind: 'wake', agent }]

function wakeOf(payload: Record<string, unknown>): Push[] {
  const owner = ownerOf(payload)
  return [{ kind: 'wake', agent: owner?.agent ?? null }]
}

/** The conversation of a frame. A cron run has a key of its own beside the listed one. */
function ownerOf(payload: Record<string, unknown>): { agent: string; key: string } | undefined {
  const key = path(payload.sessionKey)
  if (key === null) return undefined
  const agent = text(payload.agentId) ?? readKey(key).agent
  return agent === null ? undefined : { agent, key }
}

/** The session id within a key: only keys of single cron runs have one. */
const runWindow = (key: string) => /:cron:[^:]+:run:([0-9a-f-]{36})$/.exec(key)?.[1] ?? null

const sessionIdIn = (payload: Record<string, unknown>) =>
  id(payload.sessionId) ?? id(recordOrEmpty(payload.session).sessionId)

/** The conversations in which nothing runs, out of an answer to `sessions.list`; older gateways do not tell. */
export const restingKeysIn = (payload: Record<string, unknown>): Set<string> =>
  new Set(
    (Array.isArray(payload.sessions) ? payload.sessions : []).flatMap((session) => {
      const { key, hasActiveRun } = recordOrEmpty(session)
      return hasActiveRun === false ? (path(key) ?? []) : []
    }),
  )

type Ended = Extract<SessionMessage, { kind: 'run.ended' }>

function endOf(data: Record<string, unknown>): Ended {
  const { aborted, stopReason } = data
  if (isTimeout(text(stopReason))) return { kind: 'run.ended', how: 'timed-out', reason: null }
  const isKilled = aborted === true || stopReason === 'aborted' || stopReason === 'rpc'
  return { kind: 'run.ended', how: isKilled ? 'killed' : 'done', reason: null }
}

function failureOf(data: Record<string, unknown>): Ended {
  const reason = reasonIn(data)
  const { how } = endOf(data)
  return { kind: 'run.ended', how: isTimeout(reason) ? 'timed-out' : how === 'done' ? 'failed' : how, reason }
}

const isTimeout = (words: string | null) => /time(d )?-?out/i.test(words ?? '')

const reasonIn = (data: Record<string, unknown>) => cut(text(data.error) ?? text(recordOrEmpty(data.error).message))

/** The name of the tool that runs; a tool found by search is called through another tool. */
function toolName(data: Record<string, unknown>): string {
  const name = text(data.name) ?? 'a tool'
  if (name !== 'tool_call') return word(name) ?? name
  const args = recordOrEmpty(data.args)
  const inner = text(args.id) ?? text(args.name) ?? text(args.tool)
  return word(inner?.split(/[:/]/).at(-1)) ?? name
}

/** The channels of `health`; a channel is connected where any of its accounts is. */
export function channelsIn(health: Record<string, unknown>) {
  if (health.channels === undefined) return null
  return Object.entries(recordOrEmpty(health.channels))
    .slice(0, 50)
    .map(([name, state]) => {
      const { connected, running, linked, probe } = recordOrEmpty(state)
      const ok = recordOrEmpty(probe).ok
      const said = [connected, running, ok, linked].find((value) => typeof value === 'boolean')
      return { name: word(name) ?? '?', connected: typeof said === 'boolean' ? said : null }
    })
}

/** A reason; the last check shortens a longer one. */
const cut = (words: string | null) => word(words, maxText)
const count = (value: unknown) => (typeof value === 'number' && value >= 0 && value <= latestTime ? value : null)
