import { maxHeldInput } from '../facts/held-request.ts'
import type { HookCall } from '../facts/hook-call.ts'
import { converse } from './converse.ts'
import { textIn } from './hold-request.ts'

/** What a person does not read: the whole of a file, twice, beside its diff. */
const left = new Set(['originalContent', 'newContent'])

/**
 * Tells who takes part what the prompt of a runtime is about to ask. The prompt appears when this has ended, so that
 * nobody is waited for, and nothing that they say counts.
 */
export async function tellRequest(
  { details, cwd, transcript_path }: Record<string, unknown>,
  call: HookCall,
  { sockets, at }: { sockets: string[]; at: number },
): Promise<void> {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return
  const tool = (details as Record<string, unknown>).type
  const input = JSON.stringify(details, (field, value: unknown) => (left.has(field) ? undefined : value))
  const request = {
    tool: textIn(tool) ?? 'tool',
    input: input.slice(0, maxHeldInput),
    isCut: input.length > maxHeldInput,
    folder: textIn(cwd),
    transcript: textIn(transcript_path),
    agentType: null,
    suggestions: [],
    askedAt: at,
    until: at,
  }
  await Promise.all(sockets.map((socket) => converse(socket, call, request)))
}
