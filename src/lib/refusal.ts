export type RefusalCode =
  | 'bad-input'
  | 'unauthorized'
  | 'forbidden'
  | 'wrong-host'
  | 'wrong-origin'
  | 'not-found'
  | 'wrong-method'
  | 'conflict'
  | 'confirm-needed'
  | 'terminal-unconfirmed'
  | 'too-large'
  | 'too-many'
  | 'unavailable'

/**
 * A request that is understood and will not be carried out. `message` tells people what is so and what to do. `details`
 * are sent with the answer and must never hold a secret.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  /** What is loaded later has a copy of this class: refusals of both are known by their name. */
  static override [Symbol.hasInstance](value: unknown) {
    return Error.isError(value) && value.name === 'Refusal'
  }

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message)
  }
}
