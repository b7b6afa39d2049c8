import type { Caller } from '../auth/caller.ts'
import { atLeast, type Role } from '../auth/role.ts'
import { redact } from '../lib/redact.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Audit, Stage } from './audit.ts'

/** What a person is asked before something that hurts: what would happen, to whom, and what to type. */
export type Confirmation = {
  question: string
  effect: string
  hits: { name: string; effect: string }[]
  /** What will be done, to the letter; null where there is no such line. */
  exact: string | null
  phrase: string
  verb: string
  safeVerb: string
}

export type Action<T> = {
  caller: Caller
  /** A verb and its object: `revoke token`. */
  action: string
  /** What it is done to, by a name a person knows. */
  target: string
  needs: Role
  /** `given` is what the person typed; without `confirm` the act needs no question. */
  confirm?: { given?: string | undefined; ask: Confirmation } | undefined
  perform: () => Promise<T> | T
  /** Waits until it has come true, or throws the reason why it has not. */
  watch?: ((result: T) => Promise<void>) | undefined
}

export type ActionGate = ReturnType<typeof createActionGate>

/**
 * The one way for a write to leave this process. Through it goes only what the caller may do and has confirmed; it is
 * on record before it is begun, and again when it has come true or failed.
 */
export function createActionGate(audit: Pick<Audit, 'write'>, newId: () => string = () => crypto.randomUUID()) {
  return {
    async pass<T>({ caller, action, target, needs, confirm, perform: act, watch }: Action<T>): Promise<T> {
      const actId = newId()
      const record = (stage: Stage, detail: string | null = null) =>
        audit.write({ actId, stage, who: nameOf(caller), role: caller.role, action, target, detail })

      if (!atLeast(caller.role, needs)) {
        record('refused', `Needs ${needs}.`)
        throw new Refusal('forbidden', `You are ${caller.role}; to ${action} one has to be ${needs}.`, { needs })
      }
      if (confirm && confirm.given !== confirm.ask.phrase)
        throw new Refusal('confirm-needed', confirm.ask.question, { confirm: confirm.ask })

      record('asked')
      let result: T
      try {
        result = await act()
        await watch?.(result)
      } catch (error) {
        recordFailure(error)
        throw error
      }
      record('done')
      return result

      function recordFailure(error: unknown) {
        try {
          record('failed', error instanceof Error ? error.message : String(error))
        } catch (unrecorded) {
          throw new AggregateError([error, unrecorded], `Failed to ${action}, and could not record that.`)
        }
      }
    },
  }
}

/** How a caller stands in the audit: a name can be chosen, the credential's id cannot. */
export const nameOf = (caller: Caller) => `${redact(caller.name)} (${caller.id})`
