import { basename, resolve } from 'node:path'
import { memberOf } from './crew.ts'
import { hunkOf, patchOf } from './edited-lines.ts'
import { guestOf } from './guests.ts'
import { modelOf } from './models.ts'
import { between, chance, fill, hex, type Random, uuid } from './random.ts'
import type { Call } from './task.ts'
import type { OpenCall, PlannedFailure, Session } from './world.ts'

/**
 * Writes the entries of a transcript as the gateway of 2026.9.6 does, field for field and in its order. Each function
 * appends to `session.events` and updates the counts of the session.
 */

type Body = Record<string, unknown>

const iso = (at: number) => new Date(at).toISOString()

/** Adds an entry below the last one and returns its id. */
function add(random: Random, session: Session, at: number, before: Body, after: Body = {}): string {
  const id = uuid(random)
  const link = { id, parentId: session.tip, timestamp: iso(at) }
  const body = before.type === 'message' ? { ...before, ...link, ...after } : { ...before, ...after, ...link }
  session.events.push({ at, body })
  session.tip = id
  session.lastAt = at
  return id
}

/** Writes the head of a transcript; in a session that no person began the model is named before the first message. */
export function open(random: Random, session: Session, at: number, words: string) {
  const { cwd } = memberOf(session.agentId)
  session.events.push({ at, body: { type: 'session', version: 4, id: session.id, timestamp: iso(at), cwd } })
  if (session.kind === 'cron' || session.kind === 'subagent') {
    const model = modelOf(session.model)
    add(random, session, at + 6, { type: 'model_change', provider: model.provider, modelId: model.id })
    setUp(random, session, at + 60)
    return ask(random, session, at + 190, words)
  }
  ask(random, session, at, words)
  setUp(random, session, at + 80)
}

function setUp(random: Random, session: Session, at: number) {
  const model = modelOf(session.model)
  add(random, session, at, { type: 'thinking_level_change', thinkingLevel: 'medium' })
  const data = { timestamp: at + 38, provider: model.provider, modelApi: model.api, modelId: model.id }
  add(random, session, at + 40, { type: 'custom', customType: 'model-snapshot', data })
}

/** Writes a message of the user's role: of a person, a schedule or another agent. */
export function ask(random: Random, session: Session, at: number, words: string) {
  const person = session.kind !== 'subagent' && session.kind !== 'cron'
  const transport = { clients: [{ id: 'webchat', mode: 'webchat', displayName: 'Bridge' }] }
  const guest = guestOf(session.key)
  const openclaw = guest
    ? { senderId: guest.id, senderName: guest.name, senderIsOwner: false, transport: { channel: 'telegram' } }
    : person
      ? { senderIsOwner: true, transport }
      : { senderIsOwner: false }
  const idempotencyKey = `${session.runId}:user`
  const message = { role: 'user', content: words, timestamp: at - 40, idempotencyKey, __openclaw: openclaw }
  add(random, session, at, { type: 'message' }, { message })
  session.freshTokens += Math.ceil(words.length / 4)
}

/** Writes an answer with a tool call. The call stays open until `takeResult`. */
export function callTool(random: Random, session: Session, at: number, call: Call) {
  const args = Object.fromEntries(Object.entries(call.args).map(([name, text]) => [name, fill(random, text)]))
  // Agents name files by their whole path.
  if (args.path !== undefined) args.path = resolve(memberOf(session.agentId).cwd, args.path)
  const nested = call.tool === 'sessions_spawn'
  const id = modelOf(session.model).provider === 'anthropic' ? `toolu_01${hex(random, 22)}` : `call_${hex(random, 24)}`
  const block = nested
    ? { type: 'toolCall', id, name: 'tool_call', arguments: { id: call.tool, args } }
    : { type: 'toolCall', id, name: call.tool, arguments: args }
  const words = wordsBefore(session, call.tool, args)
  const content = words === null ? [block] : [{ type: 'text', text: words }, block]
  const entryId = answer(random, session, at, content, 'toolUse', between(random, ...session.answerTokens))
  session.plan.open = { id, entryId, at, call, args }
}

/** What an agent says now and then before it calls a tool; null where it just does so. */
function wordsBefore({ id, firstSeq, events }: Session, tool: string, args: Record<string, string>): string | null {
  // A call and its result are three entries: it speaks before every other call.
  const turn = Math.floor((firstSeq + events.length) / 3)
  const sayings = turn % 2 === 0 ? sayingsOf(args)[tool] : undefined
  return sayings?.[(turn / 2 + Number.parseInt(id.slice(0, 4), 16)) % sayings.length] ?? null
}

/** Each agent has several ways to say the same, so that nobody hears one twice in a row. */
const sayingsOf = ({
  path = '',
  query = '',
  url = '',
  label = '',
}: Record<string, string>): Record<string, readonly string[] | undefined> => ({
  read: [
    `Let me look at ${basename(path)} first.`,
    `${basename(path)} should say why.`,
    `I have not seen ${basename(path)} since last week.`,
    `Whoever wrote ${basename(path)} meant well.`,
    `Back to ${basename(path)}, with fresh eyes.`,
  ],
  write: [
    `I write that down in ${basename(path)}.`,
    `This deserves a file of its own: ${basename(path)}.`,
    `Before I forget it: ${basename(path)}.`,
  ],
  edit: [
    `That belongs into ${basename(path)}.`,
    `A small change in ${basename(path)}, and a large relief.`,
    `${basename(path)} gets one line shorter.`,
    `I put it right in ${basename(path)}.`,
  ],
  exec: [
    'I run it, then we know.',
    'Once more, with the real numbers.',
    'If this is green, I believe it.',
    'The machine may answer that.',
    'Let us see what it says today.',
    'This takes a moment.',
  ],
  web_search: [`I look around for “${query}”.`, `Somebody must have asked that: “${query}”.`],
  web_fetch: [`I read what ${hostOf(url)} says.`, `${hostOf(url)} has a table, I hope.`, `Now ${hostOf(url)}, slowly.`],
  memory_search: [`Did we not have that before? I look for “${query}”.`, `I noted something about “${query}”.`],
  sessions_spawn: [`I hand over ${label} and go on.`, `${label} can be done beside this.`],
  sessions_send: ['I ask, that is quicker than to guess.', 'One question to a mate.'],
})

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : url)

/** Writes the result of a tool, and the note about the prompt cache that the gateway writes behind it. */
export function takeResult(random: Random, session: Session, at: number, { id, at: calledAt, call, args }: OpenCall) {
  const text = Array.from({ length: call.lines ?? 1 }, () => fill(random, call.result)).join('\n')
  addResult(
    random,
    session,
    at,
    id,
    call.tool,
    text,
    detailsOf(session, call, args, text, at - calledAt),
    !!call.failed,
  )
}

/**
 * Writes the result of a `sessions_spawn`, which is stored twice: nested, as the tool returned it, and wrapped for the
 * model.
 */
export function takeSpawned(
  random: Random,
  session: Session,
  at: number,
  { id, entryId, at: calledAt, call, args }: OpenCall,
  accepted: Body,
) {
  const content = [{ type: 'text', text: JSON.stringify(accepted, null, 2) }]
  const scopeId = uuid(random)
  const details = {
    runId: session.runId,
    scopeId,
    afterEntryId: entryId,
    startOrder: 0,
    parentToolCallId: id,
    toolCallId: `tool_search_code:${id}:${call.tool}:1`,
    toolName: call.tool,
    input: args,
    result: { content, details: accepted },
    isError: false,
    startedAt: calledAt + 12,
    timestamp: at - 26,
  }
  const message = {
    role: 'custom',
    customType: 'openclaw.nested-tool.v1',
    display: true,
    excludeFromContext: true,
    content: '',
    details,
    timestamp: calledAt + 12,
    idempotencyKey: `${scopeId}:${details.toolCallId}`,
  }
  add(random, session, at - 22, { type: 'message' }, { message })

  const short = { id: `openclaw:core:${call.tool}`, name: call.tool, source: 'openclaw' }
  const tool = { ...short, sourceName: 'core', label: 'Sessions', description: spawnManual, input: 'unknown' }
  const text = JSON.stringify({ tool: short, result: { content, details: accepted } }, null, 2)
  addResult(random, session, at, id, 'tool_call', text, { tool, result: { content, details: accepted } }, false)
}

/** Writes the final answer of a run. */
export function say(random: Random, session: Session, at: number, words: string) {
  answer(random, session, at, [{ type: 'text', text: words }], 'stop', between(random, ...session.answerTokens))
}

/** Writes the end of a run without a final answer. */
export function breakOff(random: Random, session: Session, at: number, failure: PlannedFailure) {
  if (failure.httpStatus === null) {
    const data = { content: `This turn ended before a reply: ${failure.error}`, display: true }
    const details = { runId: session.runId, error: failure.error }
    add(random, session, at, { type: 'custom_message', customType: 'run-failed-before-reply', ...data, details })
    return
  }
  const model = modelOf(session.model)
  const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  const message = {
    role: 'assistant',
    content: [],
    api: model.api,
    provider: model.provider,
    model: model.id,
    usage: { ...none, totalTokens: 0, cost: { ...none, total: 0 } },
    stopReason: 'error',
    timestamp: at - 70,
    errorMessage: `${failure.httpStatus} ${failure.error}`,
    errorCode: failure.code,
    errorType: failure.code,
    errorBody: JSON.stringify({ code: failure.code, message: failure.error, type: failure.code }),
    idempotencyKey: `${session.runId}:terminal-error`,
    __openclaw: { runId: session.runId },
  }
  add(random, session, at, { type: 'message' }, { message })
}

/** Writes a compaction: the context becomes a summary, and grows again from there. */
export function compact(random: Random, session: Session, at: number) {
  const summary = Array.from({ length: 44 }, (_, line) => `${line + 1}. ${fill(random, compactedLine)}`).join('\n')
  const firstKeptEntryId = session.tip
  const tokensBefore = session.contextTokens
  add(random, session, at, { type: 'compaction', summary, firstKeptEntryId, tokensBefore, fromHook: false })
  session.contextTokens = Math.round(modelOf(session.model).contextWindow * 0.18)
  session.compactions += 1
}

/** Writes a reset: the session begins anew, and the entries before stay. */
export function reset(random: Random, session: Session, at: number) {
  const id = hex(random, 8)
  session.events.push({ at, body: { type: 'reset', id, parentId: session.tip, timestamp: iso(at), reason: 'reset' } })
  Object.assign(session, { tip: id, lastAt: at, contextTokens: 0, freshTokens: systemPromptTokens })
}

/** The tokens of every first request: instructions, tools, workspace. */
export const systemPromptTokens = 11_400

/** The part of them that is the same for all sessions of an agent. */
const sharedTokens = 10_600

function answer(random: Random, session: Session, at: number, content: Body[], stopReason: string, output: number) {
  const model = modelOf(session.model)
  const caches = model.provider === 'anthropic'
  // The common beginning of an agent's sessions is often still cached from the session before.
  const warm = session.contextTokens === 0 && chance(random, 0.8) ? Math.min(sharedTokens, session.freshTokens) : 0
  const fresh = session.freshTokens - warm
  const input = caches ? between(random, 3, 14) : fresh
  const counts = { input, output, cacheRead: session.contextTokens + warm, cacheWrite: caches ? fresh : 0 }
  const rates = model.rates ?? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  const cost = {
    input: (counts.input * rates.input) / 1e6,
    output: (counts.output * rates.output) / 1e6,
    cacheRead: (counts.cacheRead * (rates.cacheRead ?? 0)) / 1e6,
    cacheWrite: (counts.cacheWrite * (rates.cacheWrite ?? 0)) / 1e6,
  }
  const total = cost.input + cost.output + cost.cacheRead + cost.cacheWrite
  const totalTokens = counts.input + counts.output + counts.cacheRead + counts.cacheWrite
  const id = add(
    random,
    session,
    at,
    { type: 'message' },
    {
      message: {
        role: 'assistant',
        content,
        api: model.api,
        provider: model.provider,
        model: model.id,
        usage: { ...counts, reasoningTokens: 0, totalTokens, cost: { ...cost, total } },
        stopReason,
        timestamp: at - 120,
        responseId: `${caches ? 'msg_01' : 'resp_'}${hex(random, 22)}`,
        __openclaw: { runId: session.runId },
      },
    },
  )
  session.contextTokens = totalTokens
  session.freshTokens = 0
  session.costUsd += total
  for (const name of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) session.answered[name] += counts[name]
  return id
}

function addResult(
  random: Random,
  session: Session,
  at: number,
  toolCallId: string,
  toolName: string,
  text: string,
  details: Body,
  isError: boolean,
) {
  const content = [{ type: 'text', text }]
  const marks = { isError, timestamp: at - 2, __openclaw: { runId: session.runId } }
  add(
    random,
    session,
    at,
    { type: 'message' },
    { message: { role: 'toolResult', toolCallId, toolName, content, details, ...marks } },
  )
  const frozenToolResults = [{ key: `tool:${toolCallId}:${at - 2}`, sourceHash: hex(random, 43) }]
  const data = { prunedToolResults: [], ambiguousToolResultBaseKeys: [], frozenToolResults }
  add(random, session, at + 5, { type: 'custom', customType: 'openclaw.cache-ttl', data })
  session.freshTokens += between(random, ...session.resultTokens)
}

function detailsOf(session: Session, call: Call, args: Record<string, string>, text: string, durationMs: number): Body {
  const { cwd } = memberOf(session.agentId)
  if (call.failed) return { status: 'error', tool: call.tool, error: text }
  switch (call.tool) {
    case 'exec': {
      const end = { exitCode: 0, exitSignal: null, exitReason: 'exit' }
      return { status: 'completed', ...end, durationMs, aggregated: text, noOutputTimedOut: false, cwd }
    }
    case 'read':
      return { kind: 'text', content: text }
    case 'write':
      return { changed: true, created: true }
    case 'edit': {
      const { path = '', oldText = '', newText = '' } = args
      const patch = patchOf(path, oldText, newText)
      return {
        changed: true,
        created: false,
        diff: patch,
        patch,
        firstChangedLine: hunkOf(path, oldText, newText).oldStart,
      }
    }
    default:
      return { status: 'ok', durationMs }
  }
}

const compactedLine =
  'Note {100-999} was read and agreed with; section {2-30} keeps its {3-9} short sentences and one long one.'

/** A text as long as the real one, which is why these rows are stored compressed. */
const spawnManual = [
  'Starts another agent on a task of its own and returns at once with the key of the session it works in.',
  'The helper begins with an empty context: say in the task what it must know, where to look and what to bring back.',
  'Its last answer comes back to the one who asked, as a message, when it is done. Nobody has to wait for it or ask.',
  'Give each helper work that touches different files, for two helpers in one file undo each other and neither knows.',
  'A label is shown to people; make it two words. A small task that takes one call is quicker done than handed over.',
]
  .join(' ')
  .repeat(5)
