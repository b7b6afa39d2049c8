// start.ts [flags…]: builds what changed and runs the executable, with the demo where no agents are found.
import { build } from './build.ts'

await build()
const running = Bun.spawn(['./dist/wheelhouse', 'serve', '--demo-if-empty', ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit'],
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running.kill(signal))
process.exit(await running.exited)
