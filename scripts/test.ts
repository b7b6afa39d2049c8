// test.ts: everything. Format, lint, types, tidy and unit; then the compiled executable as a whole, in a real browser.
import { build } from './build.ts'
import { chromium } from './chromium.ts'
import { conclude, countOf, runBin, runTests, runTypes, runUnitTests } from './run.ts'

const parts = [
  countOf(await runBin('biome', 'check', '--error-on-warnings', '.')),
  countOf(await runTypes()),
  await runUnitTests(),
]
await build()
process.env.WHEELHOUSE_CHROMIUM = chromium()
// Most of their time is waiting, for a page or a program. One that wavers is named at the end, as a fault to mend.
parts.push(await runTests(['./tests'], ['--parallel=2', '--retry=1']))
conclude(parts)
