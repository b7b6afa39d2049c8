import { z } from 'zod'
import { lazily } from '../../lib/lazily.ts'

/** A day as models write it. */
export const day = lazily(() =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .describe('a day like 2026-11-20'),
)
export const agent = lazily(() =>
  z.string().max(400).describe('an agent, by its id as read_agents gives it, or by its name'),
)
