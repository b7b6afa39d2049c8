import { z } from 'zod'
import { lazily } from '../lib/lazily.ts'

/** The section of `config.toml` about files. */

/** The scheme of an editor. Those that run what is in an address are none. */
const address = /^(?!javascript:|data:|vbscript:|blob:)[a-z][a-z0-9+.-]*:\/\/\S*\{path\}\S*$/i

export const fileSections = lazily(() => ({
  files: z
    .strictObject({
      watch: z.boolean().optional(),
      editor: z
        .string()
        .max(500)
        .regex(address, { error: 'must be an address with {path} in it, like "vscode://file/{path}:{line}"' })
        .optional(),
    })
    .optional(),
}))

const sections = lazily(() => z.object(fileSections))

/** Whether changes from outside are looked for, and the address that opens a file in an editor; null for none. */
export const fileSettingsOf = ({ files = {} }: z.infer<typeof sections>) => ({
  watches: files.watch ?? true,
  editor: files.editor ?? null,
})
