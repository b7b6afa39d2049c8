import { z } from 'zod'
import type { Schedule } from '../facts/fact.ts'
import { fromRuntime } from './runtime-schedule.ts'

/** A schedule as a query holds it: JSON, as OpenClaw writes it. */
export const scheduleText = z
  .string()
  .max(2_000)
  .transform((text, context): Schedule => {
    try {
      return fromRuntime(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'should be a schedule as JSON' })
      return z.NEVER
    }
  })
