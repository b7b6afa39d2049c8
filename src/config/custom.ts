import { z } from 'zod'
import { type SplitGlob, splitGlob } from '../lib/glob.ts'
import { lazily } from '../lib/lazily.ts'

const maxPathLength = 200

/** The path of a value within a line: `usage.input_tokens`, `choices.0.model`. */
const fieldPath = lazily(() =>
  z
    .string()
    .min(1)
    .max(maxPathLength)
    .refine((path) => path.split('.').every((name) => name !== '' && name.trim() === name), {
      error: 'must be names with single dots between them, like "usage.input_tokens"',
    }),
)

const glob = lazily(() =>
  z.string().superRefine((value, context) => {
    const split = splitGlob(value)
    if ('mistake' in split) context.addIssue({ code: 'custom', message: split.mistake })
  }),
)

/** A folder stands for a glob over every JSONL file in it. */
const folder = lazily(() =>
  z.string().superRefine((value, context) => {
    const split = splitGlob(globIn(value))
    if ('mistake' in split) context.addIssue({ code: 'custom', message: `must be a folder of its own, like "~/logs"` })
  }),
)

const globIn = (dir: string) => `${dir.replace(/\/+$/, '')}/**/*.jsonl`

/** The keys of `[[custom]]`. */
export const custom = lazily(() => ({
  name: z.string().min(1).max(60),
  glob: glob.optional(),
  dirs: z.array(folder).min(1).optional(),
  time: fieldPath,
  model: fieldPath,
  input: fieldPath,
  output: fieldPath,
  provider: fieldPath.optional(),
  cache_read: fieldPath.optional(),
  cache_write: fieldPath.optional(),
  reasoning: fieldPath.optional(),
  cost: fieldPath.optional(),
  session: fieldPath.optional(),
  id: fieldPath.optional(),
  project: fieldPath.optional(),
  input_includes_cache: z.boolean().optional(),
  output_includes_reasoning: z.boolean().optional(),
}))

const declaration = lazily(() =>
  z.strictObject(custom).superRefine(({ glob, dirs }, context) => {
    if ((glob === undefined) === (dirs === undefined))
      context.addIssue({ code: 'custom', message: 'must have either glob or dirs' })
  }),
)

export const declarations = lazily(() =>
  z.array(declaration).superRefine((all, context) => {
    for (const [number, { name }] of all.entries())
      if (all.findIndex((other) => other.name === name) < number)
        context.addIssue({
          code: 'custom',
          path: [number, 'name'],
          message: `must differ: ${JSON.stringify(name)} is taken`,
        })
  }),
)

export type Declared = ReturnType<typeof declared>

/** Converts a declaration of the file to what the source takes. */
export function declared(file: z.infer<typeof declaration>) {
  const { name, time, model, provider, input, output, reasoning, cost, session, id, project } = file
  const splits = (file.dirs?.map(globIn) ?? [file.glob ?? '']).map((one) => splitGlob(one)).filter(isSplit)
  return {
    name,
    roots: splits.map(({ root }) => root),
    pattern: splits[0]?.pattern ?? '',
    fields: {
      time,
      model,
      provider,
      input,
      output,
      cacheRead: file.cache_read,
      cacheWrite: file.cache_write,
      reasoning,
      cost,
      session,
      id,
      project,
    },
    inputIncludesCache: file.input_includes_cache ?? false,
    outputIncludesReasoning: file.output_includes_reasoning ?? true,
  }
}

/** Splits a glob that the schema has already checked. */
const isSplit = (split: SplitGlob | { mistake: string }): split is SplitGlob => 'root' in split
