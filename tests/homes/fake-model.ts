/**
 * A model on loopback that answers Codex (OpenAI's Responses) and Gemini CLI (generateContent) with fixed words and
 * counts, so that the real programs can be recorded. Used by record.ts only.
 */
export function startFakeModel() {
  let asked = 0
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url)
      const body = await request.text()
      if (pathname.endsWith('/responses')) return openAi(++asked, body)
      if (pathname.includes(':streamGenerateContent')) return gemini(++asked, pathname, body, true)
      if (pathname.includes(':generateContent')) return gemini(++asked, pathname, body, false)
      return new Response('{"error":{"message":"not here"}}', { status: 404 })
    },
  })
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) }
}

const events = (list: unknown[], headers: Record<string, string> = {}, named = true) =>
  new Response(
    list
      .map((event) => `${named ? `event: ${(event as { type: string }).type}\n` : ''}data: ${JSON.stringify(event)}\n\n`)
      .join(''),
    { headers: { 'content-type': 'text/event-stream', ...headers } },
  )

async function openAi(number: number, body: string) {
  const last = JSON.stringify((JSON.parse(body) as { input: unknown[] }).input.at(-1))
  const id = `resp_${number}`
  const call = (name: string, args: unknown, more: object = {}) => ({
    type: 'function_call',
    id: `fc_${number}`,
    call_id: `call_${number}`,
    name,
    arguments: JSON.stringify(args),
    ...more,
  })
  const item = last.includes('send a mate')
    ? call('spawn_agent', { message: 'scrub the deck', fork_context: true }, { namespace: 'multi_agent_v1' })
    : last.includes('look around')
      ? call('exec_command', { cmd: 'ls' })
      : said(number)
  // The mate is done before the one who sent it.
  if (body.includes('scrub the deck') && !last.includes('scrub the deck')) await Bun.sleep(1_500)
  const usage = {
    input_tokens: 1_000 * number,
    input_tokens_details: { cached_tokens: 400 * number },
    output_tokens: 50 + number,
    output_tokens_details: { reasoning_tokens: 10 + number },
    total_tokens: 1_000 * number + 50 + number,
  }
  return events(
    [
      { type: 'response.created', response: { id } },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { id, usage } },
    ],
    {
      'x-codex-primary-used-percent': '12.5',
      'x-codex-primary-window-minutes': '300',
      'x-codex-primary-reset-at': '1795000000',
      'x-codex-secondary-used-percent': '40',
      'x-codex-secondary-window-minutes': '10080',
      'x-codex-secondary-reset-at': '1795500000',
    },
  )
}

const said = (number: number) => ({
  type: 'message',
  id: `msg_${number}`,
  role: 'assistant',
  content: [{ type: 'output_text', text: 'The sails are set.' }],
})

function gemini(number: number, path: string, body: string, streams: boolean) {
  const wantsTool = streams && body.includes('look around') && !body.includes('functionResponse')
  const part = wantsTool
    ? { functionCall: { name: 'list_directory', args: { dir_path: '.' } } }
    : { text: streams ? 'The sails are set.' : '{"model_choice":"flash","reasoning":"simple","next_speaker":"user"}' }
  const answer = {
    candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
    modelVersion: /models\/([^:]+)/.exec(path)?.[1],
    usageMetadata: {
      promptTokenCount: 1_000 * number,
      cachedContentTokenCount: 400 * number,
      candidatesTokenCount: 50 + number,
      thoughtsTokenCount: 10 + number,
      totalTokenCount: 1_000 * number + 60 + 2 * number,
    },
  }
  return streams ? events([answer], {}, false) : Response.json(answer)
}
