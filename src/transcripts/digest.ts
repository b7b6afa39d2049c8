import { positionIn } from '../facts/item-id.ts'
import { withOutcome } from '../facts/join-tool.ts'
import type { Todo } from '../facts/tool-action.ts'
import type { NoteKind, TranscriptItem } from '../facts/transcript.ts'
import type { TranscriptPart } from '../facts/transcript-access.ts'
import type { DigestMark, DigestTurn, TranscriptDigest } from '../facts/transcript-digest.ts'
import { oneLine } from '../lib/plain-text.ts'
import { redact } from '../lib/redact.ts'
import { createContextParts } from './context-parts.ts'
import { addMark } from './digest-marks.ts'
import { createTouchedFiles } from './touched-files.ts'
import { addWork, type TurnWork, takeWork, workWords } from './turn-work.ts'

type Tool = Extract<TranscriptItem, { kind: 'tool' }>
type Subagent = TranscriptDigest['subagents'][number]

const maxTitleLength = 120
/** Beyond these the oldest turns are left out, a quarter at once. */
const maxTurns = 2_000
const maxOpenCalls = 2_000
const maxNames = 300
const maxSubagents = 2_000

/** Notes that stand in the list of turns; the others belong to the turn that they are in. */
const turnNotes: ReadonlySet<NoteKind> = new Set(['compaction', 'reset', 'resumed', 'branch', 'error', 'interrupted'])

/** Takes the parts of a transcript in written order, and says at any time what they come to. */
export function createDigester() {
  /** The titles are still as long as they were written, and made short when they are asked for. */
  let turns: DigestTurn[] = []
  const titled = new WeakSet<DigestTurn>()
  /** What the turns did that have no words (yet). */
  const works = new WeakMap<DigestTurn, TurnWork>()
  let turnsLeftOut = 0
  let exchanges = 0
  const marks: DigestMark[] = []
  const tools = new Map<string, { calls: number; errors: number }>()
  const records = new Map<string, { record: string; isKnown: boolean; count: number }>()
  let todos: Todo[] = []
  const subagents: Subagent[] = []
  const files = createTouchedFiles()
  const context = createContextParts()
  /** Calls without a result so far, with the turn and the sub-agent that they belong to. */
  const open = new Map<string, { call: Tool; turn: DigestTurn | undefined; subagent: Subagent | undefined }>()
  /** Where the agent began to think since its last call: an answer begins there. */
  let thinkingSince: TranscriptItem | undefined

  function beginTurn(item: TranscriptItem, by: DigestTurn['by'], title: string, note: NoteKind | null = null) {
    turns.push({
      itemId: item.id,
      position: positionIn(item.id),
      at: item.at,
      by,
      note,
      title: beginningOf(title),
      isWordless: false,
      tools: 0,
      errors: 0,
    })
    if (by === 'person' || (by === 'agent' && exchanges === 0)) exchanges++
    if (turns.length > maxTurns) {
      turnsLeftOut += maxTurns / 4
      turns = turns.slice(maxTurns / 4)
    }
  }

  function name(turn: DigestTurn, words: string) {
    turn.title = beginningOf(words)
    titled.delete(turn)
    works.delete(turn)
  }

  /** The turn of the agent that goes on, or one that begins with this item. */
  function agentTurn(item: TranscriptItem, title: string): DigestTurn {
    const last = turns.at(-1)
    if (last?.by === 'agent') return last
    beginTurn(item, 'agent', title)
    return turns.at(-1)!
  }

  function addAnswer(item: Extract<TranscriptItem, { kind: 'message' }>) {
    const last = turns.at(-1)
    // An answer that began with thoughts has a turn already, which waits for its words.
    if (last?.by === 'agent' && last.title === '' && last.tools === 0) name(last, item.text)
    else beginTurn(thinkingSince ?? item, 'agent', item.text)
    thinkingSince = undefined
  }

  function addCall(call: Tool) {
    const turn = agentTurn(call, '')
    if (turn.title === '') works.set(turn, addWork(works.get(turn), call.tool, call.action))
    turn.tools++
    thinkingSince = undefined
    countTool(call.tool).calls++
    let subagent: Subagent | undefined
    if (call.action?.kind === 'subagent' && subagents.length < maxSubagents) {
      const { sessionId, name, task } = call.action
      subagent = { itemId: call.id, sessionId, name: name ?? (task && titleOf(task)), at: call.at, isDone: false }
      subagents.push(subagent)
    }
    if (call.result) end({ call, turn, subagent }, call)
    else if (call.callId !== '') {
      open.set(call.callId, { call, turn, subagent })
      if (open.size > maxOpenCalls) open.delete(open.keys().next().value!)
    }
  }

  function end(
    { call, turn, subagent }: { call: Tool; turn: DigestTurn | undefined; subagent: Subagent | undefined },
    outcome: Tool,
  ) {
    const { action, result } = call === outcome ? call : withOutcome(call, outcome)
    const work = turn && works.get(turn)
    // What some tools did only their results say.
    if (work && call.action === null && action) addWork(takeWork(work, call.tool), call.tool, action)
    if (result?.isError) {
      countTool(call.tool).errors++
      if (turn) turn.errors++
    } else if (action) files.add(action, call)
    if (action?.kind === 'todos' && !result?.isError) todos = action.todos
    if (!subagent) return
    subagent.isDone = true
    if (action?.kind === 'subagent') subagent.sessionId = action.sessionId
  }

  function countTool(name: string) {
    const known = tools.get(name) ?? (tools.size < maxNames ? undefined : tools.get(manyTools))
    if (known) return known
    const count = { calls: 0, errors: 0 }
    tools.set(tools.size < maxNames ? name : manyTools, count)
    return count
  }

  function countRecord({ record, isKnown }: Extract<TranscriptItem, { kind: 'record' }>) {
    const known = records.get(record)
    if (known) known.count++
    else if (records.size < maxNames) records.set(record, { record, isKnown, count: 1 })
  }

  function add({ kind, item }: TranscriptPart) {
    if (item.kind === 'record') return countRecord(item)
    context.add(item, item.kind === 'tool' ? open.get(item.callId)?.call : undefined)
    addMark(marks, item)
    switch (item.kind) {
      case 'message':
        if (item.role === 'assistant') return addAnswer(item)
        thinkingSince = undefined
        return beginTurn(item, 'person', item.text.trim() === '' && item.pictures.length > 0 ? 'A picture' : item.text)
      case 'thinking':
        thinkingSince ??= item
        return void agentTurn(item, '')
      case 'note':
        if (!turnNotes.has(item.note)) return
        thinkingSince = undefined
        // A compaction may be noted twice: that it was, and what it came to.
        if (item.note === 'compaction' && turns.at(-1)?.note === 'compaction') return name(turns.at(-1)!, item.text)
        return beginTurn(item, 'note', item.text, item.note)
      case 'tool': {
        if (kind !== 'result') return addCall(item)
        const opened = open.get(item.callId)
        if (!opened) return
        open.delete(item.callId)
        // A list of steps may be written by the call alone.
        return end(opened, item)
      }
    }
  }

  function withTitle(turn: DigestTurn): DigestTurn {
    const work = works.get(turn)
    if (work) return { ...turn, title: titleOf(workWords(work)), isWordless: true }
    if (!titled.has(turn)) turn.title = titleOf(turn.title)
    titled.add(turn)
    return turn
  }

  return {
    add(parts: readonly TranscriptPart[]) {
      for (const part of parts) add(part)
    },

    /** What was added so far comes to this; `read` and `size` are positions. */
    digest: (read: number, size: number): TranscriptDigest => ({
      read,
      size,
      turns: turns.map(withTitle),
      turnsLeftOut,
      exchanges,
      marks,
      tools: [...tools].map(([tool, counts]) => ({ tool, ...counts })).sort((a, b) => b.calls - a.calls),
      records: [...records.values()].sort((a, b) => b.count - a.count),
      todos: todos.map((todo) => ({ ...todo, text: titleOf(todo.text) })),
      subagents,
      files: files.list(),
      context: context.digest(),
    }),
  }
}

const manyTools = 'other tools'

/** So much of a text that a title can be made of it; a copy, so that the whole is not held. */
const beginningOf = (words: string) => (words.length <= 300 ? words : Buffer.from(words.slice(0, 600)).toString())

function titleOf(words: string): string {
  const line = oneLine(redact(words.slice(0, 600))).trim()
  const letters = [...line]
  return letters.length > maxTitleLength ? `${letters.slice(0, maxTitleLength - 1).join('')}…` : line
}
