import { z } from 'zod'
import { lazily } from '../lib/lazily.ts'

/** The sections of `config.toml` about sessions. */
/** Beyond half an hour a session sleeps. */
const minutes = lazily(() => z.int().min(1).max(30))

export const sessionSections = lazily(() => ({
  stalled: z
    .strictObject({ after_minutes: minutes.optional(), after: z.record(z.string().min(1), minutes).optional() })
    .optional(),
  models: z.record(z.string().min(1), z.strictObject({ context: z.int().min(1_000).max(100_000_000) })).optional(),
}))

const sections = lazily(() => z.object(sessionSections))

/** After how many minutes of silence a session is stalled: by runtime, by the id of an agent, and by `''` for all. */
export const stalledAfterFrom = ({ stalled = {} }: z.infer<typeof sections>): Record<string, number> => ({
  ...stalled.after,
  ...(stalled.after_minutes !== undefined && { '': stalled.after_minutes }),
})

/** The context windows that the user states, in tokens, by the name of the model. */
export const contextsFrom = ({ models = {} }: z.infer<typeof sections>): Record<string, number> =>
  Object.fromEntries(Object.entries(models).map(([model, { context }]) => [model, context]))
