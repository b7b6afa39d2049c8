import { Database } from 'bun:sqlite'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Records tests/homes/opencode: `bun tests/real/record-opencode.ts PATH_OF_OPENCODE`. The real opencode works in a
 * folder of its own against a model on loopback that says what it is told and counts in round numbers; then paths are
 * made anybody's, and what is nobody's business is taken out. Times and ids differ with each recording.
 */
const [opencode] = process.argv.slice(2)
if (!opencode) throw new Error('Name the executable of opencode.')

const folder = mkdtempSync(join(tmpdir(), 'record-opencode-'))
const home = join(folder, 'home')
const data = join(home, '.local', 'share')
const model = standInModel()
const settings = join(folder, 'opencode.json')
writeFileSync(settings, JSON.stringify(configuration(model.port!)))
for (const name of ['boat', 'dock']) mkdirSync(join(home, name), { recursive: true })

await say('boat', ['Chart the reef'])
const first = sessions()[0]!
await say('boat', ['-s', first, 'Please delegate the sounding'])
await say('boat', ['Have a look around'])
const second = sessions().at(-1)!
await say('dock', ['-m', 'harbour/free-1', 'What is this dock'])
await say('boat', ['-s', first, '--fork', 'And the tide'])
// Ended by the clock in the middle of its answer.
await say('boat', ['-s', second, 'answer slowly'], 6_000)

keep(join(data, 'opencode', 'opencode.db'), join(import.meta.dir, '../homes/opencode/opencode.db'))
await model.stop(true)
rmSync(folder, { recursive: true })

async function say(where: string, words: string[], timeout = 60_000) {
  const run = Bun.spawn([opencode!, 'run', ...words], {
    cwd: join(home, where),
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_DATA_HOME: data,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_STATE_HOME: join(home, '.local', 'state'),
      XDG_CACHE_HOME: join(home, '.cache'),
      OPENCODE_CONFIG: settings,
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    },
    timeout,
    killSignal: 'SIGINT',
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'inherit',
  })
  await run.exited
}

function sessions(): string[] {
  const database = new Database(join(data, 'opencode', 'opencode.db'), { readonly: true })
  const ids = database
    .query<{ id: string }, []>('SELECT id FROM session WHERE parent_id IS NULL ORDER BY rowid')
    .all()
    .map(({ id }) => id)
  database.close()
  return ids
}

function keep(from: string, to: string) {
  const source = new Database(from)
  source.run('PRAGMA wal_checkpoint(TRUNCATE)')
  source.close()
  copyFileSync(from, to)
  const database = new Database(to)
  for (const table of [
    'event',
    'event_sequence',
    'permission',
    'account',
    'account_state',
    'control_account',
    'credential',
  ])
    database.run(`DELETE FROM ${table}`)
  for (const [table, column] of [
    ['message', 'data'],
    ['part', 'data'],
    ['session', 'directory'],
    ['session', 'path'],
    ['project', 'worktree'],
  ])
    database
      .query(
        `UPDATE ${table} SET ${column} = replace(replace(${column}, ?1, '/home/user'), substr(?1, 2), 'home/user')`,
      )
      .run(home)
  database.run('UPDATE session SET permission = NULL')
  database.run('VACUUM')
  database.run('PRAGMA journal_mode = WAL')
  database.close()
  spawnSync('ls', ['-l', to], { stdio: 'inherit' })
}

function configuration(port: number) {
  const limit = { context: 200_000, output: 8_192 }
  return {
    autoupdate: false,
    share: 'disabled',
    model: 'harbour/gull-1',
    small_model: 'harbour/gull-1',
    provider: {
      harbour: {
        npm: '@ai-sdk/openai-compatible',
        name: 'Harbour',
        options: { baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'x' },
        models: {
          'gull-1': {
            name: 'Gull 1',
            cost: { input: 3, output: 15, cache_read: 0.3, cache_write: 3.75 },
            limit,
            reasoning: true,
            tool_call: true,
          },
          'free-1': { name: 'Free 1', limit, tool_call: true },
        },
      },
    },
  }
}

/** The n-th answer takes 1,500 fresh tokens, 1,000 × (n − 1) from the cache, and 100 + n, 40 of them of thought. */
function standInModel() {
  let answers = 0
  return Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 60,
    async fetch(request) {
      if (!new URL(request.url).pathname.endsWith('/chat/completions')) return Response.json({ data: [] })
      type Asked = {
        model: string
        messages: { role: string; content: unknown }[]
        tools?: { function: { name: string } }[]
      }
      const asked = (await request.json()) as Asked
      const last = asked.messages.at(-1)
      const words = JSON.stringify(last?.content ?? '')
      const number = ++answers
      const tools = asked.tools?.map((tool) => tool.function.name) ?? []
      const call = (name: string, args: object) => [
        { delta: { role: 'assistant', reasoning_content: 'Somebody else should look.' } },
        {
          delta: {
            tool_calls: [
              { index: 0, id: `call_${number}`, type: 'function', function: { name, arguments: JSON.stringify(args) } },
            ],
          },
        },
        { delta: {}, finish_reason: 'tool_calls' },
      ]
      const say = (text: string) => [
        { delta: { role: 'assistant', content: text } },
        { delta: {}, finish_reason: 'stop' },
      ]
      const choices =
        tools.length === 0
          ? say('Charting the reef')
          : last?.role !== 'tool' && words.includes('delegate')
            ? call('task', {
                description: 'Sound the depth',
                prompt: 'Sound the depth and report',
                subagent_type: 'general',
              })
            : last?.role !== 'tool' && words.includes('look')
              ? call('glob', { pattern: '*.md' })
              : [
                  { delta: { role: 'assistant', reasoning_content: 'Let me think. ' } },
                  ...say(`Aye, number ${number}.`),
                ]
      const isTitle = tools.length === 0
      const prompt = isTitle ? 100 : 1_000 * number + 500
      const completion = isTitle ? 5 : 100 + number
      const usage = {
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
        prompt_tokens_details: { cached_tokens: isTitle ? 0 : 1_000 * (number - 1) },
        completion_tokens_details: { reasoning_tokens: isTitle ? 0 : 40 },
      }
      const base = { id: `chatcmpl-${number}`, object: 'chat.completion.chunk', created: 1, model: asked.model }
      const pieces = [
        ...choices.map((choice) => ({ ...base, choices: [{ index: 0, finish_reason: null, ...choice }] })),
        { ...base, choices: [], usage },
      ]
      const stream = new ReadableStream({
        async start(controller) {
          for (const piece of pieces) {
            controller.enqueue(`data: ${JSON.stringify(piece)}\n\n`)
            if (words.includes('slowly')) await Bun.sleep(3_000)
          }
          controller.enqueue('data: [DONE]\n\n')
          controller.close()
        },
      })
      return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
    },
  })
}
