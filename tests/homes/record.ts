/**
 * Records the homes of the real Codex and Gemini CLI against a fake model: `bun tests/homes/record.ts FOLDER`, where
 * FOLDER has `@openai/codex` and `@google/gemini-cli` in its node_modules. What is written lies in tests/homes/codex
 * and tests/homes/gemini, without the machine's paths and without the long texts that the programs send the model.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { startFakeModel } from './fake-model.ts'

const programs = resolve(process.argv[2] ?? '.', 'node_modules', '.bin')
const scratch = mkdtempSync(join(tmpdir(), 'record-'))
const boat = join(scratch, 'boat')
const shown = '/home/user/boat'
mkdirSync(boat)
await Bun.$`git init -q -b main && git -c user.name=x -c user.email=x@x commit -q --allow-empty -m x`.cwd(boat)
await recordCodex()
await recordGemini()
rmSync(scratch, { recursive: true, force: true })

async function run(command: string[], env: Record<string, string>): Promise<string> {
  const child = Bun.spawn(command, {
    cwd: boat,
    env: { PATH: process.env.PATH ?? '', HOME: scratch, ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
    timeout: 60_000,
  })
  const said = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')} failed: ${said}`)
  return said
}

/** One session with a tool and a second turn, a fork of it, one that is archived, one with a sub-agent, and what `exec --json` says. */
async function recordCodex() {
  const model = startFakeModel()
  const home = join(scratch, '.codex')
  mkdirSync(home)
  writeFileSync(
    join(home, 'config.toml'),
    `model = "gpt-5.2-codex"\nmodel_provider = "openai-like"\n[model_providers.openai-like]\nname = "openai-like"\nbase_url = "${model.url}/v1"\nenv_key = "KEY"\nwire_api = "responses"\n`,
  )
  const codex = (...args: string[]) => run([join(programs, 'codex'), ...args], { CODEX_HOME: home, KEY: 'x' })
  const exec = (...args: string[]) => codex('exec', '--json', '--dangerously-bypass-approvals-and-sandbox', ...args)
  const idIn = (said: string) => /"thread_id":"([^"]+)"/.exec(said)![1]!
  const told = await exec('look around')
  const first = idIn(told)
  await exec('resume', first, 'and again')
  await codex('exec', 'fork', first, 'another way')
  const second = idIn(await exec('-c', 'service_tier="fast"', 'in a hurry'))
  await codex('archive', second)
  await exec('send a mate')
  model.stop()
  keep('codex', home, ['sessions/**/*.jsonl', 'archived_sessions/**/*.jsonl'])
  writeTo('codex', 'executed.jsonl', told)
}

async function recordGemini() {
  const model = startFakeModel()
  const home = join(scratch, '.gemini')
  mkdirSync(home)
  writeFileSync(
    join(home, 'settings.json'),
    JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } }, privacy: { usageStatisticsEnabled: false } }),
  )
  const env = { GEMINI_API_KEY: 'x', GOOGLE_GEMINI_BASE_URL: model.url, GEMINI_CLI_TRUST_WORKSPACE: 'true' }
  const gemini = (...args: string[]) => run([join(programs, 'gemini'), '-m', 'gemini-2.5-pro', '-y', ...args], env)
  await gemini('-p', 'look around in the hold')
  await gemini('--resume', 'latest', '-p', 'and again')
  model.stop()
  keep('gemini', home, ['tmp/*/chats/**/*.jsonl', 'tmp/*/.project_root', 'projects.json'])
}

function keep(name: string, home: string, patterns: string[]) {
  for (const part of ['sessions', 'archived_sessions', 'tmp']) rmSync(join(import.meta.dir, name, part), { recursive: true, force: true })
  for (const pattern of patterns)
    for (const path of new Bun.Glob(pattern).scanSync({ cwd: home, dot: true }))
      writeTo(name, path, readFileSync(join(home, path), 'utf8'))
}

function writeTo(name: string, path: string, content: string) {
  const target = join(import.meta.dir, name, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, path.endsWith('.jsonl') ? content.split('\n').map(cleanLine).join('\n') : clean(content))
}

function clean(words: string) {
  const hashOf = (path: string) => createHash('sha256').update(path).digest('hex')
  return words.replaceAll(boat, shown).replaceAll(scratch, '/home/user').replaceAll(hashOf(boat), hashOf(shown))
}

function cleanLine(line: string) {
  const short = (_: string, value: unknown) =>
    typeof value === 'string' && value.length > 600 ? `${value.slice(0, 200)}…` : value
  return line === '' ? '' : JSON.stringify(JSON.parse(clean(line)), short)
}
