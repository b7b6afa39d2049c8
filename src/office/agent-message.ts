import type { TranscriptItem, TranscriptTool } from '../facts/transcript.ts'
import { makeAgentId, parseAgentId } from '../ids.ts'

/** Words of one agent to another. The same words always have the same id. */
export type AgentMessage = {
  id: string
  /** An agent, or the session of a sub-agent. */
  fromId: string
  toId: string
  /** In ms. */
  at: number
}

/** The tool by which an agent of OpenClaw writes to another. */
const sendingTool = 'sessions_send'
/** Whether this is a call that may have told another agent something. */
export const isSending = (item: TranscriptItem): item is Sending => item.kind === 'tool' && item.tool === sendingTool

type Sending = Extract<TranscriptItem, { kind: 'tool' }>

/** More of a call than this is its words, which nobody here reads. */
const maxLooked = 4_000

/**
 * What an agent wrote to others, and what came back, in what stands at the end of the transcript of its session. A call
 * that failed told nobody anything, and of a call without a time or an addressee nothing is known.
 */
export function messagesIn(
  items: readonly TranscriptItem[],
  { fromId, agentId }: { fromId: string; agentId: string },
): AgentMessage[] {
  return items.flatMap((item): AgentMessage[] => {
    if (!isSending(item) || item.at === null) return []
    const toId = addresseeOf(item, agentId)
    const status = item.result && fieldIn(item.result.text, 'status')
    if (toId === null || toId === agentId || item.result?.isError || (status && /error|forbidden/.test(status)))
      return []
    const id = `${fromId} ${item.callId}`
    const sent = { id, fromId, toId, at: item.at }
    const isAnswered = status === 'ok' && item.endedAt !== null && fieldIn(item.result!.text, 'reply') !== null
    return isAnswered ? [sent, { id: `${id} reply`, fromId: toId, toId: fromId, at: item.endedAt! }] : [sent]
  })
}

/** The agent that a call names by itself or by the key of its session; the result names the key of what a label meant. */
function addresseeOf({ input, result }: TranscriptTool, ownId: string): string | null {
  const named = input && fieldIn(input.text, 'agentId')
  const key = (input && fieldIn(input.text, 'sessionKey')) ?? (result && fieldIn(result.text, 'sessionKey'))
  const slug = named ?? /^agent:([A-Za-z0-9_-]+):/.exec(key ?? '')?.[1]
  const own = parseAgentId(ownId)
  if (!slug || !/^[A-Za-z0-9_-]+$/.test(slug) || !own) return null
  return makeAgentId({ host: own.host, runtime: own.runtime, slug })
}

/** A field of a JSON text that may be cut. */
function fieldIn(text: string, name: string): string | null {
  const found = new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.){1,200})`).exec(text.slice(0, maxLooked))
  return found?.[1] ?? null
}
