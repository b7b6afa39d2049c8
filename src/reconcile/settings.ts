import { z } from 'zod'

/** The section of `config.toml` about telemetry: with a port, what agents report over OTLP is received there. */
export const reconcileSections = {
  otlp: z.strictObject({ port: z.int().min(1).max(65_535) }).optional(),
}
