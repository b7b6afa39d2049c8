import type { ToolAction } from '../../facts/tool-action.ts'
import { record, text } from '../common/parse-values.ts'
import { changesOfPatch } from '../common/transcript/apply-patch.ts'
import {
  actionIn,
  besideSession,
  command,
  commandOf,
  edits,
  exited,
  list,
  patch,
  questions,
  read,
  search,
  spawned,
  subagent,
  type ToolActions,
  todos,
  web,
} from '../common/transcript/tool-actions.ts'

/** The tools of Codex that are known by what they do. */
const actions: ToolActions = {
  shell: command,
  'container.exec': command,
  shell_command: command,
  exec_command: command,
  local_shell: command,
  write_stdin: () => null,
  apply_patch: patch,
  update_plan: todos,
  view_image: read,
  read_file: read,
  list_dir: list,
  grep_files: search,
  web_search: web,
  request_user_input: questions,
  spawn_agent: subagent,
}

/**
 * What a call of Codex does. It writes arguments as text of JSON, or for a tool of its own kind any text. `sessionId` is
 * ours of the session that calls.
 */
export function actionOf(name: string, called: unknown, sessionId: string): ToolAction | null {
  if (typeof called === 'string') return name === 'apply_patch' ? edits(changesOfPatch(called)) : null
  if (name === 'send_input' || name === 'send_message' || name === 'resume_agent') {
    const { id, target, message } = record(called) ?? {}
    const other = spawned(besideSession(sessionId, id ?? target))
    return other && ({ ...other, task: text(message) } as ToolAction)
  }
  return actionIn(actions, name, called)
}

export const actionOfShell = (action: Record<string, unknown>) => commandOf(action.command, action.working_directory)

/** How the words begin in which Codex tells the model how a command ended; `Output:` ends them. */
const headOfOutput = /^(?:Chunk ID|Exit code|Wall time|Process exited|Original token count|Total output lines)\b/
const maxHead = 600

/**
 * What a result says: its words without those around it, the exit code where a command ended, and the session where an
 * agent was sent.
 */
export function outcomeOf(
  output: string,
  sessionId: string,
): { words: string; action: ToolAction | null; exitCode: number | null } {
  if (output.startsWith('{')) {
    const fields = parsed(output.length < 4 << 20 ? output : '')
    const exit = record(fields?.metadata)?.exit_code
    const exitCode = typeof exit === 'number' ? exit : null
    if (typeof fields?.output === 'string' && fields.metadata !== undefined)
      return { words: fields.output, action: exited(exitCode), exitCode }
    const agent = fields && (text(fields.agent_id) ?? text(fields.new_thread_id))
    if (agent)
      return { words: output, action: spawned(besideSession(sessionId, agent), text(fields.nickname)), exitCode: null }
    return { words: output, action: null, exitCode: null }
  }
  let words = output
  let exitCode: number | null = null
  // What a command says that is a patch has a head of its own.
  for (let heads = 0; heads < 2 && headOfOutput.test(words.slice(0, 40)); heads++) {
    const head = words.slice(0, maxHead)
    const end = /^Output:(?:\n|$)/m.exec(head)
    const about = end ? head.slice(0, end.index) : head
    const code = /^(?:Exit code:|Process exited with code) (-?\d{1,10})$/m.exec(about)?.[1]
    if (code !== undefined) exitCode = Number(code)
    if (!end) break
    words = words.slice(end.index + end[0].length)
  }
  return { words, action: exited(exitCode), exitCode }
}

export function parsed(words: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(words))
  } catch {
    // The text is no JSON: it is shown as it is.
    return undefined
  }
}
