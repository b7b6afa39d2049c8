import { createSignal } from 'solid-js'
import { Problem } from './problem.ts'

/**
 * Carries out acts of a person and keeps what went wrong with the last one, in the server's words. `after` runs behind
 * each, whether it succeeded or not. Any other error is thrown.
 */
export function createAttempt(after: () => Promise<void> | void = () => {}) {
  const [problem, setProblem] = createSignal<string>()

  async function attempt(act: () => Promise<unknown>) {
    setProblem(undefined)
    try {
      await act()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
    }
    await after()
  }

  return { problem, attempt }
}
