import type { ToolAction } from './tool-action.ts'
import type { TranscriptItem } from './transcript.ts'

type Tool = Extract<TranscriptItem, { kind: 'tool' }>

/** A call with the result that was written elsewhere, and with what only the result says of what the tool did. */
export const withOutcome = (call: Tool, outcome: Tool): Tool => ({
  ...call,
  action: joinActions(call.action, outcome.action),
  result: outcome.result,
  endedAt: outcome.endedAt ?? outcome.at,
})

/** What the result says goes before what the call says, where it says anything. */
function joinActions(call: ToolAction | null, outcome: ToolAction | null): ToolAction | null {
  if (!call || !outcome) return outcome ?? call
  // A call knows its tool; a result that looks like that of another does not.
  if (call.kind !== outcome.kind) return call
  const said = Object.entries(outcome).filter(
    ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  )
  return { ...call, ...Object.fromEntries(said) } as ToolAction
}
