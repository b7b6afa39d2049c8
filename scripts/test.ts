// test.ts: everything. Format, lint, types, tidy and unit; then the compiled executable as a whole, in a real browser.
import { build } from './build.ts'
import { chromium } from './chromium.ts'
import { runBin, runTests } from './run.ts'

const parts: { passed: number; failed: number }[] = []
const asOne = (code: number) => parts.push({ passed: Number(code === 0), failed: Number(code !== 0) })

asOne(await runBin('biome', 'check', '--error-on-warnings', '.'))
asOne(await runBin('tsc', '-p', '.'))
parts.push(await runTests(['./src', './ui', './scripts']))
await build()
process.env.WHEELHOUSE_CHROMIUM = chromium()
parts.push(await runTests(['./tests']))

const passed = parts.reduce((sum, part) => sum + part.passed, 0)
const failed = parts.reduce((sum, part) => sum + part.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
