import { expect, test } from 'bun:test'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { until } from '../../lib/testing/until.ts'
import { isThreadHeld, readLocks } from './thread-locks.ts'

function homeWith(thread: string) {
  const home = temporary('codex-locks')
  mkdirSync(home.at('thread-writer-locks'))
  const path = home.at('thread-writer-locks', `${thread}.lock`)
  writeFileSync(path, '')
  return { home, path }
}

test.if(process.platform === 'linux' && readLocks() !== undefined)(
  'a thread is held for as long as a process has its lock',
  async () => {
    const { home, path } = homeWith('t-1')
    using _ = home
    const held = () => isThreadHeld([home.path], 't-1', readLocks())
    expect(held()).toBe(false)
    const holder = Bun.spawn(['flock', path, 'sleep', '60'])
    await until(() => held() === true)
    holder.kill('SIGKILL')
    // What it started has inherited the lock.
    Bun.spawnSync(['pkill', '-KILL', '-P', String(holder.pid)])
  },
)

test('where there is no lock, or locks are not shown, nothing is known', () => {
  const { home, path } = homeWith('t-1')
  using _ = home
  expect(isThreadHeld([home.path], 't-2', '')).toBeUndefined()
  expect(isThreadHeld([home.path], '../t-1', '')).toBeUndefined()
  expect(isThreadHeld([home.path], 't-1', undefined)).toBeUndefined()
  const { ino } = statSync(path)
  // A lock of another kind, and one of the same file on another device.
  expect(
    isThreadHeld(
      [home.path],
      't-1',
      `1: POSIX  ADVISORY  WRITE 7 00:00:${ino} 0 EOF\n2: FLOCK  ADVISORY  WRITE 7 ff:ff:${ino} 0 EOF`,
    ),
  ).toBe(false)
})
