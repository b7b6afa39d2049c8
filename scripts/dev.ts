// dev.ts [flags…]: runs the server from source on the demo; a change to src or ui restarts it, and the page follows.
import { watch } from 'node:fs'
import { plugin } from 'bun'
import { uiAssets } from './ui-assets.ts'

if (process.env.WHEELHOUSE_DEV_CHILD) {
  plugin(await uiAssets('.cache/ui'))
  await import('../src/main.ts')
} else {
  let child = start()
  let restarting: Timer | undefined
  const restart = () => {
    clearTimeout(restarting)
    restarting = setTimeout(async () => {
      child.kill()
      await child.exited
      child = start()
    }, 80)
  }
  for (const folder of ['src', 'ui', 'assets']) watch(folder, { recursive: true }, restart)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, async () => {
      child.kill()
      await child.exited
      process.exit(0)
    })
}

function start() {
  const flags = process.argv.length > 2 ? process.argv.slice(2) : ['serve', '--demo']
  return Bun.spawn([process.execPath, import.meta.path, ...flags], {
    // A build id of its own for each start, so that an open page reloads itself.
    env: { ...process.env, WHEELHOUSE_DEV_CHILD: '1', WHEELHOUSE_BUILD: `dev-${Date.now().toString(36)}` },
    stdio: ['inherit', 'inherit', 'inherit'],
  })
}
