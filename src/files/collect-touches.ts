import { isAbsolute, join, normalize } from 'node:path'
import type { Fact } from '../facts/fact.ts'
import { withOutcome } from '../facts/join-tool.ts'
import type { ToolAction } from '../facts/tool-action.ts'
import type { TranscriptItem } from '../facts/transcript.ts'
import type { TranscriptPart } from '../facts/transcript-access.ts'
import { touchesOf } from './touches-of.ts'

type Tool = Extract<TranscriptItem, { kind: 'tool' }>

const maxOpenCalls = 2_000

/**
 * Takes the parts of a transcript in written order, and yields as facts what its calls did to files, when they ran, and
 * which tools it used. A call counts as soon as it is written; one that turns out to have failed is taken back, also when its result
 * comes in a later reading. `folder` is where relative paths lie, as far as that is known.
 */
export function createTouchCollector(sessionId: string, folder: string | null) {
  const tools = new Set<string>()
  const open = new Map<string, Tool>()

  function touchFacts(call: Tool, action: ToolAction, at: number): Fact[] {
    return touchesOf(action).flatMap(({ path, isGuessed, ...touch }): Fact[] => {
      const absolute = isAbsolute(path) ? normalize(path) : folder === null ? undefined : join(folder, path)
      return absolute === undefined
        ? []
        : [
            {
              kind: 'file-touch',
              sessionId,
              callId: call.callId || call.id,
              path: absolute,
              at,
              itemId: call.id,
              isGuessed,
              ...touch,
            },
          ]
    })
  }

  /** That a call ran which may have changed files; nothing for one that only reads, or asks, or says nothing of its time. */
  function ranFacts(call: Tool, endedAt: number | null): Fact[] {
    const mayWrite = call.action === null || call.action.kind === 'edit' || call.action.kind === 'command'
    if (call.at === null || !mayWrite) return []
    const isAnyFile = call.action?.kind !== 'edit'
    return [{ kind: 'call-ran', sessionId, callId: call.callId || call.id, at: call.at, endedAt, isAnyFile }]
  }

  /** That a call ended. One that was read earlier, and is not known here any more, is known where facts are kept. */
  function endedFacts(outcome: Tool, call: Tool | undefined): Fact[] {
    const endedAt = outcome.endedAt ?? outcome.at
    if (call) return ranFacts(call, endedAt)
    return endedAt === null
      ? []
      : [{ kind: 'call-ran', sessionId, callId: outcome.callId, at: null, endedAt, isAnyFile: true }]
  }

  function ofCall(call: Tool): Fact[] {
    const facts: Fact[] = []
    if (!tools.has(call.tool)) {
      tools.add(call.tool)
      facts.push({ kind: 'tool-use', sessionId, tool: call.tool })
    }
    if (call.callId !== '' && !call.result) {
      open.set(call.callId, call)
      if (open.size > maxOpenCalls) open.delete(open.keys().next().value!)
    }
    facts.push(...ranFacts(call, call.result ? (call.endedAt ?? call.at) : null))
    if (call.result?.isError || !call.action || call.at === null) return facts
    return [...facts, ...touchFacts(call, call.action, call.at)]
  }

  function ofResult(outcome: Tool): Fact[] {
    const call = open.get(outcome.callId)
    open.delete(outcome.callId)
    const facts = endedFacts(outcome, call)
    // A command that failed may have changed files before.
    if (outcome.result?.isError) return [...facts, { kind: 'call-failed', sessionId, callId: outcome.callId }]
    // Only the result may say how many lines there were.
    const at = call?.at ?? null
    if (!call || at === null || !outcome.action) return facts
    const { action } = withOutcome(call, outcome)
    return action ? [...facts, ...touchFacts(call, action, at)] : facts
  }

  return (parts: readonly TranscriptPart[]): Fact[] =>
    parts.flatMap((part) =>
      part.item.kind !== 'tool' ? [] : part.kind === 'result' ? ofResult(part.item) : ofCall(part.item),
    )
}
