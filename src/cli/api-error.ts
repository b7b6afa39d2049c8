import { plainText } from '../lib/plain-text.ts'

/** An error that the server answered, with the server's sentence. */
export class ApiError extends Error {
  override name = 'ApiError'
  /** What is loaded later has a copy of this class: errors of both are known by their name. */
  static override [Symbol.hasInstance](value: unknown) {
    return Error.isError(value) && value.name === 'ApiError'
  }

  constructor(
    readonly status: number,
    readonly problem: { detail: string; code: string; confirm?: { phrase: string; question: string } },
  ) {
    super(plainText(problem.detail))
  }
}
