/**
 * A model on loopback that does what a mark in the prompt says, for the real command lines: Anthropic's messages,
 * OpenAI's responses and chat completions, and Gemini's generateContent, all streamed.
 */

/** What a prompt asks for, behind `act:`. */
export const marks = ['think', 'write', 'tool', 'ask', 'edit', 'plan', 'question', 'spawn', 'fail', 'say'] as const
export type Mark = (typeof marks)[number]

/** What the model is asked to call, in words of no particular runtime. */
export type Wish = { mark: Mark; names: string[] }
export type Call = { name: string; args: object; namespace?: string }

type Answer = {
  text: string
  call?: Call | undefined
  /** Holds before its first word, or after it, until it is let go. */
  held?: 'before' | 'after' | undefined
  refused?: boolean
}

/** A request of a command line to the model; `open` until its answer is complete or was broken off. */
type ModelRequest = { mark: Mark; afterTool: boolean; at: number; open: boolean }

export type ScriptedModel = ReturnType<typeof startScriptedModel>

/**
 * `callFor` says by which of the offered tools a wish is met; undefined where none of them does. `goOn` may have a tool
 * called behind another.
 */
export function startScriptedModel(
  callFor: (wish: Wish) => Call | undefined,
  goOn: (names: string[]) => Call | undefined = () => undefined,
) {
  const requests: ModelRequest[] = []
  let gate = Promise.withResolvers<void>()
  let number = 0

  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url)
      const api = apiOf(pathname)
      if (request.method !== 'POST' || !api) return Response.json({ data: [], models: [] })
      if (pathname.endsWith('/count_tokens') || pathname.includes(':countTokens'))
        return Response.json({ input_tokens: 100, totalTokens: 100 })
      const body = await request.json()
      const said = api.read(body)
      const found = said && wishOf(said)
      // What a runtime asks for itself, such as a title, offers no tools.
      if (!found || said.tools.length === 0)
        return api.answer(body, plainWriter({ text: 'A title' }), ++number, pathname)
      const asked: ModelRequest = { mark: found.mark, afterTool: found.afterTool, at: Date.now(), open: true }
      requests.push(asked)
      const answer = answerOf(found, said.tools)
      if (answer.refused) {
        asked.open = false
        return api.refuse()
      }
      const passed = gate.promise
      request.signal.addEventListener('abort', () => {
        asked.open = false
      })
      return api.answer(
        body,
        writerOf(answer, passed, request.signal, () => (asked.open = false)),
        ++number,
        pathname,
      )
    },
  })

  function answerOf({ mark, afterTool }: Found, names: string[]): Answer {
    if (afterTool) {
      const call = goOn(names)
      return { text: call ? 'And now.' : 'It is done.', call }
    }
    switch (mark) {
      case 'think':
        return { text: 'I have thought.', held: 'before' }
      case 'write':
        return { text: 'I begin to write. ', held: 'after' }
      case 'fail':
        return { text: '', refused: true }
      case 'say':
        return { text: 'Aye.' }
      default:
        return { text: 'I do it.', call: callFor({ mark, names }) }
    }
  }

  return {
    url: `http://127.0.0.1:${server.port}`,
    requests,
    /** Ends everything that is held, and holds what comes later. */
    letGo() {
      gate.resolve()
      gate = Promise.withResolvers()
    },
    stop: () => server.stop(true),
  }
}

type Found = { mark: Mark; afterTool: boolean }
type Turn = { role: 'user' | 'model' | 'tool'; text: string }
type Said = { tools: string[]; turns: Turn[] }

/** The last mark that a person wrote, and whether a tool has answered since. */
function wishOf({ turns }: Said): Found | undefined {
  for (let n = turns.length - 1; n >= 0; n--) {
    const { role, text } = turns[n]!
    const mark =
      role === 'user'
        ? text
            .match(/act:[a-z]+/g)
            ?.map((word) => word.slice(4))
            .findLast(isMark)
        : undefined
    if (mark) return { mark, afterTool: turns.slice(n + 1).some((turn) => turn.role === 'tool') }
  }
  return undefined
}

const isMark = (word: string): word is Mark => (marks as readonly string[]).includes(word)

/** The parts of an answer in their order; a pause is waited for in between. */
type Writer = { text: string; call: Call | undefined; pieces(): AsyncGenerator<string>; done(): void }

const plainWriter = ({ text }: Answer): Writer => ({
  text,
  call: undefined,
  done: () => {},
  async *pieces() {
    yield text
  },
})

const writerOf = (answer: Answer, passed: Promise<void>, signal: AbortSignal, done: () => void): Writer => ({
  text: answer.text,
  call: answer.call,
  done,
  async *pieces() {
    const broken = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    if (answer.held === 'before') await Promise.race([passed, broken])
    yield answer.text
    if (answer.held === 'after') {
      let over = false
      void Promise.race([passed, broken]).then(() => (over = true))
      for (let n = 0; !over; n++) {
        await Bun.sleep(50)
        if (n % 4 === 0) yield 'And on. '
      }
    }
  },
})

type Api = {
  read(body: unknown): Said | undefined
  answer(body: unknown, writer: Writer, number: number, path: string): Response
  refuse(): Response
}

const stream = (lines: () => AsyncGenerator<string>) =>
  new Response(lines as unknown as ReadableStream, { headers: { 'content-type': 'text/event-stream' } })

const named = (type: string, rest: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`
const unnamed = (data: object) => `data: ${JSON.stringify(data)}\n\n`

function apiOf(path: string): Api | undefined {
  if (path.includes('/messages')) return anthropic
  if (path.endsWith('/responses')) return responses
  if (path.endsWith('/chat/completions')) return completions
  if (path.includes('enerateContent') || path.includes(':countTokens')) return gemini
  return undefined
}

type Block = { type: string; text?: string; content?: unknown }

const anthropic: Api = {
  read(body) {
    const { messages, tools = [] } = body as {
      messages: { role: string; content: string | Block[] }[]
      tools?: { name: string }[]
    }
    const turns = messages.flatMap(({ role, content }): Turn[] => {
      const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content
      return blocks.map((block): Turn => {
        if (block.type === 'tool_result') return { role: 'tool', text: '' }
        const isOwn = (block.text ?? '').startsWith('<system-reminder>')
        return { role: role === 'user' && !isOwn ? 'user' : 'model', text: block.text ?? '' }
      })
    })
    return { tools: tools.map(({ name }) => name), turns }
  },
  answer(body, writer, number) {
    const { model, stream: streams } = body as { model: string; stream?: boolean }
    const usage = { input_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 20_000 }
    const id = `msg_${number}_${crypto.randomUUID().slice(0, 8)}`
    const message = { id, type: 'message', role: 'assistant', model, stop_sequence: null }
    const tool = writer.call && { type: 'tool_use', id: `toolu_${id}`, name: writer.call.name }
    const stop = tool ? 'tool_use' : 'end_turn'
    if (!streams) {
      writer.done()
      const content = [{ type: 'text', text: writer.text }, ...(tool ? [{ ...tool, input: writer.call!.args }] : [])]
      return Response.json({ ...message, content, stop_reason: stop, usage: { ...usage, output_tokens: 5 } })
    }
    return stream(async function* () {
      yield named('message_start', {
        message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
      })
      let begun = false
      for await (const text of writer.pieces()) {
        if (!begun) yield named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
        begun = true
        yield named('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })
      }
      yield named('content_block_stop', { index: 0 })
      if (tool) {
        yield named('content_block_start', { index: 1, content_block: { ...tool, input: {} } })
        const delta = { type: 'input_json_delta', partial_json: JSON.stringify(writer.call!.args) }
        yield named('content_block_delta', { index: 1, delta })
        yield named('content_block_stop', { index: 1 })
      }
      yield named('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 50 } })
      yield named('message_stop', {})
      writer.done()
    })
  },
  refuse: () =>
    Response.json(
      { type: 'error', error: { type: 'invalid_request_error', message: 'The scripted model refuses this.' } },
      { status: 400 },
    ),
}

type Item = { type?: string; role?: string; content?: string | Block[] }

const responses: Api = {
  read(body) {
    const { input, tools = [] } = body as {
      input: Item[]
      tools?: { name?: string; type: string; tools?: { name: string }[] }[]
    }
    const turns = input.flatMap(({ type, role, content }): Turn[] => {
      if (type === 'function_call_output' || type === 'custom_tool_call_output') return [{ role: 'tool', text: '' }]
      const text = typeof content === 'string' ? content : (content ?? []).map((block) => block.text ?? '').join('\n')
      return [{ role: role === 'user' ? 'user' : 'model', text }]
    })
    return {
      tools: tools.flatMap((tool) => [tool.name ?? tool.type, ...(tool.tools ?? []).map(({ name }) => name)]),
      turns,
    }
  },
  answer(_body, writer, number) {
    const id = `resp_${number}_${crypto.randomUUID().slice(0, 8)}`
    return stream(async function* () {
      yield named('response.created', { response: { id } })
      const message = { type: 'message', id: `msg_${id}`, role: 'assistant' }
      yield named('response.output_item.added', { output_index: 0, item: { ...message, content: [] } })
      let text = ''
      for await (const delta of writer.pieces()) {
        text += delta
        yield named('response.output_text.delta', { item_id: message.id, output_index: 0, content_index: 0, delta })
      }
      yield named('response.output_item.done', {
        output_index: 0,
        item: { ...message, content: [{ type: 'output_text', text }] },
      })
      if (writer.call) {
        const { name, args, namespace } = writer.call
        const item = {
          type: 'function_call',
          id: `fc_${id}`,
          call_id: `call_${id}`,
          name,
          arguments: JSON.stringify(args),
          ...(namespace !== undefined && { namespace }),
        }
        yield named('response.output_item.done', { output_index: 1, item })
      }
      const usage = {
        input_tokens: 1_000,
        input_tokens_details: { cached_tokens: 400 },
        output_tokens: 50,
        output_tokens_details: { reasoning_tokens: 10 },
        total_tokens: 1_050,
      }
      yield named('response.completed', { response: { id, usage } })
      writer.done()
    })
  },
  refuse: () =>
    Response.json(
      { error: { type: 'invalid_request_error', message: 'The scripted model refuses this.' } },
      { status: 400 },
    ),
}

type Message = { role: string; content?: string | Block[] | null }

const completions: Api = {
  read(body) {
    const { messages, tools = [] } = body as { messages: Message[]; tools?: { function: { name: string } }[] }
    const turns = messages.map(({ role, content }): Turn => {
      const text = typeof content === 'string' ? content : (content ?? []).map((block) => block.text ?? '').join('\n')
      return { role: role === 'tool' ? 'tool' : role === 'user' ? 'user' : 'model', text }
    })
    return { tools: tools.map((tool) => tool.function.name), turns }
  },
  answer(body, writer, number) {
    const { model } = body as { model: string }
    const base = { id: `chatcmpl-${number}`, object: 'chat.completion.chunk', created: 1, model }
    const chunk = (delta: object, finish_reason: string | null = null) =>
      unnamed({ ...base, choices: [{ index: 0, delta, finish_reason }] })
    return stream(async function* () {
      yield chunk({ role: 'assistant', content: '' })
      for await (const content of writer.pieces()) yield chunk({ content })
      if (writer.call) {
        const { name, args } = writer.call
        const id = `call_${number}_${crypto.randomUUID().slice(0, 8)}`
        yield chunk({
          tool_calls: [{ index: 0, id, type: 'function', function: { name, arguments: JSON.stringify(args) } }],
        })
      }
      yield chunk({}, writer.call ? 'tool_calls' : 'stop')
      const usage = { prompt_tokens: 1_000, completion_tokens: 50, total_tokens: 1_050 }
      yield unnamed({ ...base, choices: [], usage })
      yield 'data: [DONE]\n\n'
      writer.done()
    })
  },
  refuse: () =>
    Response.json(
      { error: { type: 'invalid_request_error', message: 'The scripted model refuses this.' } },
      { status: 400 },
    ),
}

type Part = { text?: string; functionResponse?: object }

const gemini: Api = {
  read(body) {
    const { contents = [], tools = [] } = body as {
      contents?: { role?: string; parts?: Part[] }[]
      tools?: { functionDeclarations?: { name: string }[] }[]
    }
    const turns = contents.flatMap(({ role, parts = [] }) =>
      parts.map((part): Turn => {
        if (part.functionResponse) return { role: 'tool', text: '' }
        return { role: role === 'model' ? 'model' : 'user', text: part.text ?? '' }
      }),
    )
    return { tools: tools.flatMap((tool) => (tool.functionDeclarations ?? []).map(({ name }) => name)), turns }
  },
  answer(_body, writer, _number, path) {
    const modelVersion = /models\/([^:]+)/.exec(path)?.[1]
    const usageMetadata = {
      promptTokenCount: 1_000,
      cachedContentTokenCount: 400,
      candidatesTokenCount: 50,
      thoughtsTokenCount: 10,
      totalTokenCount: 1_060,
    }
    const piece = (part: object, finish?: string) => ({
      candidates: [{ content: { role: 'model', parts: [part] }, index: 0, ...(finish && { finishReason: finish }) }],
      modelVersion,
      usageMetadata,
    })
    if (!path.includes('stream')) {
      writer.done()
      const text = '{"model_choice":"flash","reasoning":"simple","next_speaker":"user"}'
      return Response.json(piece({ text }, 'STOP'))
    }
    return stream(async function* () {
      for await (const text of writer.pieces()) yield unnamed(piece({ text }))
      yield unnamed(
        piece(
          writer.call ? { functionCall: { name: writer.call.name, args: writer.call.args } } : { text: ' ' },
          'STOP',
        ),
      )
      writer.done()
    })
  },
  refuse: () =>
    Response.json(
      { error: { code: 400, status: 'INVALID_ARGUMENT', message: 'The scripted model refuses this.' } },
      { status: 400 },
    ),
}
