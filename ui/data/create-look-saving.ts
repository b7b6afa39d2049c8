import { api, ask } from './api.ts'
import { createAttempt } from './create-attempt.ts'

/** Keeps how a person chose that an agent looks; `saved` is called once it is kept. */
export function createLookSaving(agentId: () => string, saved: () => void) {
  const { problem, attempt } = createAttempt()
  return {
    problem,
    save: (choice: string | null) =>
      attempt(async () => {
        await ask(api.agents({ id: encodeURIComponent(agentId()) }).look.put({ choice }))
        saved()
      }),
  }
}
