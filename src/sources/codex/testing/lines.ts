/** Lines as Codex writes them. */

export const now = Date.UTC(2026, 10, 22)

export const line = (timestamp: string, type: string, payload: unknown) => ({ timestamp, type, payload })

export const meta = (timestamp: string, id: string, more: object = {}) =>
  line(timestamp, 'session_meta', { id, cwd: '/nowhere/boat', ...more })

export const context = (timestamp: string, model: string) => line(timestamp, 'turn_context', { model })

/** A value of the counter: input, cached input, output, and of it reasoning. */
export type Stand = [input: number, cached: number, output: number, reasoning?: number]

export const usage = ([input, cached, output, reasoning = 0]: Stand) => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  reasoning_output_tokens: reasoning,
  total_tokens: input + output,
})

export const count = (timestamp: string, total: Stand | undefined, last?: Stand, more: object = {}) =>
  line(timestamp, 'event_msg', {
    type: 'token_count',
    info: {
      ...(total && { total_token_usage: usage(total) }),
      ...(last && { last_token_usage: usage(last) }),
    },
    ...more,
  })
