import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Said = { role: string; content?: string | { text?: string }[] | null }
type Asked = { model: string; stream?: boolean; messages: Said[]; tools?: { function: { name: string } }[] }
type Call = { name: string; args: object }
type Answer = {
  thought?: string
  text?: string
  call?: Call
  /** Goes on thinking or writing until it is let go. */
  held?: boolean
  /** Says that next to nothing more goes into its context. */
  full?: boolean
  refuse?: { status: number; message: string }
}

/** What one wants of it stands in the prompt, behind an exclamation mark. */
const marks = ['slow', 'think', 'exec', 'search', 'spawn', 'fail', 'long', 'full', 'touch'] as const
type Mark = (typeof marks)[number]

/** What the gateway adds to a conversation for itself. */
const internal = /<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>[\s\S]*?<<<END_OPENCLAW_INTERNAL_CONTEXT>>>/g

const stepMs = 50
const longAnswer = Array.from(
  { length: 1_000 },
  (_, n) => `Entry ${n + 1}: wind from the north, all sails are set.`,
).join('\n\n')

/**
 * Stands in for the model behind a real gateway: OpenAI's chat completions, streamed, on loopback. A mark in the
 * prompt says what it does. What is marked as slow, and the command that it has run, end when the test lets go.
 */
export function fakeModel(folder: string) {
  const gate = join(folder, 'let-go')
  let calls = 0
  let holdsSummaries = false
  const asked: { mark: string | undefined; tools: string[]; said: string }[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      if (request.method !== 'POST') return Response.json({ object: 'list', data: [] })
      const body = (await request.json()) as Asked
      calls++
      const answer = answerTo(body)
      if (answer.refuse)
        return Response.json(
          { error: { message: answer.refuse.message, type: 'invalid_request_error', code: 'invalid_request' } },
          { status: answer.refuse.status },
        )
      return body.stream ? streamed(body, answer, calls, request.signal) : whole(body, answer, calls)
    },
  })

  function answerTo({ messages, tools = [] }: Asked): Answer {
    const names = tools.map((tool) => tool.function.name)
    const told = messages.flatMap(({ role, content }) => {
      const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n')
      const words = text.replace(internal, '').trim()
      return role === 'user' && words === '' ? [] : [{ role, text: words }]
    })
    const last = told.findLastIndex(({ role }) => role === 'user')
    const words = told[last]?.text ?? ''
    const isSummary = names.length === 0 && /summar/i.test(told[0]?.text.slice(0, 600) ?? '')
    const mark = isSummary ? undefined : ([...words.matchAll(/!([a-z]+)/g)].at(-1)?.[1] as Mark | undefined)
    const hasResult = told.slice(last + 1).some(({ role }) => role === 'tool')
    asked.push({ mark: isSummary ? 'summary' : mark, tools: names, said: words.slice(-300) })
    if (isSummary) return { text: '## Goal\nTo reach the harbour.\n## Next\nGo on.', held: holdsSummaries }
    if (hasResult) return { text: `It is done: ${told.at(-1)!.text.replace(/\s+/g, ' ').slice(0, 60)}` }
    const use = (name: string, args: object): Answer => ({
      call:
        names.includes(name) || !names.includes('tool_call')
          ? { name, args }
          : { name: 'tool_call', args: { id: name, args } },
    })
    switch (mark) {
      case 'slow':
        return { text: `Answer number ${calls}, word by word.`, held: true }
      case 'think':
        return { thought: 'The wind has turned. We could tack.', text: `We tack. That is answer ${calls}.`, held: true }
      case 'exec':
        return use('exec', { command: `until [ -e '${gate}' ]; do sleep 0.1; done; echo the-anchor-is-up` })
      case 'touch':
        return use('exec', { command: `touch ${join(folder, /touch ([a-z]+)/i.exec(words)?.[1] ?? 'something')}` })
      case 'search':
        return use('sessions_send', {
          sessionKey: 'agent:main:helm',
          message: 'Which course do we steer? !slow',
          timeoutSeconds: 60,
        })
      case 'spawn':
        return use('sessions_spawn', { task: 'Look below deck. !slow', label: 'below-deck' })
      case 'fail':
        return { refuse: { status: 400, message: 'the stand-in will not answer this' } }
      case 'long':
        return { text: longAnswer }
      case 'full':
        return { text: `Answer number ${calls}, the last that fits.`, full: true }
      default:
        return { text: `Answer number ${calls}.` }
    }
  }

  function streamed(body: Asked, answer: Answer, number: number, signal: AbortSignal) {
    const id = idOf(number)
    const chunk = (delta: object | undefined, finish: string | null = null, rest: object = {}) =>
      `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 1, model: body.model, choices: delta ? [{ index: 0, delta, finish_reason: finish }] : [], ...rest })}\n\n`
    async function* lines() {
      yield chunk({ role: 'assistant', content: '' })
      const isThinking = answer.thought !== undefined
      for (const word of (answer.thought ?? '').split(/(?<= )/)) if (word) yield chunk({ reasoning_content: word })
      if (!isThinking) yield* written()
      for (let step = 0; answer.held && !existsSync(gate) && !signal.aborted; step++) {
        if (isThinking) yield chunk({ reasoning_content: ' Or not.' })
        else if (step % 4 === 0) yield chunk({ content: ' And on.' })
        await Bun.sleep(stepMs)
      }
      if (isThinking) yield* written()
      if (answer.call)
        yield chunk({
          tool_calls: [
            {
              index: 0,
              id: `call_${number}`,
              type: 'function',
              function: { name: answer.call.name, arguments: JSON.stringify(answer.call.args) },
            },
          ],
        })
      yield chunk({}, answer.call ? 'tool_calls' : 'stop')
      yield chunk(undefined, null, { usage: usageOf(number, answer) })
      yield 'data: [DONE]\n\n'
    }
    function* written() {
      const pieces =
        answer.text && answer.text.length > 1_000 ? (answer.text.match(/[\s\S]{1,2000}/g) ?? []) : undefined
      for (const piece of pieces ?? (answer.text ?? '').split(/(?<= )/)) if (piece) yield chunk({ content: piece })
    }
    return new Response(lines as unknown as ReadableStream, { headers: { 'content-type': 'text/event-stream' } })
  }

  function whole(body: Asked, answer: Answer, number: number) {
    const { text, thought, call } = answer
    const called = call && {
      tool_calls: [
        {
          id: `call_${number}`,
          type: 'function',
          function: { name: call.name, arguments: JSON.stringify(call.args) },
        },
      ],
    }
    return Response.json({
      id: idOf(number),
      object: 'chat.completion',
      model: body.model,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: text ?? null, reasoning_content: thought, ...called },
          finish_reason: call ? 'tool_calls' : 'stop',
        },
      ],
      usage: usageOf(number, answer),
    })
  }

  return {
    url: `http://127.0.0.1:${server.port}/v1`,
    calls: () => calls,
    /** What was asked of it so far, for when a test does not see what it waits for. */
    asked: () => asked,
    /** From now on what is slow stays unfinished, until it is let go. */
    hold({ summaries = false } = {}) {
      holdsSummaries = summaries
      rmSync(gate, { force: true })
    },
    letGo: () => writeFileSync(gate, ''),
    stop: () => server.stop(true),
  }
}

const idOf = (number: number) => `chatcmpl-${number}-${crypto.randomUUID().slice(0, 8)}`

function usageOf(number: number, { full }: Answer) {
  const prompt = (full ? 195_000 : 1_000) + number
  return {
    prompt_tokens: prompt,
    completion_tokens: 20 + number,
    total_tokens: prompt + 20 + number,
    prompt_tokens_details: { cached_tokens: 300 },
  }
}
