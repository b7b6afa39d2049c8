import { writeSync } from 'node:fs'

/**
 * Prints in order, and tells when all of it has left: a pipe takes 64 KiB at a time, and the process ends right after.
 * A reader that has gone away wants no more, which is no fault. The bytes go to the system one after the other: through
 * `process.stdout` and `Bun.write` a piece of a long answer was lost or doubled.
 */
export function createPrinter() {
  let last: Promise<unknown> = Promise.resolve()
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
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
      // A full pipe that does not wait: its reader is slower than we are.
      if ((error as { code?: string }).code !== 'EAGAIN') throw error
      await Bun.sleep(untilReadMs)
    }
}
