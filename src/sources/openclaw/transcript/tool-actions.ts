import type { ToolAction } from '../../../facts/tool-action.ts'
import { number, text } from '../../common/parse-values.ts'
import { hunksOfDiff } from '../../common/transcript/line-diff.ts'
import {
  actionIn,
  command,
  edit,
  edits,
  exited,
  fileChange,
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
  write,
} from '../../common/transcript/tool-actions.ts'

type Fields = Record<string, unknown>

/** Our id of the session behind a key such as `agent:ops:subagent:UUID`; null where none is known. */
export type SessionOfKey = (key: string) => string | null

/** The tools of OpenClaw that are known by what they do. */
const actions: ToolActions = {
  exec: command,
  bash: command,
  read,
  write,
  edit,
  apply_patch: patch,
  grep: search,
  find: search,
  ls: list,
  web_search: web,
  web_fetch: web,
  browser: (called) => web({ url: called.targetUrl ?? called.url }),
  update_plan: todos,
  ask_user: questions,
  sessions_spawn: subagent,
}

/** What a call of OpenClaw does. */
export const actionOf = (name: string, called: unknown): ToolAction | null => actionIn(actions, name, called)

/** What only the result says of what a tool did, by what OpenClaw notes beside its words. */
export function outcomeOf(name: string, details: Fields, words: string, sessionOfKey: SessionOfKey): ToolAction | null {
  switch (name) {
    case 'exec':
    case 'bash':
      return exited(number(details.exitCode))
    case 'write':
    case 'edit':
    case 'apply_patch': {
      const diff = text(details.patch) ?? text(details.diff)
      const path = diff && /^\+\+\+ (?:b\/)?([^\n\t]{1,4000})/m.exec(diff.slice(0, 9_000))?.[1]
      if (!diff || !path) return null
      const change = details.created === true ? 'create' : name === 'write' ? 'write' : 'edit'
      return edits([fileChange(path.trim(), change, hunksOfDiff(diff))])
    }
    case 'sessions_spawn':
    case 'tool_call': {
      const key = /"childSessionKey\\*"\s*:\s*\\*"([^"\\]{1,200})/.exec(words.slice(0, 8_000))?.[1]
      return key === undefined ? null : spawned(sessionOfKey(key))
    }
    default:
      return null
  }
}
