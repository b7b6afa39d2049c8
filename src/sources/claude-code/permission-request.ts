import { type ApprovalRequest, decisionsOffering } from '../../facts/approval.ts'
import type { HeldHook } from '../../facts/held-request.ts'
import { lastingRules, planTool, questionTool } from '../../facts/permission-answer.ts'
import type { ToolAction } from '../../facts/tool-action.ts'
import { questionsIn } from '../common/asked-questions.ts'
import { record, text } from '../common/parse-values.ts'
import { actionOf } from './tool-actions.ts'

const shells = new Set(['Bash', 'PowerShell', 'Monitor'])

/** What a hook holds, as a request. `place` says which process asks; `plan` is the text of a plan that lies elsewhere. */
export function requestOf(
  { id, call, request }: Pick<HeldHook, 'id' | 'call' | 'request'>,
  { place, plan, hasTerminal }: { place: string; plan: string | null; hasTerminal: boolean },
): ApprovalRequest {
  const { tool, folder } = request
  const input = inputOf(request.input)
  const action = input && actionFor(tool, input, folder, plan)
  const isCut =
    request.isCut || !input || (tool === planTool && action === null) || (action?.kind === 'edit' && isPart(action))
  const rules = isCut ? undefined : lastingRules(tool, input, request.suggestions)
  const lasting = { forSession: rules?.session?.words ?? null, always: rules?.always?.words ?? null }
  return {
    id: `hook.${id}`,
    door: 'hook',
    runtime: 'claude-code',
    key: call.key,
    agent: request.agentType,
    kind: kindOf(tool, action ?? null),
    tool,
    action: action ?? null,
    input: request.input,
    isCut,
    folder,
    reason: (input && text(input.description)) ?? null,
    warnings: input?.dangerouslyDisableSandbox === true ? ['It asks to run outside the sandbox.'] : [],
    questions:
      tool === questionTool
        ? questionsIn(input?.questions, {
            takesSeveral: ({ multiSelect }) => multiSelect === true,
            takesText: () => true,
          })
        : [],
    decisions: decisionsOffering(lasting),
    ...lasting,
    takesReason: true,
    takesCommand: shells.has(tool) && typeof input?.command === 'string',
    askedAt: request.askedAt,
    expiresAt: request.until,
    atExpiry: hasTerminal ? 'asked in the terminal' : 'denied',
    place,
  }
}

function inputOf(words: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(words))
  } catch {
    // It was cut.
    return undefined
  }
}

/** The whole of a command is shown, also where a part of it edits a file. */
function actionFor(
  tool: string,
  input: Record<string, unknown>,
  cwd: string | null,
  plan: string | null,
): ToolAction | null {
  const command = text(input.command)
  if (shells.has(tool) && command !== null) return { kind: 'command', command, cwd, exitCode: null }
  if (tool === planTool && text(input.plan) === null) return plan === null ? null : { kind: 'plan', text: plan }
  return actionOf(tool, input)
}

const isPart = (action: ToolAction) => action.kind === 'edit' && action.changes.some(({ truncated }) => truncated)

function kindOf(tool: string, action: ToolAction | null): ApprovalRequest['kind'] {
  if (tool === questionTool) return 'question'
  if (tool === planTool) return 'plan'
  return action?.kind === 'command' || action?.kind === 'edit' ? action.kind : 'tool'
}
