import { z } from 'zod'
import { lazily } from '../lib/lazily.ts'
import { isServiceUnit, isUnitName } from './driver.ts'

const words = lazily(() => z.string().min(1).max(4_000))
const managers = ['user_unit', 'system_unit', 'launchd', 'task', 'container', 'command'] as const
const unit = lazily(() =>
  z.string().refine(isServiceUnit, { error: 'must be the name of a unit like "queue.service"' }),
)
const label = lazily(() =>
  z.string().refine(isUnitName, { error: 'must be a name of letters, digits, spaces and . _ - @ : ( )' }),
)

const service = lazily(() =>
  z
    .strictObject({
      name: z.string().min(1).max(60),
      user_unit: unit.optional(),
      system_unit: unit.optional(),
      launchd: label.optional(),
      task: label.optional(),
      container: z
        .string()
        .regex(/^[A-Za-z0-9][\w.-]{0,127}$/, 'must be the name of a container')
        .optional(),
      command: z.array(words).min(1).max(200).optional(),
      cwd: z.string().startsWith('/', 'must be an absolute path').max(4_000).optional(),
      env: z
        .record(z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of a variable'), z.string().max(32_000))
        .optional(),
      /** A port of this machine on which it answers when it is ready. */
      port: z.int().min(1).max(65_535).optional(),
      /** Whether this is what starts and stops the gateway of the first home. */
      gateway: z.boolean().optional(),
      depends_on: z.array(z.string().min(1).max(60)).max(50).optional(),
    })
    .refine((given) => managers.filter((name) => given[name] !== undefined).length === 1, {
      error: `must say once what manages it: ${managers.join(', ')}`,
    }),
)

/** The sections of `config.toml` about services. */
export const controlSections = lazily(() => ({
  controls: z
    .strictObject({
      beyond_loopback: z.boolean().optional(),
      check_updates: z.boolean().optional(),
      docker: z.boolean().optional(),
      docker_socket: z.string().startsWith('/', 'must be an absolute path').max(200).optional(),
    })
    .optional(),
  services: z
    .array(service)
    .max(200)
    .refine((all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length, {
      error: 'must have a name of its own each',
    })
    .optional(),
}))

export type ConfiguredService = z.infer<typeof service>
