/** Runs a program of the project to its end with its output shown; the answer is its exit code. */
export async function runShown(command: string[], env: Record<string, string> = {}) {
  return Bun.spawn(command, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }).exited
}

/** Runs the bin of a package that is installed here. */
export const runBin = (name: string, ...args: string[]) =>
  runShown([process.execPath, `node_modules/.bin/${name}`, ...args])

/** Runs `bun test` on some paths and counts what it reports. */
export async function runTests(paths: string[], flags: string[] = []) {
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
