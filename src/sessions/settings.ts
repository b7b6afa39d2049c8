import { z } from 'zod'

/** The sections of `config.toml` about sessions. */
export const sessionSections = {
  models: z.record(z.string().min(1), z.strictObject({ context: z.int().min(1_000).max(100_000_000) })).optional(),
}

const sections = z.object(sessionSections)

/** The context windows that the user states, in tokens, by the name of the model. */
export const contextsFrom = ({ models = {} }: z.infer<typeof sections>): Record<string, number> =>
  Object.fromEntries(Object.entries(models).map(([model, { context }]) => [model, context]))
