import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { runsOurFile, runsOurProgram } from '../lib/same-program.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { isGenuineListener } from './genuine-listener.ts'

const listens = `require('net').createServer(() => {}).listen(process.argv.at(-1), () => console.log('listens'))`

/** Whether a process that listens is believed, given that our own file is the program. */
async function judged(words: string[], env: Record<string, string> = {}, isOurProgram = runsOurFile) {
  using folder = temporary('genuine')
  const place = join(folder.path, 'one.sock')
  const listener = Bun.spawn([...words, place], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdin: 'ignore',
    stdout: 'pipe',
  })
  await listener.stdout.getReader().read()
  const judgement = Promise.withResolvers<boolean>()
  const socket = await Bun.connect({
    unix: place,
    socket: {
      open: (open) => judgement.resolve(isGenuineListener((open as unknown as { fd: number }).fd, isOurProgram)),
      data() {},
    },
  })
  const isGenuine = await judgement.promise
  socket.terminate()
  listener.kill('SIGKILL')
  await listener.exited
  return isGenuine
}

const ours = [process.execPath, '-e', listens]

test.if(process.platform === 'linux')('the program that a person started is believed, and no other', async () => {
  expect(await judged(ours)).toBe(true)
  // An interpreter is everybody's program.
  expect(await judged(ours, {}, runsOurProgram)).toBe(false)
  const other =
    "import socket,sys,time;s=socket.socket(socket.AF_UNIX);s.bind(sys.argv[1]);s.listen();print('listens',flush=True);time.sleep(20)"
  expect(await judged(['python3', '-c', other])).toBe(false)
})

test.if(process.platform === 'linux').each([
  ['CLAUDECODE', '1'],
  ['CODEX_THREAD_ID', 'a'],
  ['GEMINI_CLI', '1'],
  ['OPENCODE_PID', '1'],
  ['OPENCLAW_SHELL', 'exec'],
  ['BUN_BE_BUN', '1'],
  ['BUN_OPTIONS', ''],
  ['LD_PRELOAD', ''],
  ['NODE_OPTIONS', ''],
])('the program is not believed with %s in its environment', async (name, value) => {
  expect(await judged(ours, { [name]: value })).toBe(false)
})
