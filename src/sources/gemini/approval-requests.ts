import type { ApprovalRequest } from '../../facts/approval.ts'
import type { HeldHook } from '../../facts/held-request.ts'
import type { ToolAction } from '../../facts/tool-action.ts'
import { path, record, text } from '../common/parse-values.ts'
import { hunksOfDiff } from '../common/transcript/line-diff.ts'
import { fileChange } from '../common/transcript/tool-actions.ts'

type Fields = Record<string, unknown>

/** What the prompt in a terminal of Gemini CLI asks, as its notification says it. Only `place` can answer it. */
export function terminalRequestOf(
  { id, call, request }: Pick<HeldHook, 'id' | 'call' | 'request'>,
  place: string,
): ApprovalRequest {
  const details = detailsIn(request.input)
  const action = actionOf(request.tool, details, request.folder)
  return {
    id: `terminal.${id}`,
    door: 'terminal',
    runtime: 'gemini',
    key: call.key,
    agent: null,
    kind:
      request.tool === 'ask_user'
        ? 'question'
        : action?.kind === 'command' || action?.kind === 'edit'
          ? action.kind
          : 'tool',
    tool: toolOf(request.tool, details),
    action,
    input: request.input,
    isCut: request.isCut,
    folder: request.folder,
    reason: text(details.prompt),
    warnings: [],
    // Its notification does not tell what is asked.
    questions: [],
    decisions: [],
    forSession: null,
    always: null,
    takesReason: false,
    takesCommand: false,
    askedAt: request.askedAt,
    expiresAt: null,
    atExpiry: null,
    place,
  }
}

function detailsIn(words: string): Fields {
  try {
    return record(JSON.parse(words)) ?? {}
  } catch {
    // It was cut.
    return {}
  }
}

function toolOf(kind: string, { serverName, toolName, title }: Fields): string {
  const [server, tool] = [text(serverName), text(toolName)]
  if (tool !== null) return server === null ? tool : `${server}: ${tool}`
  return text(title) ?? kind
}

function actionOf(kind: string, details: Fields, cwd: string | null): ToolAction | null {
  const command = text(details.command)
  if (kind === 'exec') return command === null ? null : { kind: 'command', command, cwd, exitCode: null }
  const [file, diff] = [path(details.filePath), text(details.fileDiff)]
  if (kind === 'edit')
    return file === null || diff === null
      ? null
      : { kind: 'edit', changes: [fileChange(file, 'edit', hunksOfDiff(diff))] }
  const url = Array.isArray(details.urls) ? text(details.urls[0]) : null
  return kind === 'info' && url !== null ? { kind: 'web', query: null, url } : null
}
