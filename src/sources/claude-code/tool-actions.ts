import type { DiffHunk, ToolAction } from '../../facts/tool-action.ts'
import { number, record, text } from '../common/parse-values.ts'
import { bounded, writtenLines } from '../common/transcript/line-diff.ts'
import {
  actionIn,
  besideSession,
  command,
  edit,
  edits,
  exited,
  fileChange,
  list,
  plan,
  questions,
  read,
  search,
  spawned,
  subagent,
  type ToolActions,
  todos,
  todosOf,
  web,
  write,
} from '../common/transcript/tool-actions.ts'

type Fields = Record<string, unknown>

/** The tools of Claude Code that are known by what they do. */
const actions: ToolActions = {
  Bash: command,
  PowerShell: command,
  Monitor: command,
  Read: read,
  Edit: edit,
  MultiEdit: edit,
  Write: write,
  NotebookEdit: (called) => edit({ ...called, old_string: '', new_string: called.new_source }),
  Glob: search,
  Grep: search,
  LS: list,
  WebSearch: web,
  web_search: web,
  WebFetch: (called) => web({ url: called.url }),
  web_fetch: (called) => web({ url: called.url }),
  TodoWrite: todos,
  TaskCreate: (called) => todosOf([{ ...called, status: called.status ?? 'pending' }]),
  TaskUpdate: (called) => todosOf([{ subject: `#${text(called.taskId) ?? '?'}`, ...called }]),
  ExitPlanMode: plan,
  AskUserQuestion: questions,
  Task: subagent,
  Agent: subagent,
}

export const actionOf = (name: string, called: unknown): ToolAction | null => actionIn(actions, name, called)

/**
 * What only the result says of what a tool did. Claude Code notes it beside the words for the model, without the name of
 * the tool. `sessionId` is ours of the session that called.
 */
export function outcomeOf(noted: Fields, words: string, isError: boolean, sessionId: string): ToolAction | null {
  const path = text(noted.filePath)
  if (Array.isArray(noted.structuredPatch) && path !== null)
    return edits([changeOf(noted, path, noted.structuredPatch)])
  if (text(noted.agentId) !== null) return spawned(besideSession(sessionId, `agent-${noted.agentId}`))
  if (typeof noted.stdout === 'string')
    return noted.interrupted === true || noted.backgroundTaskId !== undefined
      ? null
      : exited(exitCodeIn(words, isError))
  const file = record(noted.file)
  if (file && text(file.filePath) !== null)
    return {
      kind: 'read',
      path: String(file.filePath),
      fromLine: number(file.startLine),
      lines: number(file.numLines),
    }
  if (Array.isArray(noted.questions)) return questions(noted)
  if (Array.isArray(noted.newTodos)) return todosOf(noted.newTodos)
  return text(noted.plan) === null ? null : plan(noted)
}

/** A failed command is told to the model with its exit code; of one that went well nothing is said. */
export const exitCodeIn = (words: string, isError: boolean): number | null => {
  const code = /^(?:Error: )?Exit code (-?\d{1,10})\b/.exec(words.slice(0, 60))?.[1]
  return code === undefined ? (isError ? null : 0) : Number(code)
}

function changeOf(noted: Fields, path: string, patch: unknown[]) {
  const hunks = patch.flatMap((one): DiffHunk[] => {
    const { oldStart, newStart, lines } = record(one) ?? {}
    if (!Array.isArray(lines)) return []
    return [
      {
        oldStart: number(oldStart),
        newStart: number(newStart),
        lines: lines.filter((line) => typeof line === 'string'),
      },
    ]
  })
  if (noted.type === 'create' && hunks.length === 0 && typeof noted.content === 'string')
    return fileChange(path, 'create', writtenLines(noted.content, 0))
  return fileChange(
    path,
    noted.type === 'create' ? 'create' : noted.type === 'update' ? 'write' : 'edit',
    bounded(hunks),
  )
}
