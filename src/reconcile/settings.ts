import { z } from 'zod'
import { lazily } from '../lib/lazily.ts'

/** The section of `config.toml` about telemetry: with a port, what agents report over OTLP is received there. */
export const reconcileSections = lazily(() => ({
  otlp: z.strictObject({ port: z.int().min(1).max(65_535) }).optional(),
}))
