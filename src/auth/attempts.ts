import { Refusal } from '../lib/refusal.ts'
import { networkOf } from './address.ts'
import type { Peer } from './caller.ts'

const windowMs = 60_000
const maxFailures = 5
const maxRemembered = 10_000

export type Attempts = ReturnType<typeof createAttempts>

/** Limits failed sign-ins by client network to five in a minute. */
export function createAttempts({ now }: { now: () => number }) {
  const failures = new Map<string, number[]>()

  return {
    /** Throws a Refusal for a client that has failed too often lately. */
    admit(peer: Peer | undefined) {
      const recent = recentOf(sourceOf(peer))
      if (recent.length < maxFailures) return
      const retryAfterSeconds = Math.max(1, Math.ceil((recent[0]! + windowMs - now()) / 1_000))
      throw new Refusal('too-many', `Too many failed sign-ins. Try again in ${retryAfterSeconds} seconds.`, {
        retryAfterSeconds,
      })
    },

    failed(peer: Peer | undefined) {
      const source = sourceOf(peer)
      const times = [...recentOf(source), now()].slice(-maxFailures)
      failures.delete(source)
      failures.set(source, times)
      if (failures.size > maxRemembered) failures.delete(failures.keys().next().value!)
    },
  }

  function recentOf(source: string) {
    return (failures.get(source) ?? []).filter((at) => now() - at < windowMs)
  }
}

const sourceOf = (peer: Peer | undefined) =>
  peer === undefined ? 'unknown' : peer === 'socket-file' ? 'socket-file' : networkOf(peer.address)
