import { type Caller, credentialOf } from '../auth/caller.ts'
import { isOnRecord, nameOf } from './action-gate.ts'
import type { Audit } from './audit.ts'

/** A call of a route that changes something, which was refused. `caller` is undefined for somebody without a credential. */
type RefusedCall = {
  caller: Caller | undefined
  /** Where a stranger called from; null where that is not known. */
  address: string | null
  /** What the call was to do, in words. */
  action: string
  /** What it was to be done to, as the caller wrote it. */
  target: string
  error: Error
}

const windowMs = 3_600_000
/** So many lines an hour a caller leaves, and all strangers together. */
const maxOfCaller = 300
const maxOfStrangers = 60
const maxCallers = 1_000
const longestTarget = 200

type Window = { from: number; lines: number; leftOut: number }

/**
 * Keeps on record what was refused before the action gate was reached: want of a right, a body that is wrong, an id that
 * nothing has. Nobody fills the disk with it: beyond a number of lines an hour calls are counted, and the next line says
 * how many. Answers whether a line was written.
 */
export function createRefusedCalls(audit: Pick<Audit, 'write'>, { now }: { now: () => number }) {
  const windows = new Map<string, Window>()

  function windowOf(who: string): Window {
    const at = now()
    const known = windows.get(who)
    if (known && at >= known.from && at - known.from < windowMs) return known
    const window = { from: at, lines: 0, leftOut: known?.leftOut ?? 0 }
    windows.delete(who)
    windows.set(who, window)
    if (windows.size > maxCallers) windows.delete(windows.keys().next().value!)
    return window
  }

  return {
    note({ caller, address, action, target, error }: RefusedCall): boolean {
      if (isOnRecord(error)) return false
      const window = windowOf(caller ? nameOf(caller) : 'nobody')
      if (window.lines >= (caller ? maxOfCaller : maxOfStrangers)) {
        window.leftOut++
        return false
      }
      const before = window.leftOut === 0 ? '' : ` ${window.leftOut} more were refused before and not written down.`
      audit.write({
        actId: crypto.randomUUID(),
        stage: 'refused',
        who: caller ? nameOf(caller) : `Nobody signed in (${address ?? 'address unknown'})`,
        role: caller?.role ?? 'nobody',
        credential: caller ? credentialOf(caller) : null,
        action,
        target: target.length > longestTarget ? `${target.slice(0, longestTarget)}…` : target,
        detail: `${error.message}${before}`,
      })
      window.lines++
      window.leftOut = 0
      return true
    },
  }
}
