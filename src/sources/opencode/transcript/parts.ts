import type { Picture, TranscriptItem } from '../../../facts/transcript.ts'
import { errorTextOf } from '../../common/error-text.ts'
import { number, record, text, timeOf, word } from '../../common/parse-values.ts'
import { message, note, picturesIn, recordItem, thinking, tool, withResult } from '../../common/transcript/items.ts'
import { type Part, type PartsOf, partsOfJson } from '../../common/transcript/part.ts'
import { actionOf, outcomeOf } from '../tool-actions.ts'
import type { Stored } from './order.ts'

type Fields = Record<string, unknown>

/**
 * What an entry says beside what opencode stored: which part of it is meant, and of what message it is. `cost` (in US
 * dollars) is with the first words of an answer alone.
 */
type About = { says: Stored['says']; at: number; role?: unknown; model?: unknown; cost?: unknown; isWhole?: boolean }

/** An entry as the parser takes it: `data` is JSON as it is stored. */
export const entryText = (about: About, data: string) => `{"about":${JSON.stringify(about)},"data":${data}}`

/** The parts of what opencode stores. `sessionId` is ours of the session. */
export const partsFor =
  (sessionId: string): PartsOf =>
  (entry) =>
    partsOfJson(entry, ({ about, data }) => {
      const said = record(data)
      const { says, at, role, model, cost, isWhole } = (record(about) ?? {}) as About
      if (!said) return [one(recordItem(at, 'part without fields', false, { data }))]
      if (says === 'session') return [one(note(at, 'branch', text(said.words) ?? ''))]
      if (says === 'message') return partsOfMessage(said, at)
      if (said.type === 'tool') return partsOfTool(said, at, sessionId, says, isWhole === true)
      if (says !== 'part') return []
      const costUsd = number(cost)
      return partsOfPart(said, at, role === 'assistant' ? 'assistant' : 'user', word(model)).map((part) =>
        part.item.kind === 'message' && costUsd !== null && costUsd > 0 ? one({ ...part.item, costUsd }) : part,
      )
    })

/** A message itself: how it ended. What it says stands in its parts. */
function partsOfMessage(said: Fields, at: number): Part[] {
  const isAnswer = said.role === 'assistant'
  const { name } = record(said.error) ?? {}
  // An answer that goes on is written again when it has ended.
  if (isAnswer && !said.error && number(record(said.time)?.completed) === null && text(said.finish) === null) return []
  const isKnown = isAnswer || said.role === 'user'
  const itself = one(recordItem(at, `message ${word(said.role, 40) ?? 'without a role'}`, isKnown, said))
  if (!isAnswer || !said.error) return [itself]
  return name === 'MessageAbortedError'
    ? [one(note(at, 'interrupted', 'The answer was stopped.')), itself]
    : [one(note(at, 'error', errorTextOf(said.error) || 'The model gave an error.')), itself]
}

function partsOfPart(said: Fields, at: number, role: 'user' | 'assistant', model: string | null): Part[] {
  const words = text(said.text) ?? ''
  switch (said.type) {
    case 'text':
      if (said.synthetic === true || said.ignored === true) return [one(note(at, 'context', words))]
      if (words === '') return [one(recordItem(at, 'text', true, said))]
      return [one({ ...message(at, role, words), model: role === 'assistant' ? model : null })]
    case 'reasoning':
      return [words === '' ? one(recordItem(at, 'reasoning', true, said)) : one(thinking(at, words))]
    case 'file':
      return partsOfFile(said, at, role)
    case 'compaction':
      return [
        one(
          note(
            at,
            'compaction',
            said.auto === true ? 'The context was full, and is summed up.' : 'What was said so far is summed up.',
          ),
        ),
      ]
    case 'retry':
      return [one(note(at, 'error', errorTextOf(said.error) || 'The model was asked again.'))]
    case 'agent':
      return [one(note(at, 'context', `@${word(said.name, 80) ?? 'agent'}`))]
    case 'subtask': {
      const call = tool(at, text(said.id) ?? '', 'task', said, actionOf('task', said))
      return [one(call)]
    }
    default: {
      const kind = word(said.type, 60) ?? 'part without a type'
      return [one(recordItem(at, kind, knownParts.has(kind), said))]
    }
  }
}

const knownParts = new Set(['step-start', 'step-finish', 'snapshot', 'patch'])

/** A file that a person attached: a picture belongs to what they say, of another its name is enough. */
function partsOfFile(said: Fields, at: number, role: 'user' | 'assistant'): Part[] {
  const url = text(said.url) ?? ''
  const picture = pictureOf(said)
  const name = text(said.filename) ?? (url.startsWith('data:') ? 'a file' : url)
  return [
    picture ? one(message(at, role, text(said.filename) ?? '', [picture])) : one(note(at, 'context', `File: ${name}`)),
  ]
}

/** A picture: a `data:` address holds it, another names where it is. */
const pictureOf = (said: Fields): Picture | undefined =>
  text(said.mime)?.startsWith('image/')
    ? picturesIn([{ type: 'image', mimeType: said.mime, image_url: said.url }])[0]
    : undefined

/** A call where it began, its result where it was last written, and both where nobody can have read it between. */
function partsOfTool(said: Fields, at: number, sessionId: string, says: Stored['says'], isWhole: boolean): Part[] {
  const state = record(said.state) ?? {}
  const name = text(said.tool) ?? 'tool'
  const callId = text(said.callID) ?? ''
  const isEnded = state.status === 'completed' || state.status === 'error'
  const startedAt = timeOf(record(state.time)?.start) ?? at
  if (says === 'part') {
    const call = tool(startedAt, callId, name, state.input ?? {}, actionOf(name, state.input))
    if (!isWhole) return [{ kind: 'call', item: call }]
    return [one(isEnded ? resultOf(call, said, state, name, sessionId) : call)]
  }
  return isEnded ? [{ kind: 'result', item: resultOf(tool(at, callId, name), said, state, name, sessionId) }] : []
}

function resultOf(item: Tool, said: Fields, state: Fields, name: string, sessionId: string) {
  const endedAt = timeOf(record(state.time)?.end)
  const words = text(state.status === 'error' ? state.error : state.output) ?? ''
  const attached = Array.isArray(state.attachments) ? state.attachments : []
  const outcome = outcomeOf(name, state.input, record(state.metadata) ?? record(said.metadata) ?? {}, sessionId)
  const action =
    outcome === null ? item.action : item.action?.kind === outcome.kind ? merged(item.action, outcome) : outcome
  const made = withResult(item, words, state.status === 'error', endedAt, action)
  return made.result
    ? { ...made, result: { ...made.result, pictures: attached.flatMap((one) => pictureOf(record(one) ?? {}) ?? []) } }
    : made
}

/** What a call says, and what its result knows better. */
const merged = (call: NonNullable<Tool['action']>, outcome: NonNullable<Tool['action']>) =>
  ({
    ...call,
    ...Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== null && value !== '')),
  }) as Tool['action']

type Tool = Extract<TranscriptItem, { kind: 'tool' }>

const one = (item: TranscriptItem): Part => ({ kind: 'item', item })
