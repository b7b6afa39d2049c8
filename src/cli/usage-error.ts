/** A command line that cannot be carried out as it was given: one sentence, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}
