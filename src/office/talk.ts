import type { AgentMessage } from './agent-message.ts'
import { officeTimings } from './timings.ts'

/** More within some minutes than this is no talk that anybody could watch. */
const maxKept = 200

/** What agents wrote to each other within the last minutes. `tell` is called once for each message that is still new. */
export function createTalk(now: () => number, tell: (message: AgentMessage) => void) {
  let kept: AgentMessage[] = []
  const recent = () => {
    const since = now() - officeTimings.talkMs
    kept = kept.filter(({ at }) => at > since)
    return kept
  }
  return {
    /** What agents wrote to each other within the last minutes, in the order in which it was read. */
    recent,
    note(messages: readonly AgentMessage[]) {
      const known = new Set(recent().map(({ id }) => id))
      for (const message of messages) {
        if (known.has(message.id) || now() - message.at >= officeTimings.talkMs) continue
        known.add(message.id)
        kept.push(message)
        tell(message)
      }
      kept = kept.slice(-maxKept)
    },
  }
}
