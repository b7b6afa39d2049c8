import { expect, test } from 'bun:test'
import { until } from '../lib/testing/until.ts'
import { agentAbove, agentShellName, agentShellOf, type ProcessView } from './agent-shell.ts'

const onLinux = process.platform === 'linux'

/** A chain of processes from pid 100 upwards to its oldest ancestor; each is a command and its variables. */
function chain(...views: Partial<ProcessView>[]) {
  return (pid: number): ProcessView | undefined => {
    const view = views[pid - 100]
    return view && { command: 'bash', variables: ['HOME'], ...view, parentPid: pid - 99 < views.length ? pid + 1 : 0 }
  }
}

const runtimeOf = (...views: Partial<ProcessView>[]) => agentAbove(100, chain(...views))?.runtime

test('a shell of a person has no agent above it', () =>
  expect(runtimeOf({}, { command: '-zsh' }, { command: 'tmux' }, { command: '/sbin/init' })).toBeUndefined())

test('each runtime is known by what it sets for its tools', () => {
  const marks = {
    CLAUDECODE: 'claude-code',
    CLAUDE_PID: 'claude-code',
    CODEX_THREAD_ID: 'codex',
    GEMINI_CLI: 'gemini',
    OPENCODE_PID: 'opencode',
    OPENCLAW_SHELL: 'openclaw',
  }
  for (const [variable, runtime] of Object.entries(marks))
    expect([variable, runtimeOf({ variables: ['HOME', variable] })]).toEqual([variable, runtime as never])
})

test('each runtime is known by its program, also as a script of an interpreter, however far above', () => {
  expect(runtimeOf({}, {}, { command: '/usr/local/bin/claude\0--resume' })).toBe('claude-code')
  expect(runtimeOf({}, { command: 'codex\0app-server\0--listen\0unix://' })).toBe('codex')
  expect(runtimeOf({}, { command: 'node\0--no-warnings\0/usr/lib/node_modules/.bin/gemini' })).toBe('gemini')
  expect(runtimeOf({}, { command: '/opt/opencode/bin/opencode\0serve' })).toBe('opencode')
  expect(runtimeOf({}, { command: 'node\0/opt/openclaw/openclaw.mjs\0gateway' })).toBe('openclaw')
})

test('what only mentions a runtime is none', () => {
  expect(runtimeOf({ command: 'vim\0-p\0notes.md\0/home/a/claude' })).toBeUndefined()
  expect(runtimeOf({ command: 'less\0claude.md' })).toBeUndefined()
  // What an editor sets for the terminal of a person.
  expect(runtimeOf({ variables: ['CLAUDE_CODE_SSE_PORT', 'OPENCLAW_STATE_DIR', 'CODEX_HOME'] })).toBeUndefined()
})

test('a table that goes in circles comes to an end', () =>
  expect(agentAbove(7, () => ({ parentPid: 7, command: 'bash', variables: [] }))).toBeUndefined())

test('its name says whose shell it is, and where', () => {
  expect(agentShellName({ runtime: 'codex', folder: '/srv/boat' })).toBe('Codex’s shell in /srv/boat')
  expect(agentShellName({ runtime: 'openclaw', folder: null })).toBe('OpenClaw’s shell')
})

test.if(onLinux)(
  'a real process is asked for its variables, and an orphan of an agent is still the agent’s',
  async () => {
    const env = { PATH: process.env.PATH!, CLAUDECODE: '1' }
    const shell = Bun.spawn(['sh', '-c', 'sleep 30 >/dev/null & echo $!'], { env, cwd: '/', stdout: 'pipe' })
    const orphan = Number(await new Response(shell.stdout).text())
    try {
      expect(agentShellOf(orphan)).toEqual({ runtime: 'claude-code', pid: orphan, folder: '/' })
    } finally {
      process.kill(orphan, 'SIGKILL')
    }
  },
)

test.if(onLinux)('a process without the variables is found by its parent', async () => {
  const script = 'exec -a claude sh -c "env -i sleep 30 & echo \\$!; wait"'
  const parent = Bun.spawn(['bash', '-c', script], { env: { PATH: process.env.PATH! }, stdout: 'pipe' })
  const reader = parent.stdout.getReader()
  const child = Number(new TextDecoder().decode((await reader.read()).value).trim())
  try {
    // Between fork and exec the child is still named like its parent.
    await until(() => agentAbove(child)?.pid !== child)
    expect(agentAbove(child)).toEqual({ runtime: 'claude-code', pid: parent.pid })
  } finally {
    process.kill(child, 'SIGKILL')
    parent.kill('SIGKILL')
  }
})
