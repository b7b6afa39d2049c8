import { z } from 'zod'
import { lazily } from '../lib/lazily.ts'

/** The section of `config.toml` about notices. What may run on this machine is said here, and nowhere else. */

const command = lazily(() =>
  z.strictObject({
    name: z.string().trim().min(1).max(60),
    /** The program by its full path and its arguments; `{title}` and the like stand within one argument. */
    command: z
      .array(z.string().min(1).max(4_000))
      .min(1)
      .max(100)
      .refine(([program]) => program!.startsWith('/') || /^[A-Za-z]:[\\/]/.test(program!), {
        error: 'must begin with the full path of a program',
      }),
    timeout_seconds: z.int().min(1).max(300).optional(),
  }),
)

export const notificationSections = lazily(() => ({
  notifications: z
    .strictObject({
      /** Where pages are found from elsewhere, for the links in notices. */
      address: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .optional(),
      commands: z
        .array(command)
        .max(20)
        .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
          error: 'must have a name of its own each',
        })
        .optional(),
    })
    .optional(),
}))

export type AllowedCommand = z.infer<typeof command>
