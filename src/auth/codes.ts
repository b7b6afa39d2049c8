import { randomBytes } from '../lib/crypto.ts'
import { hasHash, hashOf } from './hash.ts'
import type { Role } from './role.ts'

const lifetimeMs = 5 * 60_000
const maxOpen = 20

export type Codes = ReturnType<typeof createCodes>

/** Sign-in codes for links: valid once, for five minutes, and only within this process. */
export function createCodes({
  now,
  random = randomBytes,
}: {
  now: () => number
  random?: (bytes: number) => Uint8Array
}) {
  let open: { hash: string; role: Role; until: number }[] = []

  return {
    /** Makes a code; the oldest open one expires where there are too many. */
    issue(role: Role): string {
      const code = Buffer.from(random(16)).toString('base64url')
      open = [...stillGood(), { hash: hashOf(code), role, until: now() + lifetimeMs }].slice(-maxOpen)
      return code
    },

    /** The role of a code; undefined for a wrong, used or expired one. It stays good until it is used. */
    roleOf(code: string): Role | undefined {
      return matching(code)?.role
    },

    /** Ends a code. */
    use(code: string) {
      const used = matching(code)
      open = stillGood().filter((entry) => entry !== used)
    },
  }

  function matching(code: string) {
    return stillGood().filter(({ hash }) => hasHash(code, hash))[0]
  }

  function stillGood() {
    return open.filter(({ until }) => now() < until)
  }
}
