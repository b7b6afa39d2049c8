import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SessionState } from '../../src/sessions/state.ts'
import { npmInstall } from '../real/npm-install.ts'
import { installed as openclawInstalled } from '../real/openclaw.ts'
import type { Call, Wish } from './scripted-model.ts'
import { openTerminal, type RealTerminal } from './terminal.ts'

/** Where a command line works: a home of its own, a project in it, and the address of the scripted model. */
export type Place = { home: string; project: string; modelUrl: string }

/** A real command line: how it is started, what it shows when it asks, and which keys answer. */
export type CommandLine = {
  runtime: 'claude-code' | 'codex' | 'gemini' | 'opencode'
  /** Writes its configuration. */
  prepare(place: Place): void
  command(place: Place): { words: string[]; env: Record<string, string> }
  /** What the terminal shows when it takes a prompt. */
  ready: RegExp
  /** The words that run a prompt without a terminal. */
  once(prompt: string): string[]
  asksPermission: RegExp
  asksQuestion: RegExp
  allow(terminal: RealTerminal): void
  interrupt(terminal: RealTerminal): Promise<void>
  /** Whether it asks before the command of `act:tool`, too. */
  alwaysAsks: boolean
  /** What a session does while another agent that it has sent works; undefined where none can be sent. */
  whileSpawned?: SessionState[]
  callFor(wish: Wish, place: Place): Call | undefined
}

const question = {
  question: 'Which colour?',
  header: 'Colour',
  options: [
    { label: 'Red', description: 'Like port' },
    { label: 'Blue', description: 'Like the sea' },
  ],
}

/** Says in the project that it has begun, and ends when it is let go. */
const toolCommand = (place: Place) => `sh ${join(place.home, 'wait.sh')}`
const askedCommand = 'touch permitted'
const plan = '# Plan\n\n1. Hoist the sail\n2. Take the helm\n'
const errand = { description: 'Look below', prompt: 'Look below act:think' }

const claudeCode: CommandLine = {
  runtime: 'claude-code',
  prepare(place) {
    const folder = join(place.home, '.claude')
    mkdirSync(folder, { recursive: true })
    const trusted = { hasTrustDialogAccepted: true, allowedTools: [], hasCompletedProjectOnboarding: true }
    writeFileSync(
      join(folder, '.claude.json'),
      JSON.stringify({
        hasCompletedOnboarding: true,
        theme: 'dark',
        numStartups: 5,
        customApiKeyResponses: { approved: [claudeKey.slice(-20)], rejected: [] },
        projects: { [place.project]: trusted },
      }),
    )
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({ permissions: { defaultMode: 'default', allow: [`Bash(${toolCommand(place)})`] } }),
    )
  },
  command: (place) => ({
    words: [binary('claude'), '--model', 'claude-haiku-4-5'],
    env: {
      CLAUDE_CONFIG_DIR: join(place.home, '.claude'),
      ANTHROPIC_BASE_URL: place.modelUrl,
      ANTHROPIC_API_KEY: claudeKey,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
    },
  }),
  ready: /shortcuts|to ?cycle|for ?agents/,
  once: (prompt) => ['-p', prompt],
  asksPermission: /want ?to ?proceed/,
  asksQuestion: /Enter to ?select/,
  allow: (terminal) => terminal.press('enter'),
  interrupt: async (terminal) => terminal.press('escape'),
  alwaysAsks: false,
  whileSpawned: ['thinking', 'running'],
  callFor({ mark }, place) {
    const bash = (command: string) => ({ name: 'Bash', args: { command, description: 'Work' } })
    if (mark === 'tool') return bash(toolCommand(place))
    if (mark === 'ask') return bash(askedCommand)
    if (mark === 'edit')
      return { name: 'Write', args: { file_path: join(place.project, 'log.txt'), content: 'Ahoy\n' } }
    if (mark === 'plan') return { name: 'ExitPlanMode', args: { plan } }
    if (mark === 'question')
      return { name: 'AskUserQuestion', args: { questions: [{ ...question, multiSelect: false }] } }
    if (mark === 'spawn') return { name: 'Agent', args: { ...errand, subagent_type: 'general-purpose' } }
    return undefined
  },
}

const claudeKey = 'sk-ant-api03-scripted-model-key-00000000000000000000'

const codex: CommandLine = {
  runtime: 'codex',
  prepare(place) {
    const folder = join(place.home, '.codex')
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'config.toml'),
      `model = "gpt-5.2-codex"
model_provider = "scripted"
approval_policy = "on-request"
sandbox_mode = "workspace-write"
check_for_update_on_startup = false

[features]
default_mode_request_user_input = true

[model_providers.scripted]
name = "scripted"
base_url = "${place.modelUrl}/v1"
env_key = "SCRIPTED_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0

[projects."${place.project}"]
trust_level = "trusted"
`,
    )
  },
  command: (place) => ({
    words: [binary('codex')],
    env: { CODEX_HOME: join(place.home, '.codex'), SCRIPTED_KEY: 'x' },
  }),
  ready: /gpt-5\.2-codex ?default/,
  once: (prompt) => ['exec', '--skip-git-repo-check', prompt],
  asksPermission: /like ?to ?run ?the ?following/,
  asksQuestion: /Question ?1\/1/,
  allow: (terminal) => terminal.write('y'),
  interrupt: async (terminal) => terminal.press('escape'),
  alwaysAsks: false,
  // The other agent works beside it.
  whileSpawned: ['idle'],
  callFor({ mark, names }, place) {
    if (mark === 'tool') return { name: 'exec_command', args: { cmd: toolCommand(place) } }
    if (mark === 'ask')
      return {
        name: 'exec_command',
        args: { cmd: askedCommand, sandbox_permissions: 'require_escalated', justification: 'May I?' },
      }
    if (mark === 'edit')
      return {
        name: 'exec_command',
        args: { cmd: "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: log.txt\n+Ahoy\n*** End Patch\nEOF" },
      }
    if (mark === 'question') return { name: 'request_user_input', args: { questions: [{ id: 'colour', ...question }] } }
    if (mark === 'spawn' && names.includes('spawn_agent'))
      return { name: 'spawn_agent', args: { message: errand.prompt }, namespace: 'multi_agent_v1' }
    return undefined
  },
}

const gemini: CommandLine = {
  runtime: 'gemini',
  prepare(place) {
    const folder = join(place.home, '.gemini')
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({
        security: { auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true, disableUpdateNag: true },
      }),
    )
  },
  command: (place) => ({
    words: [binary('gemini'), '-m', 'gemini-2.5-pro'],
    env: {
      GEMINI_API_KEY: 'x',
      GOOGLE_GEMINI_BASE_URL: place.modelUrl,
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
    },
  }),
  ready: /Type ?your ?message/,
  once: (prompt) => ['-y', '-p', prompt],
  asksPermission: /Allow ?once/,
  asksQuestion: /Answer ?Questions/,
  allow: (terminal) => terminal.press('enter'),
  interrupt: async (terminal) => terminal.press('escape'),
  alwaysAsks: true,
  callFor({ mark }, place) {
    const shell = (command: string) => ({ name: 'run_shell_command', args: { command, description: 'Work' } })
    if (mark === 'tool') return shell(toolCommand(place))
    if (mark === 'ask') return shell(askedCommand)
    if (mark === 'question') return { name: 'ask_user', args: { questions: [{ ...question, type: 'choice' }] } }
    return undefined
  },
}

const opencode: CommandLine = {
  runtime: 'opencode',
  prepare(place) {
    writeFileSync(
      join(place.home, 'opencode.json'),
      JSON.stringify({
        autoupdate: false,
        share: 'disabled',
        model: 'scripted/one',
        small_model: 'scripted/one',
        permission: { bash: { '*': 'ask', 'sh *': 'allow' } },
        provider: {
          scripted: {
            npm: '@ai-sdk/openai-compatible',
            name: 'Scripted',
            options: { baseURL: `${place.modelUrl}/v1`, apiKey: 'x' },
            models: {
              one: {
                name: 'One',
                limit: { context: 200_000, output: 8_192 },
                tool_call: true,
                cost: { input: 3, output: 15 },
              },
            },
          },
        },
      }),
    )
  },
  command: (place) => ({
    words: [binary('opencode')],
    env: {
      OPENCODE_CONFIG: join(place.home, 'opencode.json'),
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    },
  }),
  ready: /Ask ?anything/,
  once: (prompt) => ['run', prompt],
  asksPermission: /Permission ?required|Allow ?once/,
  asksQuestion: /Which ?colour/,
  allow: (terminal) => terminal.press('enter'),
  async interrupt(terminal) {
    terminal.press('escape')
    await Bun.sleep(200)
    terminal.press('escape')
  },
  alwaysAsks: false,
  whileSpawned: ['thinking', 'running'],
  callFor({ mark }, place) {
    const bash = (command: string) => ({ name: 'bash', args: { command, description: 'Work' } })
    if (mark === 'tool') return bash(toolCommand(place))
    if (mark === 'ask') return bash(askedCommand)
    if (mark === 'question') return { name: 'question', args: { questions: [question] } }
    if (mark === 'spawn') return { name: 'task', args: { ...errand, subagent_type: 'general' } }
    return undefined
  },
}

export const commandLines: CommandLine[] = [claudeCode, codex, gemini, opencode]

/** Starts a command line in a terminal, and waits until it takes a prompt. */
export async function openCommandLine(line: CommandLine, place: Place): Promise<RealTerminal> {
  const { words, env } = line.command(place)
  const terminal = openTerminal(words, place.project, { ...environmentOf(place), ...env })
  // On a busy machine they take a minute to begin.
  await terminal.shows(line.ready, 120_000)
  await Bun.sleep(1_500)
  return terminal
}

/** Runs one prompt without a terminal. */
export function runOnce(line: CommandLine, place: Place, prompt: string) {
  const { words, env } = line.command(place)
  return Bun.spawn([...words, ...line.once(prompt)], {
    cwd: place.project,
    env: { ...environmentOf(place), ...env },
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
  })
}

export const environmentOf = ({ home }: Place) => ({
  PATH: `${join(openclawInstalled('2026.9.6').node, '..')}:${process.env.PATH}`,
  HOME: home,
  XDG_RUNTIME_DIR: join(home, '..'),
  STATES_OF: home,
  TZ: 'UTC',
  LANG: 'C.UTF-8',
})

/** The processes that were started for a home, by a variable that they inherit. */
export function processesOf({ home }: Place): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return []
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'utf8')
      return environment.split('\0').includes(`STATES_OF=${home}`) ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

const binary = (name: string) => join(installedCommandLines(), 'node_modules', '.bin', name)

/** Installs what tests/states/locks names into the project's cache, once. */
export function installedCommandLines(): string {
  const folder = resolve('.cache', 'command-lines')
  const done = join(folder, 'installed')
  const lock = resolve('tests/states/locks')
  const wanted = readFileSync(join(lock, 'package.json'), 'utf8')
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(lock, folder, { recursive: true })
  npmInstall('the command lines', folder, [], join(openclawInstalled('2026.9.6').node, '..'))
  writeFileSync(done, wanted)
  return folder
}
