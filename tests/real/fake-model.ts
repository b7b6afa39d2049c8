/**
 * Stands in for the model behind a real gateway: OpenAI's chat completions, streamed, on loopback. It answers in a
 * few words and says how many tokens that took.
 */
export function fakeModel() {
  let calls = 0
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      if (request.method !== 'POST') return Response.json({ object: 'list', data: [] })
      const body = (await request.json()) as { model: string; stream?: boolean }
      calls++
      const id = `chatcmpl-${calls}-${crypto.randomUUID().slice(0, 8)}`
      const usage = {
        prompt_tokens: 1_000 + calls,
        completion_tokens: 20 + calls,
        total_tokens: 1_020 + 2 * calls,
        prompt_tokens_details: { cached_tokens: 0 },
      }
      const text = `Answer number ${calls}.`
      if (!body.stream)
        return Response.json({
          id,
          object: 'chat.completion',
          model: body.model,
          choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
          usage,
        })
      const chunk = (choice: object | undefined, rest: object = {}) =>
        `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 1, model: body.model, choices: choice ? [{ index: 0, ...choice }] : [], ...rest })}\n\n`
      const lines = [
        chunk({ delta: { role: 'assistant', content: '' }, finish_reason: null }),
        ...text.split(' ').map((word) => chunk({ delta: { content: `${word} ` }, finish_reason: null })),
        chunk({ delta: {}, finish_reason: 'stop' }),
        chunk(undefined, { usage }),
        'data: [DONE]\n\n',
      ]
      return new Response(lines.join(''), { headers: { 'content-type': 'text/event-stream' } })
    },
  })
  return { url: `http://127.0.0.1:${server.port}/v1`, calls: () => calls, stop: () => server.stop(true) }
}
