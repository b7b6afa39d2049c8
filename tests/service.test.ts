import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runOnce, temporary } from './testing/program.ts'

const isRoot = process.getuid?.() === 0

test('what would be written is shown, and nothing is', async () => {
  using folder = temporary('service')
  const words = ['service', 'install', '--dry-run', '--port', '4799', ...(isRoot ? ['--as-root'] : [])]
  const { code, stdout } = await runOnce(folder.path, words, {
    env: { CODEX_HOME: '/c', OPENCLAW_GATEWAY_TOKEN: 'shh' },
  })
  expect(code).toBe(0)
  expect(stdout).toContain(`ExecStart="${folder.path}/alone/wheelhouse" "serve" "--data"`)
  expect(stdout).toContain('"--port" "4799"')
  expect(stdout).toContain('Environment="CODEX_HOME=/c"')
  expect(stdout).toContain('systemctl --user enable wheelhouse.service')
  expect(stdout).not.toContain('shh')
  expect(existsSync(join(folder.path, 'home', '.config'))).toBe(false)
  expect(existsSync(join(folder.path, 'home', '.local'))).toBe(false)
})

test('each mistake is one sentence', async () => {
  using folder = temporary('service')
  const say = async (...words: string[]) => {
    const { code, stdout, stderr } = await runOnce(folder.path, ['service', ...words])
    expect({ words, lines: stderr.trimEnd().split('\n').length }).toEqual({ words, lines: 1 })
    return `${code} ${stdout}${stderr}`
  }
  expect(await say('polish')).toContain('2 wheelhouse: wheelhouse service knows install,')
  expect(await say('start')).toContain(
    '2 wheelhouse: There is no service yet. Install it with: wheelhouse service install',
  )
  expect(await say('install', '--system', '--user', 'no-such-person', '--dry-run')).toContain('There is no user')
  expect(await say('install', '--system', '--user', 'root;id', '--dry-run')).toContain('is not the name of a user')
  if (isRoot) expect(await say('install')).toContain('You are root, and it would run as root.')
  const status = await runOnce(folder.path, ['service', 'status'])
  expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining('Do: wheelhouse service install') })
})

test('an agent installs no service', async () => {
  using folder = temporary('service')
  const { code, stderr } = await runOnce(folder.path, ['service', 'install'], { env: { CLAUDECODE: '1' } })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('asked for it') })
})
