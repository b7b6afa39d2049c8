// install.ts: brings every real program that the suites drive, before they begin: two of them never install at once.
import { installedCommandLines } from '../states/command-lines.ts'
import { installed } from './openclaw.ts'

for (const bring of [() => installed('2026.9.6'), () => installed('2026.3.24'), installedCommandLines])
  try {
    bring()
  } catch (error) {
    // The suites that need it say so.
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  }
