import { hookFolders } from './config/paths.ts'
import { hookDeadlineMs, sendHook } from './hooks/send-hook.ts'
import { loadThreadAhead } from './lib/open-thread.ts'

// What we make is for nobody else's eyes, in whatever folder it is made.
process.umask(0o077)
const words = process.argv.slice(2)
// An agent waits while its hook runs: that loads nothing else, ends in time, and never with an error.
if (words[0] === 'hook' && !words.includes('--help')) {
  setTimeout(() => process.exit(0), hookDeadlineMs - performance.now())
  await sendHook(words.slice(1), Bun.stdin.stream(), hookFolders(process.env))
  process.exit(0)
}
// What serves loads the code of its threads while it loads its own.
const [first] = words
if (first === undefined || first === 'serve' || first.startsWith('-'))
  for (const file of ['indexing/worker', 'reader/reader'] as const)
    loadThreadAhead(file, { smol: file === 'reader/reader' })
const { carryOut } = await import('./commands.ts')
/** The only place that ends the process: 0 when all went well, 1 when something was found wrong, 2 for a mistake. */
process.exit(await carryOut(words))
