/**
 * Makes the recording in tests/homes/claude-code: the real Claude Code (npm `@anthropic-ai/claude-code`) works in a
 * scratch folder against a model that stands in on loopback. Paths of this machine become /home/user.
 *
 *   bun tests/real/record-claude-code.ts PATH_OF_CLAUDE FOLDER_TO_WRITE
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const [claude = '', into = ''] = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'claude-code-'))
const project = join(scratch, 'boat')
const configuration = join(scratch, '.claude')

type Block = { type: 'text'; text: string } | { type: 'tool_use'; name: string; input: object }
type Asked = { model: string; stream?: boolean; system?: unknown; messages: { role: string; content: unknown }[] }

let answers = 0

/** What the model says to a conversation: decided by the words of its first and the kind of its last message. */
function answerTo({ messages }: Asked): Block[] {
  const first = JSON.stringify(messages.find(({ role }) => role === 'user')?.content ?? '')
  const last = JSON.stringify(messages.at(-1)?.content ?? '')
  if (last.includes('tool_result')) return [{ type: 'text', text: 'The hull is sound.' }]
  if (first.includes('Look below deck')) return [{ type: 'text', text: 'Two barrels, both full.' }]
  if (last.includes('Ask somebody'))
    return [
      { type: 'text', text: 'I send somebody.' },
      {
        type: 'tool_use',
        name: 'Agent',
        input: {
          description: 'Look below deck',
          prompt: 'Look below deck and count the barrels.',
          subagent_type: 'general-purpose',
        },
      },
    ]
  if (last.includes('Read the log'))
    return [
      { type: 'text', text: 'I read the log.' },
      { type: 'tool_use', name: 'Read', input: { file_path: join(project, 'log.txt') } },
    ]
  return [{ type: 'text', text: 'Aye.' }]
}

const model = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/count_tokens')) return Response.json({ input_tokens: 100 })
    if (request.method !== 'POST' || !pathname.endsWith('/v1/messages')) return Response.json({}, { status: 404 })
    const asked = (await request.json()) as Asked
    if (JSON.stringify(asked.messages.at(-1)).includes('Fall overboard'))
      return Response.json(
        { type: 'error', error: { type: 'invalid_request_error', message: 'Nobody swims here.' } },
        { status: 400 },
      )
    answers++
    const id = `msg_${String(answers).padStart(4, '0')}`
    const blocks = answerTo(asked).map((block, n) =>
      block.type === 'tool_use' ? { ...block, id: `toolu_${String(answers).padStart(4, '0')}${n}` } : block,
    )
    const stop = blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn'
    const usage = {
      input_tokens: 10 + answers,
      cache_creation_input_tokens: 1_000,
      cache_read_input_tokens: 20_000 + answers,
      cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 600 },
      service_tier: 'standard',
    }
    const message = { id, type: 'message', role: 'assistant', model: asked.model, stop_sequence: null }
    const headers = { 'request-id': `req_${String(answers).padStart(4, '0')}` }
    const outputTokens = 50 + answers
    if (!asked.stream)
      return Response.json(
        { ...message, content: blocks, stop_reason: stop, usage: { ...usage, output_tokens: outputTokens } },
        { headers },
      )
    const events: [string, object][] = [
      [
        'message_start',
        { message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } },
      ],
      ...blocks.flatMap((block, index): [string, object][] => [
        [
          'content_block_start',
          { index, content_block: block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} } },
        ],
        [
          'content_block_delta',
          {
            index,
            delta:
              block.type === 'text'
                ? { type: 'text_delta', text: block.text }
                : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
          },
        ],
        ['content_block_stop', { index }],
      ]),
      ['message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: outputTokens } }],
      ['message_stop', {}],
    ]
    // The line goes dead after the first words: what was written down by then is only a beginning.
    if (JSON.stringify(asked.messages.at(-1)).includes('Lose the line')) events.splice(4)
    const body = events.map(([type, rest]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`).join('')
    return new Response(body, { headers: { ...headers, 'content-type': 'text/event-stream' } })
  },
})

/** One run, to its end, knowing nothing of whoever runs this. */
async function say(words: string, ...more: string[]) {
  const child = Bun.spawn([claude, '-p', words, '--model', 'claude-sonnet-4-5', '--output-format', 'json', ...more], {
    cwd: project,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: scratch,
      CLAUDE_CONFIG_DIR: configuration,
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${model.port}`,
      ANTHROPIC_API_KEY: 'x',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      TZ: 'UTC',
      LANG: 'C.UTF-8',
    },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
    timeout: 90_000,
  })
  const said = await new Response(child.stdout).text()
  await child.exited
  process.stderr.write(`${words}: ${said.slice(0, 200)}\n`)
  return (JSON.parse(said) as { session_id: string }).session_id
}

/** What the program tells the model about itself is long, its own, and nothing to us. */
const withoutListings = (lines: string) =>
  lines.replace(/^.*"type":"attachment".*$/gm, (line) => {
    const { attachment, ...rest } = JSON.parse(line)
    return JSON.stringify({ ...rest, attachment: { type: attachment.type } })
  })

mkdirSync(join(project, '.git'), { recursive: true })
writeFileSync(join(project, '.git', 'HEAD'), 'ref: refs/heads/main\n')
writeFileSync(join(project, 'log.txt'), 'Wind north-west, sea calm.\n')
try {
  const first = await say('Read the log and tell me how we stand.')
  await say('And now?', '--resume', first)
  await say('And from here?', '--resume', first, '--fork-session')
  await say('Ask somebody to count the barrels.')
  await say('Fall overboard.').catch(() => {})
  await say('Lose the line.').catch(() => {})

  const from = join(configuration, 'projects')
  const folderName = project.replace(/[^a-zA-Z0-9]/g, '-')
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.jsonl$|\.meta\.json$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const clean = withoutListings(readFileSync(path, 'utf8'))
      .replaceAll(folderName, '-home-user-boat')
      .replaceAll(project, '/home/user/boat')
      .replaceAll(scratch, '/home/user')
    const target = join(into, 'projects', path.slice(from.length + 1).replace(folderName, '-home-user-boat'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, clean)
  }
} finally {
  await model.stop(true)
  rmSync(scratch, { recursive: true, force: true })
}
