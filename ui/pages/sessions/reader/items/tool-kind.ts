import type { FileChange } from '../../../../../src/facts/tool-action.ts'
import type { TranscriptTool } from '../../../../../src/facts/transcript.ts'
import { bytes, duration, whole } from '../../../../../src/lib/format.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { pathWithin } from '../path-within.ts'

/** How the line of a tool call is made of what the call does: its name, what it is about, and what is said at its end. */

export type ToolState = 'running' | 'failed' | 'done' | 'none'

/** The state of a call; one without a result still runs where its session does. */
export const stateOf = ({ result }: TranscriptTool, isRunning: boolean): ToolState =>
  result ? (result.isError ? 'failed' : 'done') : isRunning ? 'running' : 'none'

const changeNames: Record<FileChange['change'], string> = {
  create: 'Create',
  write: 'Write',
  edit: 'Edit',
  move: 'Move',
  delete: 'Delete',
}

export function nameOf({ action, tool }: TranscriptTool): string {
  switch (action?.kind) {
    case 'edit': {
      const kinds = new Set(action.changes.map(({ change }) => change))
      const [only] = kinds
      return kinds.size === 1 && only ? changeNames[only] : 'Edit'
    }
    case 'todos':
      return 'Steps'
    case 'plan':
      return 'Plan'
    case 'question':
      return 'Question'
    case 'subagent':
      return 'Sub-agent'
    default:
      return oneLine(tool) || 'Tool'
  }
}

/** Half a line that says what a call is about; paths as within the project. */
export function aboutOf({ action, argument }: TranscriptTool, projectPath: string | null = null): string {
  const said = oneLine(argument ?? '')
  switch (action?.kind) {
    case 'command':
      return oneLine(action.command.slice(0, 400)) || said
    case 'edit': {
      const [first] = action.changes
      if (!first) return said
      const others = action.changes.length - 1
      return `${oneLine(pathWithin(first.path, projectPath))}${others > 0 ? ` and ${others} more` : ''}`
    }
    case 'read':
      return oneLine(pathWithin(action.path, projectPath)) || said
    case 'search':
      return oneLine(`${action.pattern}${action.path ? ` in ${pathWithin(action.path, projectPath)}` : ''}`) || said
    case 'web':
      return oneLine(action.query ?? action.url ?? '') || said
    case 'todos':
      return `${action.todos.filter(({ state }) => state === 'done').length} of ${action.todos.length} done`
    case 'plan':
      return oneLine(action.text.slice(0, 200)) || said
    case 'question':
      return oneLine(action.questions[0]?.question ?? '') || said
    case 'subagent':
      return oneLine(action.name ?? action.task?.slice(0, 200) ?? '') || said
    default:
      return said
  }
}

/** The lines that came and went in all files of an edit: `+3 −1`; nothing where that is not known. */
export function linesChanged(changes: Pick<FileChange, 'added' | 'removed'>[]): string {
  const sum = (of: 'added' | 'removed') =>
    changes.every((change) => change[of] === null) ? null : changes.reduce((all, change) => all + (change[of] ?? 0), 0)
  const [added, removed] = [sum('added'), sum('removed')]
  return [added ? `+${whole(added)}` : '', removed ? `−${whole(removed)}` : ''].filter(Boolean).join(' ')
}

/** What stands at the end of the line: `+3 −1`, `212 lines`, `exit 1`, the size of the result and how long it took. */
export function endOf(tool: TranscriptTool, at: number | null): string {
  const { action, result, endedAt } = tool
  const took = at === null || endedAt === null || endedAt < at ? '' : duration(endedAt - at)
  const size = result && result.bytes > 0 ? bytes(result.bytes, 1000) : ''
  switch (action?.kind) {
    case 'edit':
      return [linesChanged(action.changes), took].filter(Boolean).join(', ')
    case 'read':
      return [action.lines === null ? size : `${whole(action.lines)} ${action.lines === 1 ? 'line' : 'lines'}`, took]
        .filter(Boolean)
        .join(', ')
    case 'command':
      return [action.exitCode ? `exit ${action.exitCode}` : '', size, took].filter(Boolean).join(', ')
    case 'todos':
    case 'plan':
    case 'question':
    case 'subagent':
      return took
    default:
      return [size, took].filter(Boolean).join(', ')
  }
}

/** A short edit, and what was written for a person to read, is open by itself. */
const openEditLines = 24

/** Whether a call is open before anybody opens or closes it. */
export function isOpenByItself({ action, result }: TranscriptTool, state: ToolState): boolean {
  if (state === 'running' || state === 'failed') return true
  if (action?.kind === 'plan' || action?.kind === 'question') return true
  if (action?.kind !== 'edit' || result?.isError) return false
  const lines = action.changes.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines)).length
  return lines > 0 && lines <= openEditLines
}

/** The language of a file by its ending; null where it has none. */
export const languageOfPath = (path: string) => /\.([a-z0-9]{1,10})$/i.exec(path)?.[1]?.toLowerCase() ?? null
