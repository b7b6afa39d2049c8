import type { FileChange, ToolAction } from '../../facts/tool-action.ts'
import type { TranscriptItem } from '../../facts/transcript.ts'
import { errorTextOf } from '../common/error-text.ts'
import { record, text } from '../common/parse-values.ts'
import { message, note, thinking, tool, withResult } from '../common/transcript/items.ts'
import { noLines } from '../common/transcript/line-diff.ts'
import type { Part } from '../common/transcript/part.ts'
import { commandOf, edits, todosOf } from '../common/transcript/tool-actions.ts'

type Fields = Record<string, unknown>

/** The parts of a line of `codex exec --json`; undefined for a line that is none, or says nothing to a reader. */
export function partsOfExecution(line: Fields, at: number | null): Part[] | undefined {
  if (line.type === 'turn.failed' || (line.type === 'error' && 'message' in line))
    return [one(note(at, 'error', errorTextOf(line.error ?? { ...line, type: undefined }) || 'The turn failed.'))]
  const item = line.type === 'item.completed' ? record(line.item) : undefined
  if (!item) return undefined
  const words = text(item.text) ?? text(item.message) ?? ''
  switch (item.type) {
    case 'agent_message':
      return [one(message(at, 'assistant', words))]
    case 'reasoning':
      return [one(thinking(at, words))]
    case 'error':
      return [one(note(at, 'error', words))]
    case 'command_execution': {
      const exitCode = typeof item.exit_code === 'number' ? item.exit_code : null
      const does = commandOf(item.command, null)
      const action = does?.kind === 'command' ? { ...does, exitCode } : does
      return [done(item, at, 'exec_command', { command: item.command }, action, item.aggregated_output)]
    }
    case 'file_change':
      return [done(item, at, 'apply_patch', { changes: item.changes }, edits(changesIn(item.changes)), '')]
    case 'mcp_tool_call':
      return [
        done(
          item,
          at,
          [item.server, item.tool].map(text).filter(Boolean).join('.') || 'tool',
          item.arguments ?? {},
          null,
          '',
        ),
      ]
    case 'web_search':
      return [done(item, at, 'web_search', { query: item.query }, web(item), '')]
    case 'todo_list':
      return [done(item, at, 'update_plan', { items: item.items }, todosOf(item.items), '')]
    default:
      return undefined
  }
}

function done(
  item: Fields,
  at: number | null,
  name: string,
  called: unknown,
  action: ToolAction | null,
  output: unknown,
): Part {
  return one(
    withResult(tool(at, text(item.id) ?? '', name, called, action), text(output) ?? '', item.status === 'failed', at),
  )
}

const web = (item: Fields): ToolAction | null =>
  text(item.query) === null ? null : { kind: 'web', query: text(item.query), url: null }

const kinds = { add: 'create', update: 'edit', delete: 'delete' } as const

const changesIn = (changes: unknown): FileChange[] =>
  (Array.isArray(changes) ? changes : []).slice(0, 500).flatMap((one): FileChange[] => {
    const { path, kind } = record(one) ?? {}
    const change = kind === 'add' || kind === 'delete' ? kinds[kind] : kinds.update
    return text(path) === null ? [] : [{ path: String(path), change, movedTo: null, ...noLines }]
  })

const one = (item: TranscriptItem): Part => ({ kind: 'item', item })
