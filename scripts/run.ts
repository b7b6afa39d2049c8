import { Glob } from 'bun'
import { createFailures } from './failures.ts'

/** What failed, and what passed only when it was tried again: said once more at the end, where a long log is read first. */
const failures = createFailures()

/** Runs `bun test` to its end with its output shown, and keeps what each failure said; the answer is the exit code. */
async function runShown(command: string[]) {
  const colours = process.stderr.isTTY ? { FORCE_COLOR: '1' } : {}
  const child = Bun.spawn(command, { stdio: ['ignore', 'inherit', 'pipe'], env: { ...process.env, ...colours } })
  const decoder = new TextDecoder()
  for await (const chunk of child.stderr) {
    process.stderr.write(chunk)
    failures.add(decoder.decode(chunk, { stream: true }))
  }
  return child.exited
}

/** Runs the bin of a package that is installed here; what it writes is shown when it has ended. */
export async function runBin(name: string, ...args: string[]) {
  const bin = Bun.spawn([process.execPath, `node_modules/.bin/${name}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [code, ...written] = await Promise.all([
    bin.exited,
    new Response(bin.stdout).text(),
    new Response(bin.stderr).text(),
  ])
  process.stdout.write(written.join(''))
  return code
}

/** What is remembered between two runs, beside what is installed. */
const cache = 'node_modules/.cache'

/** Checks types: of the files that changed, and of those that use them. */
export const runTypes = () =>
  runBin('tsc', '-p', '.', '--incremental', '--tsBuildInfoFile', `${cache}/types.tsbuildinfo`)

export type Count = { passed: number; failed: number }

/** Runs `bun test` on some paths and counts what it reports. */
export async function runTests(paths: string[], flags: string[] = []): Promise<Count> {
  const report = `${process.env.TMPDIR ?? '/tmp'}/wheelhouse-junit-${process.pid}-${Math.random().toString(36).slice(2)}.xml`
  const code = await runShown([
    process.execPath,
    'test',
    '--timeout=60000',
    '--reporter=junit',
    `--reporter-outfile=${report}`,
    ...flags,
    ...paths,
  ])
  const text = await Bun.file(report)
    .text()
    .catch(() => '')
  await Bun.file(report)
    .delete()
    .catch(() => {})
  const head = /<testsuites[^>]*>/.exec(text)?.[0] ?? ''
  const count = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
  const failed = Math.max(count('failures'), code === 0 && head !== '' ? 0 : 1)
  return { passed: count('tests') - count('failures') - count('skipped'), failed }
}

/** Where the unit tests are, beside what they test. */
const unitFolders = ['./src', './ui', './scripts']

/** Tests that are slow by nature: thousands of facts, real threads and processes, whole simulations. */
const slowTests = '**/*.slow.test.{ts,tsx}'

/** In as many processes as there are cores; the files that took longest the last time begin first. */
const parallel = ['--parallel', `--timings=${cache}/unit-test-times.json`, '--update-timings']

/** Every unit test, each file in a world of its own. */
export const runUnitTests = () => runTests(unitFolders, parallel)

/** The unit tests without the slow ones, of which only failures are shown. Files of one process share what they load. */
export async function runQuickTests(): Promise<Count> {
  const quick = ['--no-isolate', '--only-failures', `--path-ignore-patterns=${slowTests}`]
  const count = await runTests(unitFolders, [...parallel, ...quick])
  const left = unitFolders.flatMap((folder) => [...new Glob(slowTests).scanSync(folder)])
  console.log(`${left.length} files of slow tests were left out; npm test runs them, too.`)
  return count
}

export const countOf = (code: number): Count => ({ passed: Number(code === 0), failed: Number(code !== 0) })

/** Shows what all parts come to, and ends with the exit code of that. */
export function conclude(parts: Count[]): never {
  const passed = parts.reduce((sum, part) => sum + part.passed, 0)
  const failed = parts.reduce((sum, part) => sum + part.failed, 0)
  for (const test of failures.wavered) console.log(`\nPassed only when it was tried again:\n${test}`)
  for (const test of failures.failed) console.log(`\nFailed:\n${test}`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
