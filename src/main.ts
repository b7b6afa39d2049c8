import { join } from 'node:path'
import { dataFolder, hookFolders, set } from './config/paths.ts'
import { statuslineFolder } from './facts/statusline.ts'
import { holdDeadlineMs, hookDeadlineMs, sendHook } from './hooks/send-hook.ts'
import { printBytes, sendStatusline, statuslineDeadlineMs } from './hooks/send-statusline.ts'
import { loadThreadAhead } from './lib/open-thread.ts'

// What we make is for nobody else's eyes, in whatever folder it is made.
process.umask(0o077)
const words = process.argv.slice(2)
// An agent waits while its hook or status line runs: that loads nothing else, ends in time, and never with an error.
if (words[0] === 'hook' && !words.includes('--help')) {
  const deadlineMs = words.includes('--hold') ? holdDeadlineMs : hookDeadlineMs
  let deadline = setTimeout(() => process.exit(0), Math.max(1, deadlineMs - performance.now()))
  await sendHook(words.slice(1), Bun.stdin.stream(), hookFolders(process.env), {
    putOff(ms) {
      clearTimeout(deadline)
      deadline = setTimeout(() => process.exit(0), ms)
    },
    print: printBytes,
    now: Date.now,
  })
  process.exit(0)
}
if (words[0] === 'statusline' && !words.includes('--help')) {
  setTimeout(() => process.exit(0), statuslineDeadlineMs)
  const data = set(words.includes('--data') ? words[words.indexOf('--data') + 1] : process.env.WHEELHOUSE_DATA_DIR)
  await sendStatusline(words.slice(1), Bun.stdin.stream(), {
    folders: hookFolders(process.env),
    spool: join(data ?? dataFolder(process.env, process.platform), statuslineFolder),
    now: Date.now,
    print: printBytes,
  })
  process.exit(0)
}
// What serves loads the code of its threads while it loads its own.
const [first] = words
const asksAboutUs = words.some((word) => ['--version', '--help', '-v', '-h'].includes(word))
if ((first === undefined || first === 'serve' || first.startsWith('-')) && !asksAboutUs)
  for (const file of ['indexing/worker', 'reader/reader'] as const)
    loadThreadAhead(file, { smol: file === 'reader/reader' })
const { carryOut } = await import('./commands.ts')
/** The only place that ends the process: 0 when all went well, 1 when something was found wrong, 2 for a mistake. */
process.exit(await carryOut(words))
