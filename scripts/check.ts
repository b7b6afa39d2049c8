// check.ts: the quick part of the tests, for every save: format, lint, types, tidy and unit.
import { runBin, runTests } from './run.ts'

const lint = await runBin('biome', 'check', '--error-on-warnings', '.')
const types = await runBin('tsc', '-p', '.')
const { passed, failed } = await runTests(['./src', './ui', './scripts'])
const all = {
  passed: passed + Number(lint === 0) + Number(types === 0),
  failed: failed + Number(lint !== 0) + Number(types !== 0),
}
console.log(`${all.passed} passed, ${all.failed} failed`)
process.exit(all.failed === 0 ? 0 : 1)
