import { addDays } from '../lib/timezone.ts'

/**
 * The model that answers in the demo: a script that reads with the same tools as any model, over the same protocol, and puts
 * what it has read into its sentences. It knows three questions.
 */

const demoQuestions = [
  'Why was yesterday so expensive?',
  'Which agent cost the most this week, and on what?',
  'Which agent stalls most?',
]

type ToolCall = { name: string; input: Record<string, unknown> }
type Message = { role: string; content?: string | null | { text?: string }[] }
type Row = { label: string; refs: (string | undefined)[]; words: string[] }

/** What a script does next, by what it has read so far: it reads on, or says something. */
type Script = (read: Row[][], today: string) => ToolCall[] | string

const textOf = ({ content }: Message) =>
  typeof content === 'string' ? content : (content ?? []).map(({ text = '' }) => text).join('')

/** The rows of a table as a model gets it: a head, the names of the columns, and a line for each row. */
function rowsIn(text: string): Row[] {
  const lines = text.split('\n').filter((line) => line.includes(' | '))
  return lines.slice(1).map((line) => {
    const [label = '', ...cells] = line.split(' | ')
    return {
      label,
      refs: cells.map((cell) => /^(f\d+) = /.exec(cell)?.[1]),
      words: cells.map((cell) => cell.replace(/^f\d+ = /, '')),
    }
  })
}

const expensive: Script = (read, today) => {
  const yesterday = addDays(today, -1)
  const [days, agents, sessions, , mean, ratio, share] = read
  const before = (days ?? []).slice(0, -2).flatMap(({ refs: [ref] }) => ref ?? [])
  const day = days?.at(-2)
  const agent = agents?.[0]
  if (!days)
    return [
      { name: 'read_costs', input: { by: 'day', since: addDays(yesterday, -7), until: yesterday, limit: 8 } },
      { name: 'read_costs', input: { by: 'agent', since: yesterday, until: yesterday, limit: 5 } },
      { name: 'read_costs', input: { by: 'session', since: yesterday, until: yesterday, limit: 3 } },
      { name: 'read_costs_by_hour', input: { day: yesterday } },
    ]
  if (!day?.refs[0] || !agent?.refs[0]) return 'Nothing was spent yesterday that could be compared.'
  if (!mean)
    return [{ name: 'work_out', input: { kind: 'mean', of: before, what: 'the mean of the seven days before' } }]
  if (!ratio)
    return [
      {
        name: 'work_out',
        input: { kind: 'ratio', of: [day.refs[0], mean[0]?.refs[0]], what: 'against the days before' },
      },
      {
        name: 'work_out',
        input: { kind: 'share', of: [agent.refs[0], day.refs[0]], what: `the part of ${agent.label}` },
      },
    ]
  const [first, second] = (sessions ?? []).slice(0, -1)
  return [
    `${day.label} cost {{${day.refs[0]}}}, {{${ratio[0]?.refs[0]}}} the mean of the seven days before, {{${mean[0]?.refs[0]}}}${isDear(ratio[0]) ? '. This made it so:' : ': it was no dearer than usual. What it went to:'}`,
    '',
    `1. **${agent.label}** spent {{${agent.refs[0]}}}, {{${share?.[0]?.refs[0]}}} of the day, in {{${agent.refs[2]}}} calls.`,
    `2. The dearest session was **${first?.label}** with {{${first?.refs[0]}}} and {{${first?.refs[1]}}} tokens${second?.refs[0] ? `; the next one, **${second.label}**, came to {{${second.refs[0]}}}` : ''}.`,
    '',
    'A budget for the day would say so before it is over.',
  ].join('\n')
}

/** Whether a ratio is clearly above one. */
const isDear = (row: Row | undefined) => Number.parseFloat((row?.words[0] ?? '').replace(/^[≥≤≈]/, '')) > 1.2

const dearest: Script = (read, today) => {
  const week = { since: addDays(today, -6), until: today }
  const [agents, sessions, share] = read
  const agent = agents?.[0]
  if (!agents) return [{ name: 'read_costs', input: { by: 'agent', ...week, limit: 6 } }]
  if (!agent?.refs[0]) return 'Nothing was spent in the last seven days.'
  const all = agents.at(-1)?.refs[0]
  if (!sessions)
    return [
      { name: 'read_costs', input: { by: 'session', ...week, agent: agent.label, limit: 3 } },
      { name: 'work_out', input: { kind: 'share', of: [agent.refs[0], all], what: `the part of ${agent.label}` } },
    ]
  return [
    `**${agent.label}** cost the most in the last seven days: {{${agent.refs[0]}}}, {{${share?.[0]?.refs[0]}}} of all.`,
    '',
    'Its dearest sessions:',
    '',
    ...sessions.slice(0, -1).map(({ label, refs }) => `- **${label}**: {{${refs[0]}}} for {{${refs[1]}}} tokens`),
  ].join('\n')
}

const stalling: Script = (read) => {
  const [agents] = read
  const [first, second] = agents ?? []
  if (!agents) return [{ name: 'read_stalls', input: { kind: 'stalled', days: 30 } }]
  if (!first?.refs[0]) return 'No agent has stalled in the last 30 days, as far as Wheelhouse ran.'
  const rest = second?.refs[0] ? ` Next is **${second.label}** with {{${second.refs[0]}}}.` : ''
  return `**${first.label}** stalls most: {{${first.refs[0]}}} in the last 30 days, {{${first.refs[1]}}} together.${rest}`
}

const unknown: Script = () =>
  [
    'I am the demo’s model and know three questions:',
    '',
    ...demoQuestions.map((question) => `- ${question}`),
    '',
    'With a model of your own, in Settings, you can ask anything.',
  ].join('\n')

function scriptFor(question: string): Script {
  if (/stall|stuck|hang/i.test(question)) return stalling
  if (/expensive|dear|yesterday|why/i.test(question)) return expensive
  return /most|agent|week/i.test(question) ? dearest : unknown
}

const wordMs = 12

/** A completion as an endpoint streams it: the calls of tools, or the words, each so long (ms) after the one before. */
export function completionOf(next: ToolCall[] | string, { model = '', wordMs = 0, tokens = 0 } = {}): Response {
  const id = `chatcmpl-${crypto.randomUUID()}`
  const chunk = (rest: object) =>
    new TextEncoder().encode(
      `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 0, model, ...rest })}\n\n`,
    )
  const delta = (delta: object, finish: string | null = null) =>
    chunk({ choices: [{ index: 0, delta, finish_reason: finish }] })

  async function* pieces() {
    yield delta({ role: 'assistant', content: '' })
    if (typeof next === 'string')
      for (const word of next.match(/\s*\S+/g) ?? []) {
        if (wordMs > 0) await Bun.sleep(wordMs)
        yield delta({ content: word })
      }
    else
      for (const [index, { name, input }] of next.entries()) {
        const call = { name, arguments: JSON.stringify(input) }
        yield delta({ tool_calls: [{ index, id: `call_${crypto.randomUUID()}`, type: 'function', function: call }] })
      }
    yield delta({}, typeof next === 'string' ? 'stop' : 'tool_calls')
    yield chunk({
      choices: [],
      usage: { prompt_tokens: tokens, completion_tokens: tokens, total_tokens: 2 * tokens },
    })
    yield new TextEncoder().encode('data: [DONE]\n\n')
  }
  return new Response(pieces() as unknown as ReadableStream, { headers: { 'content-type': 'text/event-stream' } })
}

/** Answers a request for a completion. */
async function answerAsDemo(request: Request): Promise<Response> {
  const { messages = [], model = '' } = (await request.json()) as { messages?: Message[]; model?: string }
  const asked = messages.findLastIndex(({ role }) => role === 'user')
  const today = /\d{4}-\d{2}-\d{2}/.exec(messages.map(textOf).join('\n'))?.[0] ?? ''
  const read = messages
    .slice(asked + 1)
    .flatMap((message) => (message.role === 'tool' ? [rowsIn(textOf(message))] : []))
  return completionOf(scriptFor(textOf(messages[asked] ?? { role: 'user' }))(read, today), { model, wordMs })
}

/** The demo's model as a person would have chosen it. */
export const demoModel = {
  choice: {
    kind: 'endpoint' as const,
    url: 'http://127.0.0.1/v1',
    model: 'the demo’s script',
    isOn: true,
    allowsPrivate: true,
    readsWords: true,
    dayUsd: null,
    dayQuestions: 1_000,
  },
  answer: answerAsDemo,
  suggestions: demoQuestions,
}
