// test-real.ts: what only the real thing can show. Installs OpenClaw, starts its gateway with a stand-in model and looks
// at it through the compiled executable; installs the command lines, has them call their tools, reads what they write, and
// stops them in the middle of a tool; and drives a Docker engine of its own, where one can run. Apart is
// `tests/real/update.ts`, which takes a quarter of an hour.
import { build } from './build.ts'
import { conclude, runTests } from './run.ts'

await build()
await Bun.spawn([process.execPath, 'tests/real/install.ts'], { stdio: ['ignore', 'inherit', 'inherit'] }).exited
const count = await runTests(
  [
    './tests/real/real.ts',
    './tests/real/steer.ts',
    './tests/real/crons.ts',
    './tests/real/gateway-config.ts',
    './tests/real/transcripts.ts',
    './tests/real/approvals.ts',
    './tests/real/alerts.ts',
    './tests/real/command-line-approvals.ts',
    './tests/real/steer-command-lines.ts',
    './tests/real/docker.ts',
  ],
  // Most of their time is waiting. One that wavers is named at the end.
  ['--timeout=300000', '--parallel', '--retry=1'],
)
conclude([count])
