// check.ts: the quick part of the tests, for every save: format, lint, types, tidy and unit but for the slow ones, all
// of it side by side.
import { conclude, countOf, runBin, runQuickTests, runTypes } from './run.ts'

conclude(
  await Promise.all([
    runQuickTests(),
    runBin('biome', 'check', '--error-on-warnings', '.').then(countOf),
    runTypes().then(countOf),
  ]),
)
