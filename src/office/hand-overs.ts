import type { AgentMessage } from './agent-message.ts'
import type { OfficeMember } from './member.ts'

/** Something passes from one to another: a task, a result, a message. */
type HandOver = { fromId: string; toId: string }

/**
 * What passed between a moment and the next: a task to each sub-agent that its parent began, its result back to whoever
 * is in the office for it, and each message. A sub-agent that failed or was stopped brings nothing.
 */
export function handOversBetween(
  before: readonly OfficeMember[],
  after: readonly OfficeMember[],
  messages: readonly AgentMessage[] = [],
): HandOver[] {
  const known = new Map(before.map((member) => [member.id, member]))
  const passed: HandOver[] = []
  for (const { id, kind, parentId, state } of after) {
    // Whoever was not there a moment ago may have begun it long ago.
    if (kind !== 'subagent' || parentId === null || !known.has(parentId)) continue
    const then = known.get(id)?.state
    if (then === undefined && state !== 'finished') passed.push({ fromId: parentId, toId: id })
    if (then !== undefined && then !== 'finished' && state === 'finished') passed.push({ fromId: id, toId: parentId })
  }
  return [...passed, ...messages.map(({ fromId, toId }) => ({ fromId, toId }))]
}
