// test-truth.ts [RUNTIME ...] [--record]: how often the state we show is the true one. Installs the real command lines, leads them
// through every moment of a turn and looks at them through the compiled executable.
import { build } from './build.ts'

await build()
const { exited } = Bun.spawn([process.execPath, 'tests/states/truth.ts', ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit'],
})
process.exit(await exited)
