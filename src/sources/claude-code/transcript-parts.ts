import type { TranscriptItem } from '../../facts/transcript.ts'
import { errorTextOf } from '../common/error-text.ts'
import { dollars, record, text, timeOf, word } from '../common/parse-values.ts'
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
import { exited } from '../common/transcript/tool-actions.ts'
import type { Line } from './entry.ts'
import { isInterruption, splitWrapping } from './first-prompt.ts'
import { stopReasonOf } from './parser-state.ts'
import { knownAttachments, knownBlocks, knownLines, knownProgress, knownSystem } from './record-kinds.ts'
import { actionOf, exitCodeIn, outcomeOf } from './tool-actions.ts'
import { turnOf } from './transcript-turns.ts'

/** The transcript that a line stands in: ours of its session, and whether that is the one of a sub-agent. */
type Where = { sessionId: string; isSubagent: boolean }

/**
 * The parts of a line as Claude Code writes it: an answer has a line for each of its blocks, a result is a line of the
 * user. A line that is no part of the conversation is a record with its kind. So is, in the file of a session, what a
 * sub-agent says: it belongs to another conversation.
 */
export const partsFor =
  (where: Where): PartsOf =>
  (entry, earlier) =>
    partsOfJson(entry, (line) => partsOfLine(line, where, earlier))

function partsOfLine(line: Line, where: Where, earlier: Earlier): Part[] {
  const at = timeOf(line.timestamp)
  if (line.isSidechain === true && !where.isSubagent)
    return [one(recordItem(at, `sub-agent ${kindOf(line)}`, true, line))]
  switch (line.type) {
    case 'assistant':
      return partsOfAnswer(line, at)
    case 'user':
      return partsOfUser(line, at, where, earlier)
    case 'system':
      return partsOfSystem(line, at) ?? [aside(line, at)]
    case 'attachment':
      return partsOfAttachment(line, at) ?? [aside(line, at)]
    default:
      return [aside(line, at)]
  }
}

function partsOfAnswer(line: Line, at: number | null): Part[] {
  const answer = record(line.message) ?? {}
  if (line.isApiErrorMessage === true)
    return [one(note(at, 'error', wordsIn(answer.content) || 'The model gave an error.'))]
  const costUsd = dollars(line.costUSD)
  const parts = blocksIn(answer.content).flatMap((block): Part[] => {
    switch (block.type) {
      case 'text': {
        const words = text(block.text)
        if (words === null) return []
        const item = {
          ...message(at, 'assistant', words),
          model: word(answer.model),
          costUsd: typeof costUsd === 'number' && costUsd > 0 ? costUsd : null,
          stopReason: stopReasonOf(answer),
        }
        return [one(item)]
      }
      case 'thinking': {
        const thought = text(block.thinking)
        return [one(thought === null ? recordItem(at, 'thinking', true, block) : thinking(at, thought))]
      }
      case 'tool_use':
      case 'server_tool_use':
      case 'mcp_tool_use': {
        const name = text(block.name) ?? 'tool'
        const called = block.input ?? {}
        return [{ kind: 'call', item: tool(at, text(block.id) ?? '', name, called, actionOf(name, called)) }]
      }
      default:
        return [resultIn(block, at) ?? otherBlock(block, at)]
    }
  })
  return parts.length > 0 ? parts : [aside(line, at, true)]
}

function partsOfUser(line: Line, at: number | null, where: Where, earlier: Earlier): Part[] {
  const content = record(line.message)?.content
  const blocks = blocksIn(content)
  const words = blocks.flatMap((block) => (block.type === 'text' ? (text(block.text) ?? []) : [])).join('\n')
  if (line.isCompactSummary === true) return [one(note(at, 'compaction', words))]
  if (line.isMeta === true) return [one(note(at, 'context', words))]
  if (isInterruption(line)) return [one(note(at, 'interrupted', words))]
  const noted = record(line.toolUseResult)
  const results = blocks.filter((block) => text(block.tool_use_id) !== null)
  const parts = results.flatMap((block) => resultIn(block, at, results.length === 1 ? noted : undefined, where) ?? [])
  for (const block of blocks)
    if (block.type === 'document') parts.push(one(note(at, 'context', `File: ${text(block.title) ?? 'a document'}`)))
    else if (block.type !== 'text' && !isPicture(block) && !results.includes(block)) parts.push(otherBlock(block, at))
  parts.push(...partsOfWords(words, blocks.filter(isPicture), at))
  if (parts.length === 0) return [aside(line, at, true)]
  const turn = results.length === 0 ? turnOf(line, earlier) : undefined
  return turn ? [one(note(at, turn.note, turn.words)), ...parts] : parts
}

/** The words of a person with their pictures, and as a note what the program put around them. */
function partsOfWords(words: string, pictures: Line[], at: number | null): Part[] {
  const { typed, context } = splitWrapping(words)
  const clears = /^\/(clear|reset|new)\b/.test(typed)
  return [
    ...(clears ? [one(note(at, 'reset', typed))] : []),
    ...(!clears && (typed !== '' || pictures.length > 0)
      ? [one(message(at, 'user', typed, picturesIn(pictures)))]
      : []),
    ...(context === '' ? [] : [one(note(at, 'context', context))]),
  ]
}

function partsOfSystem(line: Line, at: number | null): Part[] | undefined {
  const words = wordsOf(line)
  switch (line.subtype) {
    case 'compact_boundary':
    case 'microcompact_boundary':
      return [one(note(at, 'compaction', words || 'Compacted.'))]
    case 'api_error':
    case 'model_refusal_fallback':
      return [one(note(at, 'error', words || errorTextOf(line.error) || 'The model gave an error.'))]
    case 'local_command': {
      const { typed, context } = splitWrapping(words)
      return [one(note(at, /^\/(clear|reset|new)\b/.test(typed) ? 'reset' : 'context', typed || context || words))]
    }
    case 'informational':
    case 'away_summary':
      return words === '' ? undefined : [one(note(at, 'other', words))]
    default:
      return undefined
  }
}

/** What a person wrote while the model was at work is kept as an attachment, and so is what they pointed at. */
function partsOfAttachment(line: Line, at: number | null): Part[] | undefined {
  const attached = record(line.attachment) ?? {}
  switch (attached.type) {
    case 'queued_command': {
      const words = wordsIn(attached.prompt)
      const isPerson = attached.commandMode === undefined || attached.commandMode === 'prompt'
      if (!isPerson || attached.isMeta === true) return [one(note(at, 'context', words))]
      return partsOfWords(words, blocksIn(attached.prompt).filter(isPicture), at)
    }
    case 'file':
    case 'directory':
    case 'edited_text_file': {
      const path = text(attached.filename) ?? text(attached.path) ?? text(attached.displayPath)
      return path === null ? undefined : [one(note(at, 'context', `File: ${path}`))]
    }
    default:
      return undefined
  }
}

/** The result of a tool, which the program sends as a user, and the model's own service as a part of the answer. */
function resultIn(block: Line, at: number | null, noted?: Line, where?: Where): Part | undefined {
  const callId = text(block.tool_use_id)
  if (callId === null) return undefined
  const words = wordsIn(block.content)
  const isError = block.is_error === true || record(block.content)?.error_code !== undefined
  // What a failed command noted is its words alone.
  const action =
    noted && where
      ? outcomeOf(noted, words, isError, where.sessionId)
      : isError
        ? exited(exitCodeIn(words, true))
        : null
  const content = words === '' && typeof block.content === 'object' ? found(block.content) : block.content
  const item = withResult(tool(at, callId, 'tool'), content, isError, at, action)
  return { kind: 'result', item }
}

/** What a search of the model's service found, a line each; anything else that has no words as it is. */
function found(content: unknown): unknown {
  const results = blocksIn(content)
  if (results.some(isPicture)) return content
  if (results.length > 0 && results.every(({ url }) => typeof url === 'string'))
    return results.map(({ title, url }) => [title, url].filter(Boolean).join(' ')).join('\n')
  const names = results.flatMap(({ tool_name: name }) => text(name) ?? [])
  return names.length > 0
    ? names.join('\n')
    : Array.isArray(content) && content.length === 0
      ? ''
      : JSON.stringify(content)
}

function otherBlock(block: Line, at: number | null): Part {
  const kind = word(block.type, 60) ?? 'without a type'
  return one(recordItem(at, `block ${kind}`, knownBlocks.has(kind), block))
}

/** A line that is no part of the conversation. */
const aside = (line: Line, at: number | null, isKnown = isKnownLine(line)): Part =>
  one(recordItem(at, kindOf(line), isKnown, line))

function isKnownLine(line: Line): boolean {
  switch (line.type) {
    case 'system':
      return knownSystem.has(String(line.subtype))
    case 'attachment':
      return knownAttachments.has(String(record(line.attachment)?.type))
    case 'progress':
      return knownProgress.has(String(record(line.data)?.type))
    default:
      return knownLines.has(String(line.type))
  }
}

/** The kind of a line, such as `system turn_duration` or `attachment skill_listing`. */
function kindOf(line: Line): string {
  const detail =
    word(line.subtype, 60) ??
    word(line.operation, 60) ??
    word(record(line.attachment)?.type, 60) ??
    word(record(line.data)?.type, 60)
  return [word(line.type, 60) ?? 'line without a type', detail].filter(Boolean).join(' ')
}

const wordsOf = (line: Line) => wordsIn(record(line.message)?.content ?? line.content)

const one = (item: TranscriptItem): Part => ({ kind: 'item', item })
