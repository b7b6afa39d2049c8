import { fstatSync } from 'node:fs'

/*
 * The standard streams, touched only where they are needed: `process.stdout` and `process.stderr` take twenty-five
 * milliseconds to load.
 */

/** Whether standard output (1) or standard error (2) is a terminal. Nothing is loaded for a file or a pipe. */
export function isTerminal(stream: 1 | 2): boolean {
  try {
    if (!fstatSync(stream).isCharacterDevice()) return false
  } catch {
    // A stream that is closed is none.
    return false
  }
  return (stream === 1 ? process.stdout : process.stderr).isTTY === true
}

let standardError: NodeJS.WriteStream | undefined

/** Writes to standard error. A reader that went away is no fault. */
export function writeError(text: string) {
  standardError ??= process.stderr.on('error', () => {})
  standardError.write(text)
}

let standardInput: ReadableStreamDefaultReader<Uint8Array> | undefined
/** What was typed behind the last line. */
let typed = ''

/** Asks the person at the terminal and answers the line that they type; undefined at the end of the input. */
export async function readLine(question: string): Promise<string | undefined> {
  writeError(question)
  standardInput ??= Bun.stdin.stream().getReader()
  const decoder = new TextDecoder()
  while (!typed.includes('\n')) {
    const { done, value } = await standardInput.read()
    if (done) break
    typed += decoder.decode(value, { stream: true })
  }
  if (typed === '') return undefined
  const [line = '', ...rest] = typed.split('\n')
  typed = rest.join('\n')
  return line.replace(/\r$/, '')
}
