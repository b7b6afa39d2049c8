import type { FileTouch } from '../../../src/files/file.ts'
import { dayOf } from '../../../src/lib/timezone.ts'

/** The changes of a file on a day, the newest first, with what they came to in lines; null where no line is known. */
export function todayOf(touches: readonly FileTouch[], day: string, timezone: string) {
  const own = touches.filter(({ how, at }) => how !== 'read' && dayOf(at, timezone) === day)
  const sumOf = (part: 'added' | 'removed') =>
    own.reduce<number | null>((sum, touch) => (touch[part] === null ? sum : (sum ?? 0) + touch[part]), null)
  return { touches: own.toReversed(), added: sumOf('added'), removed: sumOf('removed') }
}
