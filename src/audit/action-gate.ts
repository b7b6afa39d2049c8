import { type Caller, credentialOf } from '../auth/caller.ts'
import { atLeast, type Role } from '../auth/role.ts'
import { redact } from '../lib/redact.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Audit } from './audit.ts'
import type { Stage } from './audit-line.ts'

/** The question before something that hurts: what would happen, to whom, and which word confirms it. */
export type Confirmation = {
  question: string
  effect: string
  hits: { name: string; effect: string }[]
  /** The exact command that will be carried out; null where there is none. */
  exact: string | null
  /** What changes in a file, line by line, with `+` and `-` before them. */
  diff?: string
  phrase: string
  /** Whether a person types the phrase, as they do where something is lost; else the button gives it. */
  isTyped?: boolean
  verb: string
  safeVerb: string
}

export type Action<T> = {
  caller: Caller
  /** A verb and its object: `revoke token`. */
  action: string
  /** The object of the action, by a name that a person knows. */
  target: string
  needs: Role
  /** `given` is what the person typed; without `confirm` the action needs no question. */
  confirm?: { given?: string | undefined; ask: Confirmation } | undefined
  /** Writes that leave this process demand the permit. */
  perform: (permit: Permit) => Promise<T> | T
  /** Waits until the effect is visible, or throws the reason why it is not. */
  watch?: ((result: T) => Promise<void>) | undefined
}

/** The proof that an action has passed the gate. It is valid while that action is performed and never after. */
export type Permit = {
  readonly actId: string
  /** Throws where the action is over: a permit that was kept opens nothing. */
  check(): void
}

export type ActionGate = ReturnType<typeof createActionGate>

/**
 * The one way for a write to leave this process. The gate lets pass what the caller may do and has confirmed; the
 * audit has it before it begins, and again when it is done or has failed.
 * Throws a Refusal: `forbidden` without the right, `confirm-needed` without the word; else what `perform` or `watch` throws.
 */
export function createActionGate(audit: Pick<Audit, 'write'>, newId: () => string = () => crypto.randomUUID()) {
  return {
    async pass<T>({ caller, action, target, needs, confirm, perform, watch }: Action<T>): Promise<T> {
      const actId = newId()
      const record = (stage: Stage, detail: string | null = null) =>
        audit.write({
          actId,
          stage,
          who: nameOf(caller),
          role: caller.role,
          credential: credentialOf(caller),
          action,
          target,
          detail,
        })

      if (!atLeast(caller.role, needs)) {
        record('refused', `Needs ${needs}.`)
        throw onRecord(
          new Refusal('forbidden', `To ${action} you need the role ${needs}; you are ${caller.role}.`, { needs }),
        )
      }
      if (!caller.mayAct) {
        record('refused', 'This credential may not act.')
        throw onRecord(new Refusal('forbidden', `This credential only reads. To ${action}, sign in with a link.`))
      }
      if (confirm && confirm.given !== confirm.ask.phrase)
        throw new Refusal('confirm-needed', confirm.ask.question, { confirm: confirm.ask })

      record('asked')
      let isOpen = true
      const permit: Permit = {
        actId,
        check() {
          if (!isOpen) throw new Error(`The permit of ${action} was used after the action had ended.`)
        },
      }
      let result: T
      try {
        result = await perform(permit)
        await watch?.(result)
      } catch (error) {
        recordFailure(error)
        throw error
      } finally {
        isOpen = false
      }
      record('done')
      return result

      function recordFailure(error: unknown) {
        try {
          record('failed', error instanceof Error ? error.message : String(error))
          if (error instanceof Error) onRecord(error)
        } catch (unrecorded) {
          throw new AggregateError([error, unrecorded], `Failed to ${action}, and could not record that.`)
        }
      }
    },
  }
}

const recorded = new WeakSet<Error>()

function onRecord<E extends Error>(error: E): E {
  recorded.add(error)
  return error
}

/** Whether the gate has written down that an act was refused, or failed, with this error. */
export const isOnRecord = (error: Error) => recorded.has(error)

/** The caller as the audit names them: people choose the name, nobody chooses the credential's id. */
export const nameOf = (caller: Caller) => `${redact(caller.name)} (${caller.id})`
