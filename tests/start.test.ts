import { expect, test } from 'bun:test'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runOnce, start, temporary } from './testing/program.ts'

/** One sentence on stderr, exit 2, nothing on stdout. */
function expectRefusal(
  { code, stdout, stderr }: { code: number | string; stdout: string; stderr: string },
  ...parts: string[]
) {
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  for (const part of parts) expect(stderr).toContain(part)
  expect(stderr).toStartWith('wheelhouse: ')
  expect(stderr).not.toContain('    at ')
}

test('a clean stop on SIGTERM and on SIGINT ends with 0 and leaves no socket behind', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    using folder = temporary('stop')
    const server = await start(folder.path)
    expect(existsSync(join(folder.path, 'data', 'wheelhouse.sock'))).toBe(true)
    expect(await server.stop(signal)).toBe(0)
    expect(existsSync(join(folder.path, 'data', 'wheelhouse.sock'))).toBe(false)
  }
})

test('a configuration with three mistakes has all three named with key and range', async () => {
  using folder = temporary('config')
  const config = join(folder.path, 'config.toml')
  writeFileSync(config, 'port = 99999\ntimezone = "Mars/Olympus"\ncolour = "red"\n')
  const ended = await runOnce(folder.path, ['serve'], {
    env: { WHEELHOUSE_CONFIG: config, WHEELHOUSE_DATA_DIR: join(folder.path, 'data') },
  })
  expectRefusal(
    ended,
    config,
    '3 mistakes',
    'port must be at most 65535',
    'timezone must be a time zone',
    'colour is not a key',
  )
  expect(existsSync(join(folder.path, 'data'))).toBe(false)
})

test('a port in use is named, with what to do', async () => {
  using folder = temporary('port')
  await using server = await start(folder.path)
  const port = new URL(server.url).port
  expectRefusal(
    await runOnce(folder.path, ['serve', '--port', port, '--data', join(folder.path, 'other')]),
    `Port ${port}`,
    '--port',
  )
  expect(existsSync(join(folder.path, 'other'))).toBe(false)
})

test('a second one on the same data folder is refused, and is let in after kill -9', async () => {
  using folder = temporary('lock')
  const first = await start(folder.path)
  expectRefusal(
    await runOnce(folder.path, ['serve', '--port', '0', '--data', join(folder.path, 'data')]),
    'Another Wheelhouse',
    join(folder.path, 'data'),
  )
  await first.stop('SIGKILL')
  await using second = await start(folder.path)
  expect((await fetch(`${second.url}/healthz`)).status).toBe(200)
})

test('a data folder that may not be written to is named', async () => {
  using folder = temporary('readonly')
  const data = join(folder.path, 'data')
  mkdirSync(data)
  const uid = process.getuid?.() === 0 ? 65_534 : undefined
  if (uid !== undefined) chownSync(data, uid, uid)
  chmodSync(data, 0o555)
  expectRefusal(
    await runOnce(folder.path, ['serve', '--port', '0', '--data', data], uid === undefined ? {} : { uid }),
    data,
    'may not write',
  )
})

test('a data folder that is a file is named', async () => {
  using folder = temporary('file')
  const data = join(folder.path, 'data')
  writeFileSync(data, '')
  expectRefusal(await runOnce(folder.path, ['serve', '--port', '0', '--data', data]), data, 'not a folder')
})

test('a wider bind without a token is refused, with one it starts and lets nobody in without it', async () => {
  using folder = temporary('wide')
  const data = ['--data', join(folder.path, 'data')]
  expectRefusal(
    await runOnce(folder.path, ['serve', '--host', '0.0.0.0', '--port', '0', ...data]),
    'needs a token',
    'wheelhouse token create',
  )
  const made = JSON.parse(
    (await runOnce(folder.path, ['token', 'create', '--role', 'viewer', '--json', ...data])).stdout,
  )
  await using server = await start(folder.path, ['--host', '0.0.0.0'])
  const url = server.url.replace('0.0.0.0', '127.0.0.1')
  expect((await fetch(`${url}/api/overview`)).status).toBe(401)
  expect((await fetch(`${url}/api/overview`, { headers: { authorization: `Bearer ${made.token}` } })).status).toBe(200)
})

for (const [words, ...parts] of [
  [['fly'], '“fly”', 'serve'],
  [['serve', '--prot', '1'], '--prot', '--port'],
  [['serve', '--port', 'ninety'], '--port', '0 to 65535', 'ninety'],
  [['costs', 'hourly'], 'hourly', 'daily'],
  [['costs', '--since', '20-11-2026'], '--since', '2026-11-20'],
  [['costs', '--timezone', 'Moon'], '--timezone', 'Moon'],
  [['token', 'create', '--role', 'boss'], '--role', 'viewer', 'boss'],
  [['open'], 'No Wheelhouse is running'],
] as [string[], ...string[]][])
  test(`wheelhouse ${words.join(' ')} is answered with one sentence`, async () => {
    using folder = temporary('words')
    expectRefusal(await runOnce(folder.path, words), ...parts)
  })

test('a costs question about no runtime we know is answered with the known ones', async () => {
  using folder = temporary('words')
  expectRefusal(
    await runOnce(folder.path, ['costs', '--runtime', 'hal'], {
      env: { WHEELHOUSE_DATA_DIR: join(folder.path, 'data') },
    }),
    'hal',
    'openclaw',
  )
})

test('--help is there for every command and ends with 0', async () => {
  using folder = temporary('help')
  for (const words of [
    ['--help'],
    ['serve', '--help'],
    ['costs', '--help'],
    ['token', '--help'],
    ['doctor', '--help'],
    ['help', 'open'],
  ]) {
    const { code, stdout, stderr } = await runOnce(folder.path, words)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('heelhouse')
  }
  expect(readdirSync(folder.path)).toEqual(['alone'])
})

test('nothing of the program is looked for beside it: one file in an empty folder is enough', async () => {
  using folder = temporary('alone')
  await using server = await start(folder.path)
  const page = await (await fetch(server.url)).text()
  for (const [, path] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    const answer = await fetch(server.url + path)
    expect([path, answer.status]).toEqual([path, 200])
  }
  expect(readdirSync(join(folder.path, 'alone'))).toEqual(['wheelhouse'])
})
