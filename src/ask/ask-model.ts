import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { isStepCount, type ModelMessage, streamText, tool } from 'ai'
import { brokenOff, type FetchDeps, guardedFetch } from '../lib/guarded-fetch.ts'
import type { Tool } from './tools/tool.ts'

export type Dialogue = {
  url: string
  model: string
  /** '' where none is needed. */
  key: string
  allowsPrivate: boolean
  instructions: string
  /** What was said before in this conversation, and the question at the end. */
  messages: ModelMessage[]
  tools: readonly Tool[]
  /** Reads for the model; what it answers is all that the model gets. */
  read: (tool: Tool, input: unknown) => Promise<string>
  signal: AbortSignal
}

type DialogueEvents = {
  /** A request has left, or may have: exactly these bytes. */
  sent: (body: string) => void
  wrote: (text: string) => void
}

/** How a dialogue ended; `trouble` is a sentence where there is no answer. */
type DialogueEnd = {
  trouble: string | null
  inputTokens: number | null
  outputTokens: number | null
  cachedTokens: number | null
}

export type AnswerFetch = (request: Request) => Promise<Response>

const maxSteps = 8
const maxOutputTokens = 1_500
const maxAnswerBytes = 4 << 20
const maxLetters = 20_000
const usualTimeoutMs = 120_000

/**
 * Lets a model answer, which may read with the tools meanwhile. All that leaves the machine goes through one fetch that is
 * guarded. It never throws: what went wrong is said in the end.
 */
export async function runDialogue(
  dialogue: Dialogue,
  { sent, wrote }: DialogueEvents,
  network: FetchDeps,
  /** Answers in the place of the network, which only the demo has. */
  answerHere?: AnswerFetch,
  timeoutMs = usualTimeoutMs,
): Promise<DialogueEnd> {
  const { url, model, key, allowsPrivate, tools, read, signal } = dialogue
  const timeout = AbortSignal.timeout(timeoutMs)
  let trouble: string | null = null
  const hide = (text: string) => (key === '' ? text : text.replaceAll(key, '[hidden]'))
  const say = (words: string) => {
    trouble ??= hide(words)
  }

  async function send(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const body = typeof init.body === 'string' ? init.body : ''
    const request = {
      method: 'POST',
      url: new URL(input instanceof Request ? input.url : input),
      headers: Object.fromEntries(new Headers(init.headers)),
      body,
    }
    const response = answerHere
      ? await answerHere(new Request(request.url, request))
      : await guardedFetch(request, { allowsPrivate, signal: init.signal ?? signal, timeout }, network)
    if (response instanceof Response || response.mayHaveArrived) sent(body)
    if (!(response instanceof Response)) {
      say(response.words)
      throw new Error(response.words)
    }
    if (response.status >= 300 && response.status < 400)
      say('It answers that the model is somewhere else. Wheelhouse does not follow that: give the right address.')
    if (!response.ok || !/event-stream/.test(response.headers.get('content-type') ?? '')) {
      // No more of it is read than can be shown.
      const text = hide(await firstOf(response))
      say(response.ok ? saidIn(text) || noEndpoint : refusedWords(response.status, text, model))
      return new Response(text, { status: response.status, headers: response.headers })
    }
    return new Response(response.body?.pipeThrough(atMost(maxAnswerBytes)) ?? null, {
      status: response.status,
      headers: response.headers,
    })
  }

  const provider = createOpenAICompatible({
    name: 'endpoint',
    baseURL: url.replace(/\/+$/, ''),
    includeUsage: true,
    fetch: Object.assign(send, { preconnect: () => {} }),
    ...(key !== '' && { apiKey: key }),
  })
  const sums = { input: null as number | null, output: null as number | null, cached: null as number | null }
  const added = (sum: number | null, more: number | undefined) => (more === undefined ? sum : (sum ?? 0) + more)
  let letters = 0
  try {
    const { stream } = streamText({
      model: provider(model),
      instructions: dialogue.instructions,
      messages: dialogue.messages,
      tools: Object.fromEntries(
        tools.map((one) => [
          one.name,
          tool({ description: one.description, inputSchema: one.input, execute: (input) => read(one, input) }),
        ]),
      ),
      stopWhen: isStepCount(maxSteps),
      // At the end it has to say what it knows.
      prepareStep: ({ stepNumber }) => (stepNumber === maxSteps - 1 ? { toolChoice: 'none' as const } : {}),
      maxOutputTokens,
      maxRetries: 0,
      abortSignal: AbortSignal.any([signal, timeout]),
      // Errors come in the stream as well.
      onError: () => {},
    })
    for await (const part of stream) {
      if (part.type === 'text-delta') {
        letters += part.text.length
        wrote(part.text)
        if (letters > maxLetters) {
          say(`It wrote more than ${maxLetters} letters; the rest was left out.`)
          break
        }
      } else if (part.type === 'error') say(wordsOf(part.error))
      else if (part.type === 'finish-step') {
        sums.input = added(sums.input, part.usage.inputTokens)
        sums.output = added(sums.output, part.usage.outputTokens)
        sums.cached = added(sums.cached, part.usage.inputTokenDetails?.cacheReadTokens)
      }
    }
  } catch (error) {
    say(signal.aborted ? 'It was stopped.' : brokenOff(error, { timeout, name: new URL(url).hostname }).words)
  }
  if (timeout.aborted) trouble = `It did not answer within ${Math.round(timeoutMs / 1_000)} seconds.`
  if (letters === 0 && !signal.aborted) say(noAnswer)
  return { trouble, inputTokens: sums.input, outputTokens: sums.output, cachedTokens: sums.cached }
}

const noAnswer = 'The model read, and gave no answer. Ask again, or choose another model.'
const noEndpoint = 'It does not answer as an endpoint of this kind does. Is the address right?'

/** The beginning of an answer. */
async function firstOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const { value } = (await reader?.read().catch(() => undefined)) ?? {}
  void reader?.cancel().catch(() => {})
  return new TextDecoder().decode(value?.slice(0, 4_000))
}

/** Lets so many bytes through and no more. */
function atMost(bytes: number) {
  let seen = 0
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, stream) {
      seen += piece.byteLength
      if (seen > bytes) stream.error(new Error('The answer is longer than 4 MB.'))
      else stream.enqueue(piece)
    },
  })
}

/** What a status means, with what the endpoint says to it. */
function refusedWords(status: number, text: string, model: string): string {
  const said = saidIn(text)
  const tail = said === '' ? '' : ` It says: ${said}`
  switch (status) {
    case 401:
    case 403:
      return `The key is not accepted (${status}).${tail}`
    case 402:
      return `There is no credit left there (402).${tail}`
    case 404:
      return `There is no such model or address: ${model} (404).${tail}`
    case 429:
      return `It takes no more questions just now (429).${tail}`
    default:
      return `It answered ${status}.${tail}`
  }
}

/** What an endpoint says in an error: the message in it, or its beginning. */
function saidIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } | string }
    const message = typeof error === 'string' ? error : error?.message
    if (typeof message === 'string') return message.slice(0, 300)
  } catch {}
  return /^\s*[<{]/.test(text) ? '' : text.trim().slice(0, 200)
}

function wordsOf(error: unknown): string {
  if (!Error.isError(error)) return saidIn(JSON.stringify({ error })) || 'The endpoint answered with an error.'
  if (error.name === 'AI_TypeValidationError' || error.name === 'AI_JSONParseError') return noEndpoint
  if (/without a finish reason/.test(error.message)) return 'It broke off in the middle of its answer.'
  // It was told at the end that it can read no more.
  if (/tool choice was none/.test(error.message)) return noAnswer
  return error.message.slice(0, 400) || 'The endpoint answered with an error.'
}
