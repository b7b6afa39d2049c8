import { z } from 'zod'
import { splitGlob } from '../lib/glob.ts'
import { lazily } from '../lib/lazily.ts'
import { idOfName } from './source-id.ts'

/** The section of `config.toml` about logs: files to be followed beside those that are found. */

const path = lazily(() =>
  z
    .string()
    .max(1_000)
    .superRefine((value, context) => {
      const split = splitGlob(value)
      if ('mistake' in split) context.addIssue({ code: 'custom', message: split.mistake })
    }),
)

const log = lazily(() =>
  z.strictObject({
    name: z.string().trim().min(1).max(60),
    /** A file, or a glob: `/var/log/app/*.log`. */
    path,
    keep_mb: z.int().min(1).max(100_000).optional(),
    keep_days: z.int().min(1).max(3_650).optional(),
  }),
)

export const logSections = lazily(() => ({
  logs: z
    .array(log)
    .max(100)
    .refine((all) => new Set(all.map(({ name }) => idOfName(name))).size === all.length, {
      error: 'must have a name of its own each',
    })
    .optional(),
}))

export type ConfiguredLog = z.infer<typeof log>
