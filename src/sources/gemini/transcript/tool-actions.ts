import type { ToolAction } from '../../../facts/tool-action.ts'
import { number, record, text } from '../../common/parse-values.ts'
import { hunksOfDiff } from '../../common/transcript/line-diff.ts'
import {
  actionIn,
  besideSession,
  command,
  edit,
  edits,
  fileChange,
  list,
  plan,
  questions,
  read,
  search,
  subagent,
  type ToolActions,
  todos,
  todosOf,
  web,
  write,
} from '../../common/transcript/tool-actions.ts'

/** The tools of Gemini CLI that are known by what they do. */
const actions: ToolActions = {
  run_shell_command: command,
  replace: edit,
  edit,
  write_file: write,
  read_file: read,
  glob: search,
  search_file_content: search,
  grep_search: search,
  list_directory: list,
  google_web_search: web,
  web_fetch: (called) => web({ url: called.url, query: called.prompt }),
  write_todos: todos,
  ask_user: questions,
  exit_plan_mode: plan,
  invoke_agent: subagent,
  delegate_to_agent: subagent,
  codebase_investigator: (called) => subagent({ name: 'codebase_investigator', ...called }),
  generalist: (called) => subagent({ name: 'generalist', ...called }),
  cli_help: (called) => subagent({ name: 'cli_help', prompt: called.question, ...called }),
  browser_agent: (called) => subagent({ name: 'browser_agent', ...called }),
}

export const actionOf = (name: string, called: unknown): ToolAction | null => actionIn(actions, name, called)

/** The exit code in what a command answered the model; null where it names none, as when it went well. */
export function exitCodeIn(words: string): number | null {
  const code = /^Exit Code: (-?\d{1,10})$/m.exec(words.length > maxSearched ? words.slice(-maxSearched) : words)?.[1]
  return code === undefined ? null : Number(code)
}

const maxSearched = 4_000

/** What a call did, with what only its result says: changed lines, steps, the exit code, the session of a sub-agent. */
export function outcomeOf(
  name: string,
  action: ToolAction | null,
  { resultDisplay, agentId, status }: Record<string, unknown>,
  exitCode: number | null,
  sessionId: string,
): ToolAction | null {
  if (action?.kind === 'command') {
    const isGood = exitCode === null && status === 'success'
    return { ...action, exitCode: isGood ? 0 : exitCode }
  }
  if (action?.kind === 'subagent') {
    const about = record(resultDisplay) ?? {}
    return { ...action, sessionId: besideSession(sessionId, agentId ?? about.sessionId) }
  }
  const display = record(resultDisplay)
  const diff = text(display?.fileDiff)
  if (display && diff !== null) {
    const path =
      text(display.filePath) ??
      (action?.kind === 'edit' ? action.changes[0]?.path : undefined) ??
      text(display.fileName)
    const lines = hunksOfDiff(diff)
    const stat = record(display.diffStat)
    const change =
      display.isNewFile === true ? 'create' : action?.kind === 'edit' ? (action.changes[0]?.change ?? 'edit') : 'edit'
    if (path)
      return edits([
        fileChange(path, change, {
          ...lines,
          added: lines.truncated ? (number(stat?.model_added_lines) ?? lines.added) : lines.added,
        }),
      ])
  }
  if (name === 'write_todos' && display?.todos) return todosOf(display.todos)
  return action
}
