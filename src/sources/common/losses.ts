import type { Loss } from '../../facts/bounds.ts'
import type { Finding } from '../../facts/source.ts'

/** Counts the values that were cut or refused of a source whose messages are not kept, since the program started. */
export function createLosses(source: string) {
  let count = 0
  let last = ''
  return {
    /** Counts what is lost of one message; `place` says what kind of message it is. */
    of: (place: string) => (loss: Loss) => {
      count++
      last = `${place}: its ${loss.field} is not ${loss.what}`
    },
    findings: (): Finding[] =>
      count === 0
        ? []
        : [
            {
              level: 'info',
              code: 'values-refused',
              message: `${count === 1 ? 'One value' : `${count} values`} of ${source} ${count === 1 ? 'was' : 'were'} cut or refused since the start (${last}).`,
              fix: 'Nothing else is missing.',
            },
          ],
  }
}
