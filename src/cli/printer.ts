import { writeSync } from 'node:fs'

/**
 * Prints in order and reports when everything has been written: a pipe takes 64 KiB at a time, and the process ends
 * right after. A closed pipe is no error. The bytes are written synchronously, because `process.stdout` and `Bun.write`
 * lost or doubled pieces of long answers.
 */
export function createPrinter() {
  let last: Promise<unknown> = Promise.resolve()
  return {
    print(text: string) {
      last = last.then(() => writeOut(Buffer.from(text))).catch(() => {})
    },
    printed: () => last,
  }
}

const standardOutput = 1
const untilReadMs = 2

async function writeOut(bytes: Buffer) {
  for (let at = 0; at < bytes.length; )
    try {
      at += writeSync(standardOutput, bytes, at)
    } catch (error) {
      // The pipe is full: its reader is slower than this process.
      if ((error as { code?: string }).code !== 'EAGAIN') throw error
      await Bun.sleep(untilReadMs)
    }
}
