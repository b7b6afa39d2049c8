import { until } from '../testing/program.ts'

export type RealTerminal = ReturnType<typeof openTerminal>

const keys = { enter: '\r', escape: '\x1b', down: '\x1b[B', tab: '\t', interrupt: '\x03' }

/** A program in a terminal of its own, as a person would run it. */
export function openTerminal(command: string[], cwd: string, env: Record<string, string>) {
  let screen = ''
  const child = Bun.spawn(command, {
    cwd,
    env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', ...env },
    terminal: {
      cols: 120,
      rows: 40,
      data(terminal, data) {
        const text = new TextDecoder().decode(data)
        answer(text, (reply) => terminal.write(reply))
        screen = (screen + plain(text)).slice(-40_000)
      },
    },
  })
  const { terminal } = child
  return {
    pid: child.pid,
    exited: child.exited,
    /** All that was written so far, without its colours; the newest last. */
    screen: () => screen,
    async shows(words: RegExp, withinMs = 60_000) {
      await until(`the terminal shows ${words}`, () => words.test(screen), withinMs).catch((error: Error) => {
        throw new Error(`${error.message}; it shows: ${screen.slice(-1_500)}`)
      })
    },
    forget() {
      screen = ''
    },
    press: (key: keyof typeof keys) => void terminal!.write(keys[key]),
    async type(text: string) {
      terminal!.write(text)
      await Bun.sleep(300)
      terminal!.write(keys.enter)
    },
    write: (text: string) => void terminal!.write(text),
    kill(signal: NodeJS.Signals = 'SIGKILL') {
      try {
        process.kill(child.pid, signal)
      } catch {
        // It has ended by itself.
      }
    },
    close: () => terminal!.close(),
  }
}

/** Programs ask their terminal for its position, colours and kind, and some wait for the answer. */
function answer(text: string, reply: (text: string) => void) {
  if (text.includes('\x1b[6n')) reply('\x1b[1;1R')
  if (text.includes('\x1b[c') || text.includes('\x1b[0c')) reply('\x1b[?62;22c')
  if (text.includes('\x1b]11;?')) reply('\x1b]11;rgb:0000/0000/0000\x1b\\')
  if (text.includes('\x1b]10;?')) reply('\x1b]10;rgb:ffff/ffff/ffff\x1b\\')
}

const plain = (text: string) =>
  text
    .replace(/\x1b\][^\x07\x1b]*(\x07|\x1b\\)/g, '')
    .replace(/\x1b\[(\d*)C/g, (_, n) => ' '.repeat(Number(n || 1)))
    .replace(/\x1b\[[0-9;?<>=:]*[ -/]*[@-~]/g, '')
    .replace(/\x1b[()#][0-9A-Za-z]|\x1b[=>78cDEHM]/g, '')
