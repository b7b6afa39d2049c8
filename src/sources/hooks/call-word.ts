import type { HookCall } from '../../facts/hook-call.ts'
import { waitWords } from '../../facts/waits.ts'

/** What a call says of its session; `over`: whatever was said before no longer holds, and its files tell the rest. */
type CallWord =
  | { says: 'waiting'; reason: string; tool: string | null }
  | { says: 'working'; tool: string | null }
  | { says: 'over' }

/** The tools that ask a question instead of doing something. */
const asking = new Set(['AskUserQuestion', 'ask_user'])

/** What a call of a runtime's hook means; undefined for one that we did not ask for. */
export function wordOf({ event, tool, notification }: HookCall): CallWord | undefined {
  switch (event) {
    case 'PermissionRequest':
      return { says: 'waiting', reason: reasonFor(tool), tool }
    case 'Notification':
      return notification === 'ToolPermission' || notification === 'permission_prompt'
        ? { says: 'waiting', reason: reasonFor(tool), tool }
        : undefined
    case 'BeforeTool':
    case 'PreToolUse':
      // A tool that asks does nothing else, and is answered before anything is heard of it again.
      return tool !== null && asking.has(tool)
        ? { says: 'waiting', reason: waitWords.question, tool }
        : { says: 'working', tool }
    case 'AfterTool':
    case 'PostToolUse':
    case 'AfterAgent':
    case 'Stop':
    case 'SessionEnd':
      return { says: 'over' }
    default:
      return undefined
  }
}

const reasonFor = (tool: string | null) =>
  tool !== null && asking.has(tool) ? waitWords.question : waitWords.permission
