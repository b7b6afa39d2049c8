import { expect, test } from 'bun:test'
import { statSync, writeFileSync } from 'node:fs'
import { takeLock } from './lock.ts'
import { temporary } from './testing/temporary.ts'

const holder = (path: string) =>
  `import { takeLock } from ${JSON.stringify(`${import.meta.dir}/lock.ts`)}
   const lock = takeLock(${JSON.stringify(path)})
   console.log(lock ? 'mine' : 'taken')
   setInterval(() => lock, 1000)`

/** Another process that tries to take the lock, says how it went, and lives on. */
async function hold(path: string) {
  const child = Bun.spawn([process.execPath, '-e', holder(path)], { stdout: 'pipe' })
  const { value } = await child.stdout.getReader().read()
  return { child, output: new TextDecoder().decode(value).trim(), [Symbol.asyncDispose]: () => end(child) }
}

function end(child: Bun.Subprocess) {
  child.kill('SIGKILL')
  return child.exited.then(() => {})
}

test('a second taker is refused until the first lets go', () => {
  using folder = temporary('lock')
  const path = folder.at('deep', 'a.lock')
  const lock = takeLock(path)
  expect(lock).toBeDefined()
  expect(takeLock(path)).toBeUndefined()
  lock?.release()
  const next = takeLock(path)
  expect(next).toBeDefined()
  next?.release()
})

test('another process is refused as well, and gets it when its holder is killed', async () => {
  using folder = temporary('lock')
  const path = folder.at('a.lock')
  await using first = await hold(path)
  await using second = await hold(path)
  expect([first.output, second.output]).toEqual(['mine', 'taken'])
  expect(takeLock(path)).toBeUndefined()
  await end(first.child)
  const lock = takeLock(path)
  expect(lock).toBeDefined()
  lock?.release()
})

test('the folder of a lock is made, and belongs to us alone', () => {
  using folder = temporary('lock')
  takeLock(folder.at('mine', 'a.lock'))?.release()
  expect(statSync(folder.at('mine')).mode & 0o777).toBe(0o700)
})

test('a lock that cannot be is not mistaken for one that is taken', () => {
  using folder = temporary('lock')
  writeFileSync(folder.at('file'), 'not a database, and long enough to be told from one'.repeat(30))
  expect(() => takeLock(folder.at('file'))).toThrow('not a database')
})
