import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { linkInProc } from '../../lib/proc.ts'

/** The process namespace of a machine that is no container: from there every lock is seen. */
const wholeMachine = 'pid:[4026531836]'

/** Whether all locks of the machine are shown to us. */
const seesAllLocks = () => linkInProc('self', 'ns/pid') === wholeMachine

/**
 * The process that holds the writer's lock of a thread, as Codex does for as long as it has a thread open:
 * `<home>/thread-writer-locks/<thread>.lock`; null where none does. Undefined where that cannot be known: no such file, or
 * not all locks are shown. `locks` is the text of `/proc/locks`.
 */
export function holderOf(
  homes: readonly string[],
  thread: string,
  locks: string | undefined,
): number | null | undefined {
  if (locks === undefined || !/^[A-Za-z0-9-]{1,100}$/.test(thread)) return undefined
  for (const home of homes) {
    try {
      const { ino, dev } = statSync(join(home, 'thread-writer-locks', `${thread}.lock`))
      return holdersOf(locks).get(`${nameOfDevice(dev)}:${ino}`) ?? null
    } catch {
      // The thread is not of this home, or its version locks nothing.
    }
  }
  return undefined
}

/** Whether a process holds the lock of a thread; undefined where that cannot be known. */
export function isThreadHeld(...asked: Parameters<typeof holderOf>): boolean | undefined {
  const holder = holderOf(...asked)
  return holder === undefined ? undefined : holder !== null
}

/** What the system says of its locks just now; undefined where it does not show them all. */
export function readLocks(): string | undefined {
  if (!seesAllLocks()) return undefined
  try {
    return readFileSync('/proc/locks', 'utf8')
  } catch {
    return undefined
  }
}

/** Who locks which file: `major:minor:inode` with hexadecimal numbers of the device, as the system writes them. */
const holdersOf = (text: string) =>
  new Map(
    text.split('\n').flatMap((line) => {
      const found = /^\d+: FLOCK\s+\S+\s+\S+\s+(\d+) ([0-9a-f]+:[0-9a-f]+:\d+) /.exec(line)
      return found ? [[found[2]!, Number(found[1])] as const] : []
    }),
  )

/** The numbers of a device as Linux packs them: 12 bits of major, 20 of minor. */
function nameOfDevice(dev: number): string {
  const major = Math.floor(dev / 256) % 4_096
  const minor = (dev % 256) + Math.floor(dev / 1_048_576) * 256
  const hex = (number: number) => number.toString(16).padStart(2, '0')
  return `${hex(major)}:${hex(minor)}`
}
