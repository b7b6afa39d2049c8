import { expect, test } from 'bun:test'
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Running, start, temporary, until } from './testing/program.ts'

type Session = { id: string; state: string; reason: string | null; witness: string }

const uuid = 'c84b5f78-c461-4a70-8221-b1387c36de9e'

/** A session of Claude Code in the middle of a tool, as it writes it, in a folder that is there. */
function writeClaudeSession(folder: string) {
  const cwd = join(folder, 'boat')
  const projects = join(folder, 'home', '.claude', 'projects', cwd.replace(/[^a-zA-Z0-9]/g, '-'))
  for (const made of [cwd, projects, join(folder, 'home', '.claude', 'sessions')]) mkdirSync(made, { recursive: true })
  const line = (type: string, message: object, parent: string | null) =>
    JSON.stringify({
      type,
      sessionId: uuid,
      cwd,
      uuid: `${type}-1`,
      parentUuid: parent,
      timestamp: new Date().toISOString(),
      version: '2.1.332',
      message,
    })
  const usage = { input_tokens: 3, output_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
  const tool = { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'make' } }
  writeFileSync(
    join(projects, `${uuid}.jsonl`),
    [
      line('user', { role: 'user', content: 'Caulk the hull' }, null),
      line(
        'assistant',
        { id: 'm1', model: 'claude-opus-4-6', role: 'assistant', stop_reason: 'tool_use', content: [tool], usage },
        'user-1',
      ),
      '',
    ].join('\n'),
  )
  return {
    cwd,
    status(pid: number, status: string, rest: object = {}) {
      const file = { pid, sessionId: uuid, cwd, status, statusUpdatedAt: Date.now(), ...rest }
      writeFileSync(join(folder, 'home', '.claude', 'sessions', `${pid}.json`), JSON.stringify(file))
    },
  }
}

const sessionOf = async (server: Running) =>
  (await server.ask<{ items: Session[] }>('/api/sessions?limit=5')).items.find(({ id }) => id.includes(uuid))

const becomes = (server: Running, what: string) =>
  until(`it is ${what}`, async () => {
    const session = await sessionOf(server)
    return session && `${session.state} by ${session.witness}` === what ? session : undefined
  })

/** A process that calls itself by the name of a runtime, in a folder. */
function programNamed(name: string, cwd: string) {
  return Bun.spawn(['bash', '-c', `exec -a ${name} sleep 60`], { cwd: realpathSync(cwd), stdout: 'ignore' })
}

test('what Claude Code says of itself is shown: at work, waiting for a person and what for, interrupted, killed', async () => {
  using folder = temporary('witness')
  const session = writeClaudeSession(folder.path)
  const claude = programNamed('claude', session.cwd)
  try {
    session.status(claude.pid, 'busy')
    await using server = await start(folder.path)
    await server.caughtUp()
    expect((await becomes(server, 'running by session-file')).reason).toBe('runs Bash')
    session.status(claude.pid, 'waiting', { waitingFor: 'permission prompt' })
    expect((await becomes(server, 'waiting by session-file')).reason).toBe('asks for permission')
    const { verdict } = await server.ask<{ verdict: { text: string } }>('/api/overview')
    expect(verdict.text).toBe('1 needs you')
    session.status(claude.pid, 'busy')
    await becomes(server, 'running by session-file')
    session.status(claude.pid, 'idle')
    expect((await becomes(server, 'idle by session-file')).reason).toBe('interrupted')
    session.status(claude.pid, 'busy')
    await becomes(server, 'running by session-file')
    claude.kill('SIGKILL')
    await becomes(server, 'killed by process-table')
  } finally {
    claude.kill('SIGKILL')
  }
})

test.if(process.platform === 'linux')(
  'a session whose version says nothing of itself is killed with its process',
  async () => {
    using folder = temporary('witness-process')
    const session = writeClaudeSession(folder.path)
    const claude = programNamed('claude', session.cwd)
    // One that lives in another folder cannot be the one of this session.
    const other = programNamed('claude', '/usr')
    try {
      await using server = await start(folder.path)
      await server.caughtUp()
      await becomes(server, 'running by transcript')
      claude.kill('SIGKILL')
      await becomes(server, 'killed by process-table')
    } finally {
      claude.kill('SIGKILL')
      other.kill('SIGKILL')
    }
  },
)

test.if(process.platform === 'linux')('what was killed before we started is killed', async () => {
  using folder = temporary('witness-late')
  writeClaudeSession(folder.path)
  await using server = await start(folder.path)
  await server.caughtUp()
  await becomes(server, 'killed by process-table')
})
