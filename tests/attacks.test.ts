import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { recordedHome, runOnce, signIn, start, temporary, until } from './testing/program.ts'

/**
 * The attacks on the executable that once got through, each replayed as it was made. What they are instances of is
 * tested by its class elsewhere: every route in hostile-requests.test.ts and acting.test.ts, every foreign value beside
 * the bounds of facts.
 */
const isRoot = process.getuid?.() === 0
const onLinux = process.platform === 'linux'
const nobody = 65_534

let held = 0
let broken = 0

/** An attack, which returns how it got through; nothing where it was held. */
function attack(name: string, run: () => Promise<string | undefined>, { where = true } = {}) {
  test.if(where)(
    name,
    async () => {
      const through = await run()
      if (through === undefined) held++
      else broken++
      expect([name, through]).toEqual([name, undefined])
    },
    90_000,
  )
}

afterAll(() => console.log(`${held} held, ${broken} broken`))

/** Runs a line of perl as another user; what it prints. */
function asNobody(script: string): Promise<string> {
  const command = [
    'setpriv',
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    '--clear-groups',
    'perl',
    '-MSocket=:all',
    '-e',
    script,
  ]
  return new Response(Bun.spawn(command, { stdout: 'pipe', stderr: 'inherit' }).stdout).text()
}

const request = (port: number) =>
  `"GET /api/overview HTTP/1.1\\r\\nHost: 127.0.0.1:${port}\\r\\nConnection: close\\r\\n\\r\\n"`

attack(
  'another user takes the address and the port of one of our connections, over IPv6',
  async () => {
    using folder = temporary('attack-port')
    await using server = await start(folder.path)
    const port = Number(new URL(server.url).port)
    const elsewhere = createServer(() => {})
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.3', resolve))
    const own = connect({
      host: '127.0.0.3',
      port: (elsewhere.address() as { port: number }).port,
      localAddress: '127.0.0.2',
    })
    await new Promise((resolve) => own.once('connect', resolve))
    const printed = await asNobody(`
      socket(my $s, AF_INET6, SOCK_STREAM, 0); setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
      bind($s, pack_sockaddr_in6(${own.localPort}, inet_pton(AF_INET6, "::ffff:127.0.0.2"))) or die "bind: $!";
      connect($s, pack_sockaddr_in6(${port}, inet_pton(AF_INET6, "::ffff:127.0.0.1"))) or die "connect: $!";
      syswrite($s, ${request(port)}); sysread($s, my $answer, 200); print $answer`)
    own.destroy()
    elsewhere.close()
    return printed.startsWith('HTTP/1.1 401') ? undefined : printed.slice(0, 60)
  },
  { where: isRoot && onLinux },
)

attack('a stranger sends 100 KB of nested brackets to the exchange of codes', async () => {
  using folder = temporary('attack-nested')
  await using server = await start(folder.path)
  const took = async (path: string, body?: string) => {
    const began = performance.now()
    const headers = { origin: server.url, 'content-type': 'application/json' }
    await (await fetch(server.url + path, body === undefined ? {} : { method: 'POST', body, headers })).text()
    return performance.now() - began
  }
  let fastest = Number.POSITIVE_INFINITY
  for (let i = 0; i < 5; i++) {
    const attacking = took('/api/auth/exchange', '['.repeat(50_000) + ']'.repeat(50_000))
    fastest = Math.min(fastest, await took('/healthz'))
    await attacking
  }
  return fastest < 50 ? undefined : `others waited ${Math.round(fastest)} ms`
})

attack(
  'a program holds the port of the gateway and waits for its token',
  async () => {
    using folder = temporary('attack-gateway')
    const home = recordedHome('2026.9.6', folder.path)
    let received = 0
    const squatter = createServer((socket) =>
      socket.on('data', (bytes) => {
        received += bytes.length
      }),
    )
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
    const { port } = squatter.address() as { port: number }
    const gateway = Bun.spawn(['sleep', '60'])
    const lock = join(home, 'tmp', 'openclaw-0')
    mkdirSync(lock, { recursive: true })
    const written = { pid: gateway.pid, port, stateDir: home, createdAt: new Date().toISOString() }
    writeFileSync(join(lock, 'gateway.abc.lock'), JSON.stringify(written))
    try {
      await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
      await until('it is named', async () => {
        const { findings } = await server.ask<{ findings: { code: string }[] }>('/api/doctor')
        return findings.some(({ code }) => code === 'gateway-foreign-listener')
      })
      await Bun.sleep(500)
      return received === 0 ? undefined : `it was sent ${received} bytes`
    } finally {
      gateway.kill()
      squatter.close()
    }
  },
  { where: onLinux },
)

attack(
  'a data folder with an admin of somebody else is planted',
  async () => {
    using folder = temporary('attack-planted')
    const planted = join(folder.path, 'planted')
    mkdirSync(planted)
    await runOnce(folder.path, ['token', 'create', '--role', 'admin', '--may-act', '--data', planted])
    spawnSync('chown', ['-R', `${nobody}:${nobody}`, planted])
    const first = await runOnce(folder.path, ['serve', '--port', '0', '--data', planted])
    chownSync(planted, 0, 0)
    const second = await runOnce(folder.path, ['serve', '--port', '0', '--data', planted])
    return first.code === 2 && second.code === 2 ? undefined : 'it was opened'
  },
  { where: isRoot },
)

attack('the data folder lies where everyone may write', async () => {
  using folder = temporary('attack-open')
  const open = join(folder.path, 'open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  const { code, stderr } = await runOnce(folder.path, ['serve', '--port', '0', '--data', join(open, 'data')])
  return code === 2 && stderr.split('\n').length <= 2 ? undefined : 'it was opened'
})

for (const [header, value] of [
  ['x-forwarded-for', '10.0.0.9'],
  ['x-forwarded-proto', 'https'],
  ['forwarded', 'for=10.0.0.9'],
  ['via', '1.1 proxy'],
] as const)
  attack(`a stranger comes through the owner’s proxy, which says so with ${header}`, async () => {
    using folder = temporary('attack-proxy')
    await using server = await start(folder.path)
    const { status } = await fetch(`${server.url}/api/overview`, { headers: { [header]: value } })
    return status === 401 ? undefined : `answered ${status}`
  })

attack('a stranger comes through a tunnel, for the name that it has outside', async () => {
  using folder = temporary('attack-tunnel')
  mkdirSync(join(folder.path, 'home', '.config', 'wheelhouse'), { recursive: true })
  writeFileSync(join(folder.path, 'home', '.config', 'wheelhouse', 'config.toml'), 'allowed_hosts = ["boat.example"]')
  await using server = await start(folder.path)
  const { status } = await fetch(`${server.url}/api/overview`, { headers: { host: 'boat.example' } })
  return status === 401 ? undefined : `answered ${status}`
})

attack('the shell of an agent asks for a sign-in link', async () => {
  using folder = temporary('attack-agent')
  await using server = await start(folder.path)
  const { stdout } = await runOnce(folder.path, ['open', '--json', '--data', join(folder.path, 'data')], {
    env: { CLAUDECODE: '1' },
  })
  return stdout === '' && server.code !== '' ? undefined : stdout
})

/** Runs a script of the executable's own as an agent would, behind whatever hides it. */
async function asAgent(folder: string, script: string, behind: string[] = []) {
  const executable = join(folder, 'alone', 'wheelhouse')
  const program = Bun.spawn([...behind, executable, '-e', script], {
    env: { PATH: process.env.PATH!, BUN_BE_BUN: '1', CLAUDECODE: '1' },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  return (await new Response(program.stdout).text()).trim()
}

const askForLink = (data: string) => `
  const answer = await fetch('http://localhost/api/auth/link', { unix: '${data}/wheelhouse.sock', method: 'POST',
    headers: { 'content-type': 'application/json' }, body: '{}' })
  console.log(answer.status)`

attack(
  'the shell of an agent asks from another network, where its socket is not listed',
  async () => {
    using folder = temporary('attack-netns')
    await using server = await start(folder.path)
    const status = await asAgent(folder.path, askForLink(join(folder.path, 'data')), ['unshare', '-n'])
    return status === '403' && server.code !== '' ? undefined : `answered ${status}`
  },
  { where: onLinux && isRoot && spawnSync('unshare', ['-n', 'true']).status === 0 },
)

attack('the shell of an agent asks where the path of the socket is longer than its name may be', async () => {
  using folder = temporary('attack-long')
  const data = join(folder.path, 'x'.repeat(60), 'y'.repeat(60))
  await using server = await start(folder.path, [], { env: { WHEELHOUSE_DATA_DIR: data } })
  const open = (env: Record<string, string>) => runOnce(folder.path, ['open', '--json', '--data', data], { env })
  const [agent, person] = [await open({ CLAUDECODE: '1' }), await open({})]
  return agent.stdout === '' && person.stdout !== '' && server.code !== '' ? undefined : agent.stdout
})

attack(
  'an agent asks for codes and goes before it can be looked at',
  async () => {
    using folder = temporary('attack-blind')
    await using server = await start(folder.path)
    const person = await signIn(server, { code: server.code })
    const body = JSON.stringify({ command: 'wheelhouse token create' })
    const request = `POST /api/auth/terminals HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    await asAgent(
      folder.path,
      `for (let i = 0; i < 12; i++) {
        const socket = require('net').connect('${join(folder.path, 'data', 'wheelhouse.sock')}')
        socket.end(${JSON.stringify(request)}, () => socket.destroy())
      }`,
    )
    await Bun.sleep(300)
    const { items } = (await (await fetch(`${server.url}/api/auth/terminals`, { headers: person })).json()) as {
      items: object[]
    }
    return items.length === 0 ? undefined : `${items.length} codes wait`
  },
  { where: onLinux },
)

attack(
  'a journal is planted beside the database, which SQLite would roll into it',
  async () => {
    using folder = temporary('attack-journal')
    const data = join(folder.path, 'data')
    await runOnce(folder.path, ['token', 'create', '--role', 'screen', '--data', data])
    writeFileSync(join(data, 'wheelhouse.sqlite-journal'), 'x')
    chownSync(join(data, 'wheelhouse.sqlite-journal'), nobody, nobody)
    const { code } = await runOnce(folder.path, ['serve', '--port', '0', '--data', data])
    return code === 2 ? undefined : 'it was taken up'
  },
  { where: isRoot },
)

/** How long others wait while an attack goes on, at best of some tries, in ms: a busy machine waits now and then. */
async function waitDuring(url: string, attackOnce: () => Promise<unknown>) {
  let fastest = Number.POSITIVE_INFINITY
  for (let i = 0; i < 8 && fastest > 50; i++) {
    const attacking = attackOnce()
    await Bun.sleep(1)
    const began = performance.now()
    await (await fetch(`${url}/healthz`)).text()
    fastest = Math.min(fastest, performance.now() - began)
    await attacking
  }
  return fastest
}

attack('a stranger sends thousands of requests in one write', async () => {
  using folder = temporary('attack-pipeline')
  await using server = await start(folder.path)
  const port = Number(new URL(server.url).port)
  const one = `GET /api/overview HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer abcdefghijkl.AAAA\r\n\r\n`
  const waited = await waitDuring(
    server.url,
    () =>
      new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(one.repeat(3_000)))
        socket.on('error', () => {}).on('close', () => resolve())
        socket.resume()
        setTimeout(() => socket.destroy(), 700)
      }),
  )
  return waited <= 50 ? undefined : `others waited ${Math.round(waited)} ms`
})

attack('a stranger opens hundreds of sockets, so that no page of ours gets one', async () => {
  using folder = temporary('attack-sockets')
  await using server = await start(folder.path)
  const open = (headers: Record<string, string>) =>
    new Promise<WebSocket | undefined>((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live`, { headers } as never)
      socket.onopen = () => resolve(socket)
      socket.onerror = () => resolve(undefined)
    })
  const strangers = await Promise.all(
    Array.from({ length: 420 }, () => open({ authorization: 'Bearer abcdefghijkl.AAAA' })),
  )
  const ours = await open({})
  for (const socket of [...strangers, ours]) socket?.close()
  return ours ? undefined : `${strangers.filter(Boolean).length} of theirs, and ours was refused`
})

attack('an agent reads the token of an admin from a file, and acts with it', async () => {
  using folder = temporary('attack-token')
  const data = ['--data', join(folder.path, 'data')]
  const { stdout } = await runOnce(folder.path, ['token', 'create', '--role', 'admin', '--json', ...data])
  await using server = await start(folder.path)
  const { token } = JSON.parse(stdout) as { token: string }
  const credentials = [{ authorization: `Bearer ${token}` }, await signIn(server, { token })]
  for (const credential of credentials)
    for (const path of ['/api/tokens', '/api/auth/link']) {
      const headers = { ...credential, origin: server.url, 'content-type': 'application/json' }
      const body = JSON.stringify({ name: 'n', role: 'admin' })
      const { status } = await fetch(server.url + path, { method: 'POST', headers, body })
      if (status !== 403) return `${path} answered ${status}`
    }
  return undefined
})

attack(
  'a full disk burns a sign-in link',
  async () => {
    using folder = temporary('attack-full')
    const data = join(folder.path, 'data')
    mkdirSync(data)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', data]).status !== 0) return undefined
    try {
      await using server = await start(folder.path)
      spawnSync('dd', ['if=/dev/zero', `of=${join(data, 'ballast')}`, 'bs=4096', 'count=4096'])
      const exchange = async (code: string) => {
        const headers = { origin: server.url, 'content-type': 'application/json' }
        return fetch(`${server.url}/api/auth/exchange`, { method: 'POST', headers, body: JSON.stringify({ code }) })
      }
      const { status } = await exchange(server.code)
      if (status === 200) return 'the disk was not full'
      rmSync(join(data, 'ballast'))
      return (await exchange(server.code)).status === 200 ? undefined : 'the link is gone'
    } finally {
      spawnSync('umount', ['-l', data])
    }
  },
  { where: isRoot && spawnSync('sh', ['-c', 'command -v mount']).status === 0 },
)

type Overview = { costs: { monthUsd: number | null }; agents: object[]; crons: { nextAt: number | null }[] }

/** What the first page says of a home that was changed before it was read. */
async function overviewOf(change: (home: string) => void) {
  using folder = temporary('attack-home')
  const home = recordedHome('2026.9.6', folder.path)
  change(home)
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  const text = await (await fetch(`${server.url}/api/overview`)).text()
  const report = await server.ask<{ totals: { costUsd: number | null } }>('/api/costs/report?by=model')
  const { findings } = await server.ask<{ findings: { code: string; message: string }[] }>('/api/doctor')
  return { text, overview: JSON.parse(text) as Overview, report, findings }
}

attack('openclaw.json names a price of 1e300, and no cost is known any more', async () => {
  const plain = await overviewOf(() => {})
  const hostile = await overviewOf((home) => {
    const path = join(home, 'openclaw.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"input":\s*[\d.]+/, '"input": 1e300'))
  })
  const [before, after] = [plain.report.totals.costUsd, hostile.report.totals.costUsd]
  return after !== null && before !== null && after > 0 && after <= before ? undefined : `${before} became ${after}`
})

attack('an identity has an emoji of 4 MB, which goes to every page', async () => {
  const { text } = await overviewOf((home) => {
    const path = join(home, 'openclaw.json')
    const config = JSON.parse(readFileSync(path, 'utf8'))
    const agent = config.agents.entries.main
    agent.identity = { ...agent.identity, emoji: '🦀'.repeat(1 << 20), name: 'x\u202e'.repeat(1 << 18) }
    writeFileSync(path, JSON.stringify(config))
  })
  return text.length < 500_000 ? undefined : `the first page has ${text.length} characters`
})

attack('a job runs next at 1e300', async () => {
  const { overview } = await overviewOf((home) => {
    const database = new Database(join(home, 'state', 'openclaw.sqlite'))
    database.run(`UPDATE cron_jobs SET state_json = json_set(state_json, '$.nextRunAtMs', 1e300)`)
    database.close()
  })
  const wrong = overview.crons.filter(({ nextAt }) => nextAt !== null && nextAt > Date.UTC(2100, 0))
  return overview.crons.length > 0 && wrong.length === 0 ? undefined : JSON.stringify(wrong[0])
})

/** The most memory a process has had, in MB. */
const peakMb = (pid: number) =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

attack(
  'an archive of 16 KB unpacks to 500 MB',
  async () => {
    using folder = temporary('attack-zst')
    const home = recordedHome('2026.9.6', folder.path)
    const archives = join(home, 'agents', 'main', 'sessions')
    mkdirSync(archives, { recursive: true })
    const line = JSON.stringify({ type: 'message', message: { role: 'user', content: 'x'.repeat(1 << 20) } })
    const bomb = Bun.zstdCompressSync(Buffer.from(`${line}\n`.repeat(500)), { level: 19 })
    for (const name of [
      '0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a.jsonl.deleted.2026-11-20T10-00-00.000Z.zst',
      'bomb.jsonl.zst',
    ])
      writeFileSync(join(archives, name), bomb)
    await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
    await server.caughtUp()
    const peak = peakMb(server.pid)
    return peak < 400 ? undefined : `it took ${Math.round(peak)} MB`
  },
  { where: onLinux },
)

attack(
  'a link in the projects of Claude Code leads to the root of the file system',
  async () => {
    using folder = temporary('attack-link')
    const projects = join(folder.path, 'home', '.claude', 'projects')
    mkdirSync(join(projects, '-boat'), { recursive: true })
    const answer = {
      type: 'assistant',
      timestamp: new Date().toISOString(),
      message: { model: 'claude-opus-4-6', id: 'a' },
    }
    appendFileSync(join(projects, '-boat', 'a.jsonl'), `${JSON.stringify(answer)}\n`)
    symlinkSync('/', join(projects, '-root'))
    symlinkSync(projects, join(projects, '-itself'))
    await using server = await start(folder.path)
    const began = performance.now()
    await server.caughtUp()
    const [peak, seconds] = [peakMb(server.pid), (performance.now() - began) / 1_000]
    return peak < 300 && seconds < 60 ? undefined : `it took ${Math.round(peak)} MB and ${Math.round(seconds)} s`
  },
  { where: onLinux },
)
