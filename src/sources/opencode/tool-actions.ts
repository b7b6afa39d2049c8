import type { FileChange, ToolAction } from '../../facts/tool-action.ts'
import { number, record, text } from '../common/parse-values.ts'
import { hunksOfDiff, writtenLines } from '../common/transcript/line-diff.ts'
import {
  actionIn,
  besideSession,
  command,
  edit,
  edits,
  exited,
  fileChange,
  list,
  patch,
  plan,
  questions,
  read,
  search,
  spawned,
  subagent,
  type ToolActions,
  todos,
  web,
  write,
} from '../common/transcript/tool-actions.ts'

/** The tools of opencode that are known by what they do. */
const actions: ToolActions = {
  bash: command,
  shell: command,
  edit,
  multiedit: edit,
  write,
  patch,
  apply_patch: patch,
  read,
  list,
  glob: search,
  grep: search,
  codesearch: search,
  webfetch: web,
  websearch: web,
  todowrite: todos,
  task: subagent,
  question: questions,
  plan_exit: plan,
}

export const actionOf = (name: string, called: unknown): ToolAction | null => actionIn(actions, name, called)

/** What the metadata of a result say of what a tool did. */
export function outcomeOf(
  name: string,
  called: unknown,
  metadata: Record<string, unknown>,
  sessionId: string,
): ToolAction | null {
  switch (name) {
    case 'bash':
    case 'shell':
      return exited(number(metadata.exit))
    case 'task':
      return spawned(besideSession(sessionId, metadata.sessionId))
    case 'todowrite':
      return Array.isArray(metadata.todos) ? actionIn(actions, name, metadata) : null
    case 'write': {
      const { filePath, content } = record(called) ?? {}
      const isNew = metadata.exists === false && typeof content === 'string' && text(filePath) !== null
      return isNew
        ? edits([fileChange(String(filePath), 'create', writtenLines(content, 0))])
        : edits(changesIn(metadata))
    }
    case 'edit':
    case 'multiedit':
    case 'patch':
    case 'apply_patch':
      return edits(changesIn(metadata))
    default:
      return null
  }
}

/** Changes as opencode notes them: of one file in `filediff` and `diff`, of several in `files`. */
function changesIn(metadata: Record<string, unknown>): FileChange[] {
  const files = Array.isArray(metadata.files) ? metadata.files : [{ ...record(metadata.filediff), diff: metadata.diff }]
  return files.slice(0, 500).flatMap((one): FileChange[] => {
    const about = record(one) ?? {}
    const path = text(about.filePath) ?? text(about.file) ?? text(about.path) ?? text(about.relativePath)
    const diff = text(about.diff) ?? text(about.patch)
    if (path === null || diff === null) return []
    const lines = hunksOfDiff(diff)
    const movedTo = text(about.movePath)
    return [
      {
        ...fileChange(path, kinds[String(about.type)] ?? (metadata.exists === false ? 'create' : 'edit'), lines),
        movedTo,
        added: number(about.additions) ?? lines.added,
        removed: number(about.deletions) ?? lines.removed,
      },
    ]
  })
}

const kinds: Record<string, FileChange['change']> = { add: 'create', update: 'edit', delete: 'delete', move: 'move' }
