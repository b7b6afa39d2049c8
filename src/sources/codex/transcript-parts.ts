import type { TranscriptItem } from '../../facts/transcript.ts'
import { errorTextOf } from '../common/error-text.ts'
import { record, text, timeOf, word } from '../common/parse-values.ts'
import {
  blocksIn,
  isPicture,
  message,
  note,
  picturesIn,
  recordItem,
  thinking,
  tool,
  withResult,
  wordsIn,
} from '../common/transcript/items.ts'
import { type Earlier, type Part, type PartsOf, partsOfJson } from '../common/transcript/part.ts'
import { ownWords } from './entry.ts'
import { createModelInForce } from './model-in-force.ts'
import { changesBefore, patchApplied } from './patch-events.ts'
import { knownCompletions, knownEvents, knownItems, knownRecords } from './record-kinds.ts'
import { actionOf, actionOfShell, outcomeOf, parsed } from './tool-actions.ts'
import { partsOfExecution } from './transcript-execution.ts'

type Fields = Record<string, unknown>

/**
 * The parts of a line as Codex writes it. What was said, thought and done stands in `response_item`; most events say it
 * once more for the terminal, and are records here. `sessionId` is ours of the session.
 */
export const partsFor =
  (sessionId: string, modelAt = createModelInForce()): PartsOf =>
  (entry, earlier) =>
    partsOfJson(entry, (line) => partsOfLine(line, { sessionId, earlier, model: () => modelAt(entry, earlier) }))

/** The session that a line stands in, by our id, the entries before it, and the model that was asked there. */
type Where = { sessionId: string; earlier: Earlier; model(): string | null }

function partsOfLine(line: Fields, where: Where): Part[] {
  const at = timeOf(line.timestamp)
  const payload = record(line.payload)
  if (!payload) return partsOfBareLine(line, at, where)
  switch (line.type) {
    case 'response_item':
      return partsOfItem(payload, at, where) ?? [rest(line, 'response_item', payload, knownItems)]
    case 'event_msg':
      return partsOfEvent(payload, at) ?? [rest(line, 'event_msg', payload, knownEvents)]
    case 'compacted':
      return [one(note(at, 'compaction', text(payload.message) ?? 'What was said so far was summed up.'))]
    case 'session_meta':
      return partsOfMeta(line, payload, at)
    default: {
      const kind = word(line.type, 60) ?? 'line without a type'
      return [one(recordItem(at, kind, knownRecords.has(kind), line))]
    }
  }
}

/** Before September 2025 items stood in a line by themselves; `codex exec --json` writes lines of another kind. */
function partsOfBareLine(line: Fields, at: number | null, where: Where): Part[] {
  const found = partsOfExecution(line, at) ?? partsOfItem(line, at, where)
  if (found) return found
  const kind =
    word(line.type, 60) ??
    word(line.record_type, 60) ??
    ('instructions' in line ? 'session_meta' : 'line without a type')
  return [one(recordItem(at, kind, knownRecords.has(kind) || knownItems.has(kind), line))]
}

function partsOfMeta(line: Fields, meta: Fields, at: number | null): Part[] {
  const from = word(meta.forked_from_id, 80)
  const itself = one(recordItem(at, 'session_meta', true, line))
  return from === null ? [itself] : [one(note(at, 'branch', `Goes on from a copy of the session ${from}.`)), itself]
}

/** A line that is no part of the conversation, with the kind that its payload names. */
function rest(line: Fields, type: string, payload: Fields, known: Set<string>): Part {
  const kind = word(payload.type, 60) ?? 'without a type'
  const item = kind === 'item_completed' || kind === 'item_started' ? word(record(payload.item)?.type, 60) : null
  const isKnown = known.has(kind) && (item === null || knownCompletions.has(item))
  return one(recordItem(timeOf(line.timestamp), [type, kind, item].filter(Boolean).join(' '), isKnown, line))
}

/** The parts of an item of the model; undefined for one that says nothing to a reader. */
function partsOfItem(item: Fields, at: number | null, where: Where): Part[] | undefined {
  switch (item.type) {
    case 'message':
      return partsOfMessage(item, at, where)
    case 'reasoning': {
      const words = [item.summary, item.content].map(wordsIn).find((found) => found !== '')
      return words ? [one(thinking(at, words))] : undefined
    }
    case 'function_call':
    case 'custom_tool_call': {
      const name = text(item.name) ?? 'tool'
      const given = item.type === 'function_call' ? item.arguments : item.input
      const called = item.type === 'function_call' && typeof given === 'string' ? (parsed(given) ?? given) : given
      return [call(tool(at, text(item.call_id) ?? '', name, called ?? {}, actionOf(name, called, where.sessionId)))]
    }
    case 'local_shell_call': {
      const action = record(item.action) ?? {}
      const callId = text(item.call_id) ?? text(item.id) ?? ''
      return [call(tool(at, callId, 'local_shell', action, actionOfShell(action)))]
    }
    case 'tool_search_call':
      return [call(tool(at, text(item.call_id) ?? '', 'tool_search', item.arguments ?? item.execution ?? {}))]
    case 'web_search_call': {
      const action = record(item.action) ?? {}
      const does = { kind: 'web' as const, query: text(action.query) ?? text(action.pattern), url: text(action.url) }
      const made = tool(at, text(item.id) ?? '', 'web_search', action, does.query || does.url ? does : null)
      return [one(item.status === 'in_progress' ? made : withResult(made, '', item.status === 'failed', at))]
    }
    case 'image_generation_call': {
      const made = tool(at, text(item.id) ?? '', 'image_generation', { prompt: item.revised_prompt ?? null })
      const picture = { type: 'image', mimeType: 'image/png', data: item.result }
      return [one(withResult(made, [picture], item.status === 'failed', at))]
    }
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'local_shell_call_output':
    case 'mcp_tool_call_output':
    case 'tool_search_output':
      return [partOfOutput(item, at, where)]
    default:
      return undefined
  }
}

const call = (item: Extract<TranscriptItem, { kind: 'tool' }>): Part => ({ kind: 'call', item })

function partsOfMessage(item: Fields, at: number | null, { model }: Where): Part[] {
  const blocks = blocksIn(item.content)
  if (item.role === 'assistant')
    return [one({ ...message(at, 'assistant', wordsIn(item.content), picturesIn(item.content)), model: model() })]
  if (item.role !== 'user') return [one(note(at, 'context', wordsIn(item.content)))]
  const parts: Part[] = []
  const pictures = picturesIn(item.content)
  const spoken = blocks.flatMap((block) => {
    const words = text(block.text)
    if (words === null) return []
    if (ownWords(words) !== undefined) return [words]
    parts.push(one(note(at, 'context', words)))
    return []
  })
  if (spoken.length > 0 || pictures.length > 0) parts.push(one(message(at, 'user', spoken.join('\n'), pictures)))
  const others = blocks.filter((block) => text(block.text) === null && !isPicture(block) && block.text !== '')
  for (const block of others)
    parts.push(one(recordItem(at, `block ${word(block.type, 60) ?? 'without a type'}`, false, block)))
  return parts.length > 0 ? parts : [one(recordItem(at, 'response_item message', true, item))]
}

/** The result of a call, as text, as blocks, or with a word on how it went. */
function partOfOutput(item: Fields, at: number | null, { sessionId, earlier }: Where): Part {
  const callId = text(item.call_id) ?? ''
  const output = item.output ?? item.result ?? item.tools
  const fields = record(output)
  const content = fields ? (fields.content_items ?? fields.content ?? fields.Ok ?? fields) : output
  const failed = fields?.success === false || fields?.Err !== undefined || item.status === 'failed'
  const made = tool(at, callId, 'tool')
  if (typeof content !== 'string') {
    const inside = record(content)?.content ?? content
    const shown = Array.isArray(inside) && blocksIn(inside).some((block) => 'text' in block || isPicture(block))
    return { kind: 'result', item: withResult(made, shown ? inside : JSON.stringify(content ?? ''), failed, at) }
  }
  const { words, action: ended, exitCode } = outcomeOf(content, sessionId)
  const action = words.startsWith(patchApplied) ? (changesBefore(callId, earlier()) ?? ended) : ended
  return { kind: 'result', item: withResult(made, words, failed || (exitCode ?? 0) !== 0, at, action) }
}

/** The parts of an event that nothing else says; undefined for the others. */
function partsOfEvent(event: Fields, at: number | null): Part[] | undefined {
  switch (event.type) {
    case 'turn_aborted':
      return [one(note(at, 'interrupted', `The turn was stopped: ${word(event.reason, 80) ?? 'interrupted'}.`))]
    case 'error':
    case 'stream_error':
      return [one(note(at, 'error', errorTextOf({ ...event, type: undefined }) || 'The model gave an error.'))]
    case 'warning':
    case 'guardian_warning':
      return [one(note(at, 'other', text(event.message) ?? 'Codex warned of something.'))]
    case 'task_complete':
    case 'turn_complete': {
      const words = event.error === undefined || event.error === null ? '' : errorTextOf(event.error)
      return words === '' ? undefined : [one(note(at, 'error', words))]
    }
    case 'model_reroute': {
      const model = word(event.to_model)
      return model === null ? undefined : [one(note(at, 'model-change', model))]
    }
    case 'thread_rolled_back':
      return [one(note(at, 'branch', `The conversation went back by ${turns(event.num_turns)}.`))]
    case 'undo_completed':
      return [one(note(at, 'other', text(event.message) ?? 'The last changes of files were undone.'))]
    case 'entered_review_mode':
      return [
        one(
          note(
            at,
            'other',
            `A review began: ${text(event.user_facing_hint) ?? text(event.prompt) ?? 'of the changes'}`,
          ),
        ),
      ]
    case 'exited_review_mode': {
      const words = text(record(event.review_output)?.overall_explanation)
      return [one(note(at, 'other', `The review ended${words === null ? '.' : `: ${words}`}`))]
    }
    default:
      return undefined
  }
}

const turns = (count: unknown) =>
  count === 1 ? 'one turn' : typeof count === 'number' ? `${count} turns` : 'some turns'

const one = (item: TranscriptItem): Part => ({ kind: 'item', item })
