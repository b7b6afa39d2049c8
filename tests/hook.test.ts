import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openBrowser } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

/** A hook as a runtime calls it: what it is handed, and what came of it. */
async function callHook(folder: string, words: string[], input: string | 'never ends') {
  const begun = performance.now()
  const child = Bun.spawn([join(folder, 'alone', 'wheelhouse'), 'hook', ...words], {
    env: { XDG_RUNTIME_DIR: folder, PATH: process.env.PATH ?? '' },
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  if (input !== 'never ends') {
    child.stdin.write(input)
    child.stdin.end()
  }
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  return { code, said: out + err, ms: performance.now() - begun }
}

const permission = (session: string) =>
  JSON.stringify({
    session_id: session,
    hook_event_name: 'PermissionRequest',
    tool_name: 'Bash',
    tool_input: { command: 'rm -rf secret' },
  })

/** Starts the program, and waits until it listens to hooks, which its worker does a moment after the first page. */
async function startListening(folder: string) {
  const server = await start(folder)
  const sockets = join(folder, 'wheelhouse')
  await until('it listens', () => existsSync(sockets) && readdirSync(sockets).some((name) => name.endsWith('.sock')))
  return server
}

test('a hook reaches every program that listens, and passes on no word of a command', async () => {
  using folder = temporary('hook')
  await using _ = await startListening(folder.path)
  const sockets = join(folder.path, 'wheelhouse')
  const heard: string[] = []
  const other = createServer((socket) => socket.on('data', (text) => heard.push(String(text))))
  other.listen(join(sockets, 'other.sock'))
  await until('it listens', () => other.listening)
  // A hook whose time is over on a busy machine ends without a word to anybody.
  await until('it was heard', async () => {
    const { code, said } = await callHook(folder.path, ['PermissionRequest'], permission('a'))
    expect([code, said]).toEqual([0, ''])
    return heard.length > 0
  })
  expect(JSON.parse(heard[0]!)).toMatchObject({
    runtime: 'claude-code',
    event: 'PermissionRequest',
    key: 'a',
    tool: 'Bash',
  })
  expect(heard[0]).not.toContain('secret')
  other.close()
})

test('whatever is wrong, a hook is silent, succeeds and ends', async () => {
  using folder = temporary('hook')
  {
    await using server = await startListening(folder.path)
    // Killed, it leaves its socket behind.
    await server.stop('SIGKILL')
  }
  // One that takes the call and never answers.
  const silent = createServer(() => {})
  silent.listen(join(folder.path, 'wheelhouse', 'silent.sock'))
  await until('it listens', () => silent.listening)
  for (const [words, input] of [
    [['PermissionRequest'], permission('a')],
    [['PermissionRequest', '--runtime', 'nobody'], permission('a')],
    [[], permission('a')],
    [['Stop'], 'no json'],
    [['Stop'], '[]'],
    [['Stop'], ''],
    [['Stop'], JSON.stringify({ session_id: 'x'.repeat(10_000) })],
    [['Stop'], 'never ends'],
  ] as const) {
    const { code, said } = await callHook(folder.path, [...words], input)
    expect([words, input.slice(0, 20), code, said]).toEqual([words, input.slice(0, 20), 0, ''])
  }
  silent.close()
})

test('who asks what a hook is gets told', async () => {
  using folder = temporary('hook')
  await using _ = await start(folder.path)
  const { code, said } = await callHook(folder.path, ['--help'], '')
  expect([code, said]).toEqual([0, expect.stringContaining('wheelhouse hook EVENT')])
})

test('without anybody who listens a hook does nothing', async () => {
  using folder = temporary('hook')
  mkdirSync(join(folder.path, 'home'))
  {
    await using server = await start(folder.path)
    await server.stop()
  }
  expect(await callHook(folder.path, ['Stop'], permission('a'))).toMatchObject({ code: 0, said: '' })
})

test('a page installs the hooks of a runtime after it has shown what changes, and what it writes can be run', async () => {
  using folder = temporary('hook')
  const home = join(folder.path, 'home')
  mkdirSync(join(home, '.gemini'), { recursive: true })
  const settings = join(home, '.gemini', 'settings.json')
  writeFileSync(settings, '{\n  "theme": "dark"\n}\n')
  await using server = await start(folder.path)
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.top-bar').waitFor()
  await page.goto(`${server.url}/settings/hooks`)
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await page.locator('.dialog .diff [data-line="added"]', { hasText: 'hook BeforeTool --runtime gemini' }).waitFor()
  expect(readFileSync(settings, 'utf8')).not.toContain('wheelhouse')
  await page.getByRole('button', { name: 'Install hooks' }).click()
  await page.getByRole('button', { name: 'Remove' }).waitFor()

  const { hooks } = JSON.parse(readFileSync(settings, 'utf8')) as {
    hooks: Record<string, [{ hooks: [{ command: string }] }]>
  }
  const [
    {
      hooks: [{ command }],
    },
  ] = hooks.BeforeTool!
  // The line is what a shell runs, with the payload on its input.
  const shell = Bun.spawn(['sh', '-c', command], {
    env: { XDG_RUNTIME_DIR: folder.path, PATH: process.env.PATH ?? '' },
    stdin: new Blob([JSON.stringify({ session_id: 'a', hook_event_name: 'BeforeTool', tool_name: 'ask_user' })]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const said = (await new Response(shell.stdout).text()) + (await new Response(shell.stderr).text())
  expect([await shell.exited, said]).toEqual([0, ''])
})
