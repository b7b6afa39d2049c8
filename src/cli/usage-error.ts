/** A command line that cannot be carried out as it was given: one sentence, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
  /** What is loaded later has a copy of this class: errors of both are known by their name. */
  static override [Symbol.hasInstance](value: unknown) {
    return Error.isError(value) && value.name === 'UsageError'
  }
}
