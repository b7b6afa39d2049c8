import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import type { Pty, PtyOptions } from './pty.ts'
import { isRunning, pidsIn, startProcesses, until } from './testing/started.ts'

/** A module with a terminal in which a line of shell runs. */
function startPty(line: string, more: Partial<PtyOptions> = {}) {
  const start = startProcesses()
  const opened = start.openPty({
    program: 'sh',
    args: ['-c', line],
    cwd: start.folder.path,
    columns: 80,
    rows: 24,
    ...more,
  })
  if (opened.kind !== 'pty') throw new Error(opened.detail)
  return { ...start, pty: opened, pids: start.folder.at('pids') }
}

/** Everything a terminal says, as text. */
const whole = (pty: Pty) => new Response(pty.output).text()

/** Reads until `sought` has been said; returns what was said. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, sought: string) {
  let said = ''
  while (!said.includes(sought)) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`the terminal ended without ${sought}: ${said}`)
    said += new TextDecoder().decode(value)
  }
  return said
}

test('a program finds itself in a colour terminal of the size asked for, and its exit code is told', async () => {
  await using start = startPty('tty; stty size; echo $TERM $COLORTERM; exit 7', { columns: 132, rows: 43 })
  expect(await whole(start.pty)).toMatch(/^\/dev\/pts\/\d+\r\n43 132\r\nxterm-256color truecolor\r\n$/)
  expect(await start.pty.ended).toEqual({ exitCode: 7, signal: null, remaining: [] })
  expect(start.live()).toEqual([])
})

test('what is typed reaches the program, and Ctrl-C interrupts it', async () => {
  await using start = startPty('read name; echo hello $name; exec sleep 100')
  const reader = start.pty.output.getReader()
  expect(start.pty.write('Ada\r')).toBe(true)
  await readUntil(reader, 'hello Ada')
  start.pty.write(new Uint8Array([3]))
  expect(await start.pty.ended).toMatchObject({ exitCode: null, signal: 'SIGINT' })
  expect(start.pty.write('x')).toBe(false)
})

test('another size is told to the program', async () => {
  await using start = startPty('trap "stty size" WINCH; echo ready; while :; do sleep 0.02; done')
  const reader = start.pty.output.getReader()
  await readUntil(reader, 'ready')
  start.pty.resize(100, 30)
  await readUntil(reader, '30 100')
  start.pty.resize(0, Number.NaN)
  await readUntil(reader, '1 1')
  start.pty.resize(1e9, 24.4)
  await readUntil(reader, '24 1000')
})

test('bytes come as they were written, whatever they mean', async () => {
  await using start = startPty('stty raw; printf "\\377\\000\\033[31m\\200"')
  expect([...(await new Response(start.pty.output).bytes())]).toEqual([255, 0, 27, 91, 51, 49, 109, 128])
})

test('while nobody reads the programs wait; nothing is lost, and nothing piles up', async () => {
  await using start = startPty('stty -onlcr; seq 1 1000000; echo end', { maxUnreadBytes: 100_000 })
  const { pty } = start
  await until(() => pty.unreadBytes() >= 100_000)
  let highest = 0
  let said = ''
  let sinceRest = 0
  const decoder = new TextDecoder()
  for await (const bytes of pty.output) {
    highest = Math.max(highest, pty.unreadBytes())
    said += decoder.decode(bytes)
    sinceRest += bytes.length
    // A slow reader: the program would have written all of it after a few of these rests.
    if (sinceRest > 100_000) {
      sinceRest = 0
      await Bun.sleep(10)
    }
  }
  // What the kernel holds comes on top of the bound.
  expect(highest).toBeLessThan(100_000 + (160 << 10))
  expect(said === `${Array.from({ length: 1_000_000 }, (_, n) => `${n + 1}\n`).join('')}end\n`).toBe(true)
  expect(pty.lostBytes()).toBe(0)
  expect((await pty.ended).exitCode).toBe(0)
})

test('a program that waits for its reader can be interrupted and ended', async () => {
  await using start = startPty('yes', { maxUnreadBytes: 10_000 })
  await until(() => start.pty.unreadBytes() >= 10_000)
  expect(await start.pty.stop()).toEqual({ outcome: 'ended', remaining: [] })
  expect(await start.pty.ended).toMatchObject({ signal: 'SIGHUP' })
})

test('a reader that goes away holds nobody back', async () => {
  await using start = startPty('head -c 5000000 /dev/zero; exit 5', { maxUnreadBytes: 10_000 })
  await until(() => start.pty.unreadBytes() >= 10_000)
  await start.pty.output.cancel()
  expect(await start.pty.ended).toMatchObject({ exitCode: 5 })
})

test('a program that does not read is typed no more than the bound, and more once it reads', async () => {
  await using start = startPty(
    'stty raw -echo; echo ready; until [ -e go ]; do sleep 0.01; done; exec cat >/dev/null',
    { maxUnsentBytes: 600_000 },
  )
  await readUntil(start.pty.output.getReader(), 'ready')
  const half = new Uint8Array(500_000).fill(65)
  expect(start.pty.write(half)).toBe(true)
  expect(start.pty.write(half)).toBe(false)
  writeFileSync(start.folder.at('go'), '')
  await until(() => start.pty.write(half))
})

test('a terminal ends as a tree: jobs in the background, and a shell that ignores SIGHUP', async () => {
  await using start = startPty(
    `trap '' HUP; set -m; sleep 100 & echo $! >>pids; sleep 100 & echo $! $$ >>pids; while :; do sleep 1; done`,
  )
  const all = await pidsIn(start.pids, 3)
  expect(await start.pty.stop({ graceMs: 200 })).toEqual({ outcome: 'killed', remaining: [] })
  expect(all.filter(isRunning)).toEqual([])
  expect(await start.pty.ended).toMatchObject({ exitCode: null, signal: 'SIGKILL' })
})

test('an interactive shell, which ignores SIGTERM, ends with its terminal', async () => {
  await using start = startPty('exec sh -i')
  const reader = start.pty.output.getReader()
  start.pty.write('sleep 100 & echo $! $$ >pids\r')
  const all = await pidsIn(start.pids, 2)
  expect(await start.pty.stop()).toEqual({ outcome: 'ended', remaining: [] })
  expect(all.filter(isRunning)).toEqual([])
  await reader.cancel()
})

test('what a program leaves in its terminal ends with the program', async () => {
  await using start = startPty(`set -m; nohup sleep 100 >/dev/null 2>&1 & echo $! >pids; exit 4`)
  expect(await start.pty.ended).toEqual({ exitCode: 4, signal: null, remaining: [] })
  expect((await pidsIn(start.pids, 1)).filter(isRunning)).toEqual([])
})

test('a program that is not there is a value', async () => {
  await using start = startProcesses()
  const size = { columns: 80, rows: 24 }
  expect(start.openPty({ program: 'no-such-program', args: [], cwd: '/', ...size })).toMatchObject({
    kind: 'not-started',
    reason: 'not-found',
  })
  expect(start.openPty({ program: 'sh', args: ['a\0b'], cwd: '/', ...size })).toMatchObject({ reason: 'nul-byte' })
})

test('twenty terminals end with everything else', async () => {
  await using start = startProcesses()
  const ptys = Array.from({ length: 20 }, () =>
    start.openPty({ program: 'cat', args: [], cwd: '/', columns: 80, rows: 24 }),
  )
  await start.stopAll()
  for (const pty of ptys) if (pty.kind === 'pty') expect(await pty.ended).toMatchObject({ signal: 'SIGHUP' })
})
