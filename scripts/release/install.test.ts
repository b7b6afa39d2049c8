import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { temporary } from '../../src/lib/testing/temporary.ts'

const isUnix = process.platform === 'linux' || process.platform === 'darwin'
const file = 'wheelhouse-9.9.9-linux-x64.tar.gz'

/** A published release whose executable says its version, and a place to install to. */
function release() {
  const folder = temporary('release')
  mkdirSync(folder.at('published'))
  writeFileSync(folder.at('wheelhouse'), '#!/bin/sh\necho wheelhouse 9.9.9\n', { mode: 0o755 })
  Bun.spawnSync(['tar', '-C', folder.path, '-czf', folder.at('published', file), 'wheelhouse'])
  const sum = new Bun.CryptoHasher('sha256').update(readFileSync(folder.at('published', file))).digest('hex')
  writeFileSync(folder.at('published/SHA256SUMS'), `${sum}  ${file}\n`)
  async function install(source = folder.at('published')) {
    const ran = Bun.spawn(['sh', resolve('scripts/install.sh')], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder.at('home'),
        WHEELHOUSE_SOURCE: source,
        WHEELHOUSE_TARGET: 'linux-x64',
      },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [code, stdout, stderr] = await Promise.all([
      ran.exited,
      new Response(ran.stdout).text(),
      new Response(ran.stderr).text(),
    ])
    return { code, stdout, stderr }
  }
  const place = folder.at('home/.local/bin/wheelhouse')
  const putOld = () => {
    mkdirSync(folder.at('home/.local/bin'), { recursive: true })
    writeFileSync(place, '#!/bin/sh\necho wheelhouse 1.0.0\n', { mode: 0o755 })
  }
  return { ...folder, install, place, putOld, rest: () => readdirSync(folder.at('home/.local/bin')) }
}

const running = (place: string) => Bun.spawnSync([place, 'version']).stdout.toString()

test.if(isUnix)('it is put into the own folder, and nothing else stays there', async () => {
  using at = release()
  const { code, stdout } = await at.install()
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining(`Installed wheelhouse 9.9.9: ${at.place}`),
  })
  expect(stdout).toContain('is not on your PATH')
  expect(running(at.place)).toBe('wheelhouse 9.9.9\n')
  expect(at.rest()).toEqual(['wheelhouse'])
})

test.if(isUnix)('an old version is replaced, and both are named', async () => {
  using at = release()
  at.putOld()
  expect((await at.install()).stdout).toContain('Installed wheelhouse 9.9.9 in place of wheelhouse 1.0.0')
  expect(running(at.place)).toBe('wheelhouse 9.9.9\n')
})

test.if(isUnix && Bun.which('curl') !== null)('it is fetched from an address', async () => {
  using at = release()
  using server = Bun.serve({
    port: 0,
    fetch: (request) => new Response(Bun.file(at.at('published', new URL(request.url).pathname.slice(1)))),
  })
  expect((await at.install(`http://localhost:${server.port}`)).code).toBe(0)
  expect(running(at.place)).toBe('wheelhouse 9.9.9\n')
})

test.if(isUnix)('a wrong checksum, a torn archive and a missing one leave the old version alone', async () => {
  using at = release()
  at.putOld()
  const refuse = async (source?: string) => {
    const { code, stderr } = await at.install(source)
    expect(code).toBe(1)
    expect(running(at.place)).toBe('wheelhouse 1.0.0\n')
    expect(at.rest()).toEqual(['wheelhouse'])
    return stderr
  }
  const sums = readFileSync(at.at('published/SHA256SUMS'), 'utf8')
  const whole = readFileSync(at.at('published', file))
  writeFileSync(
    at.at('published/SHA256SUMS'),
    sums.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  )
  expect(await refuse()).toContain('is not what SHA256SUMS says')
  writeFileSync(at.at('published/SHA256SUMS'), sums)
  writeFileSync(at.at('published', file), whole.subarray(0, whole.length / 2))
  expect(await refuse()).toContain('is not what SHA256SUMS says')
  // A connection that ends early.
  using server = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      data(socket, request) {
        const isSums = request.toString().startsWith('GET /SHA256SUMS')
        const body = isSums ? sums : whole.subarray(0, 20)
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${isSums ? sums.length : whole.length}\r\n\r\n`)
        socket.write(body)
        socket.end()
      },
    },
  })
  if (Bun.which('curl')) expect(await refuse(`http://127.0.0.1:${server.port}`)).toContain('could not be fetched whole')
  writeFileSync(at.at('published/SHA256SUMS'), sums.replace('linux-x64', 'darwin-arm64'))
  expect(await refuse()).toContain('this release has no archive for linux-x64')
  expect(await refuse(at.at('nowhere'))).toContain('could not be fetched')
})

test.if(isUnix)('one that does not run here is not installed', async () => {
  using at = release()
  writeFileSync(at.at('wheelhouse'), '#!/bin/sh\nexit 3\n', { mode: 0o755 })
  Bun.spawnSync(['tar', '-C', at.path, '-czf', at.at('published', file), 'wheelhouse'])
  const sum = new Bun.CryptoHasher('sha256').update(readFileSync(at.at('published', file))).digest('hex')
  writeFileSync(at.at('published/SHA256SUMS'), `${sum}  ${file}\n`)
  expect(await at.install()).toMatchObject({ code: 1, stderr: expect.stringContaining('does not run here') })
  expect(existsSync(at.place)).toBe(false)
})
