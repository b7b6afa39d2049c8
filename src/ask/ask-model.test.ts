import { afterAll, expect, test } from 'bun:test'
import { completionOf } from '../demo/ask-model.ts'
import { systemNetwork } from '../lib/guarded-fetch.ts'
import { type Dialogue, runDialogue } from './ask-model.ts'
import { workOutTool } from './tools/work-out.ts'

let answer: (body: { messages: { role: string; content: unknown }[] }) => Response | Promise<Response> = () =>
  completionOf('ready')
let hits = 0
let stolen = 0
const endpoint = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request) {
    if (new URL(request.url).pathname === '/elsewhere') stolen++
    hits++
    return answer(await request.json())
  },
})
afterAll(() => endpoint.stop(true))

const key = 'sk-very-secret-key'

/** Asks the endpoint a question, and says what came of it. */
async function ask(rest: Partial<Dialogue> = {}, timeoutMs = 5_000) {
  hits = 0
  let text = ''
  const sent: string[] = []
  const read: unknown[] = []
  const end = await runDialogue(
    {
      url: `http://127.0.0.1:${endpoint.port}/v1`,
      model: 'm',
      key,
      allowsPrivate: true,
      instructions: 'Answer.',
      messages: [{ role: 'user', content: 'What?' }],
      tools: [workOutTool],
      async read(_, input) {
        read.push(input)
        return 'f1 = $1.00'
      },
      signal: new AbortController().signal,
      ...rest,
    },
    { sent: (body) => sent.push(body), wrote: (more) => (text += more) },
    systemNetwork(() => ''),
    undefined,
    timeoutMs,
  )
  return { ...end, text, sent, read, hits }
}

test('it reads with a tool, gives back what was read, and writes', async () => {
  answer = ({ messages }) =>
    messages.some(({ role }) => role === 'tool')
      ? completionOf('It is {{f1}}.', { tokens: 10 })
      : completionOf([{ name: 'work_out', input: { kind: 'sum', of: ['f1'], what: 'it' } }], { tokens: 7 })
  const { trouble, text, read, hits, sent, ...tokens } = await ask()
  expect([trouble, text, read, hits]).toEqual([null, 'It is {{f1}}.', [{ kind: 'sum', of: ['f1'], what: 'it' }], 2])
  expect(tokens).toMatchObject({ inputTokens: 17, outputTokens: 17 })
  expect(sent).toHaveLength(2)
  expect(sent[1]).toContain('f1 = $1.00')
})

test('a tool that a model invents, or calls in a wrong way, reads nothing, and the model is told so', async () => {
  let told = ''
  answer = ({ messages }) => {
    const last = messages.at(-1)!
    if (last.role !== 'tool')
      return completionOf([
        { name: 'delete_everything', input: {} },
        { name: 'work_out', input: { kind: 'explode' } },
      ])
    told = JSON.stringify(messages)
    return completionOf('I cannot do that.')
  }
  const { trouble, text, read } = await ask()
  expect([trouble, text, read]).toEqual([null, 'I cannot do that.', []])
  expect(told).toContain('delete_everything')
})

test('a model that reads for ever is stopped after eight steps', async () => {
  answer = () => completionOf([{ name: 'work_out', input: { kind: 'sum', of: ['f1'], what: 'it' } }])
  const { trouble, hits } = await ask()
  expect(hits).toBe(8)
  expect(trouble).toContain('gave no answer')
})

test.each([
  [
    'a key that is wrong',
    () => Response.json({ error: { message: `bad ${key}` } }, { status: 401 }),
    'The key is not accepted (401). It says: bad [hidden]',
  ],
  ['no credit', () => new Response('', { status: 402 }), 'There is no credit left there (402).'],
  [
    'an unknown model',
    () => Response.json({ error: { message: 'no model m' } }, { status: 404 }),
    'There is no such model or address: m (404). It says: no model m',
  ],
  [
    'too many questions',
    () => new Response('slow down', { status: 429 }),
    'It takes no more questions just now (429). It says: slow down',
  ],
  ['a broken server', () => new Response('<html>502</html>', { status: 502 }), 'It answered 502.'],
  ['an error within a good answer', () => Response.json({ error: { message: 'overloaded' } }), 'overloaded'],
  ['a page in the place of an answer', () => new Response('<html>hello</html>'), 'does not answer as an endpoint'],
  [
    'a redirection',
    () => new Response('', { status: 307, headers: { location: '/elsewhere' } }),
    'does not follow that',
  ],
] as const)('%s is said in a sentence, and never with the key', async (_, reply, words) => {
  answer = reply
  const { trouble } = await ask()
  expect(trouble).toContain(words)
  expect(trouble).not.toContain(key)
  expect(stolen).toBe(0)
})

test('an endpoint that hangs is left after its time, and one that a person stops at once', async () => {
  answer = () => new Promise<Response>(() => {})
  expect((await ask({}, 300)).trouble).toContain('It did not answer within')
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 50)
  const begun = performance.now()
  await ask({ signal: stop.signal })
  expect(performance.now() - begun).toBeLessThan(3_000)
})

test('an answer without an end is cut off', async () => {
  answer = () =>
    new Response(
      new ReadableStream({ pull: (stream) => stream.enqueue(new TextEncoder().encode(`: ${'x'.repeat(60_000)}\n\n`)) }),
      { headers: { 'content-type': 'text/event-stream' } },
    )
  expect((await ask({}, 20_000)).trouble).not.toBeNull()
})

test('of an error only the beginning is read, and a text without an end is cut', async () => {
  answer = () =>
    new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1 << 20).fill(120)) }), {
      status: 500,
    })
  const begun = performance.now()
  expect((await ask({}, 20_000)).trouble).toStartWith('It answered 500.')
  expect(performance.now() - begun).toBeLessThan(5_000)
  answer = () => completionOf('word '.repeat(10_000))
  const { trouble, text } = await ask()
  expect(trouble).toContain('more than 20000 letters')
  expect(text.length).toBeLessThan(21_000)
})

test('an address of the own network is reached only where that was allowed', async () => {
  answer = () => completionOf('ready')
  const { trouble, hits } = await ask({ allowsPrivate: false })
  expect(trouble).toContain('an address of your own network')
  expect(hits).toBe(0)
})
