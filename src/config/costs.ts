import { z } from 'zod'
import type { Budget } from '../costs/budgets/budget.ts'
import type { Override } from '../costs/pricing/overrides.ts'
import { isDay } from '../lib/timezone.ts'

/** US dollars per million tokens. */
const perMillion = z.number().min(0).max(100_000)
const price = {
  input: perMillion,
  output: perMillion,
  cache_read: perMillion.optional(),
  cache_write: perMillion.optional(),
  from: z.preprocess(dayIn, z.string().refine(isDay, { error: 'must be a day like 2026-01-01' })).optional(),
}

/** A day: TOML dates arrive as objects, quoted ones as strings. */
function dayIn(value: unknown) {
  return typeof value === 'object' && value !== null ? String(value).slice(0, 10) : value
}

const budgetOf = {
  name: z.string().min(1).max(60),
  per: z.enum(['day', 'month']),
  usd: z.number().min(0.01).max(1_000_000),
  agent: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  project: z.string().min(1).optional(),
  runtime: z.enum(['openclaw', 'claude-code', 'codex', 'gemini', 'opencode', 'custom']).optional(),
  warn: z.array(z.number().min(0.01).max(10)).optional(),
  on_trip: z.enum(['nothing', 'notify', 'stop-crons', 'abort-sessions']).optional(),
}

const limits = {
  claude_block_usd: z.number().min(0.01).max(1_000_000).optional(),
  claude_block_tokens: z.int().min(1).max(1_000_000_000_000).optional(),
}

/** How a runtime is paid: by usage, or by a subscription with a bill of its own. */
export const billing = z.enum(['api', 'subscription']).optional()

/** The sections of `config.toml` about money. */
export const costSections = {
  prices: z
    .record(
      z.string().min(1),
      z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.strictObject(price))),
    )
    .optional(),
  budgets: z
    .array(z.strictObject(budgetOf))
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      error: 'must have a name of its own each',
    })
    .optional(),
  limits: z.strictObject(limits).optional(),
}

/** The keys of each section, for the message about an unknown key. */
export const costKeys: Record<keyof typeof costSections, object> = { prices: price, budgets: budgetOf, limits }

const sections = z.object(costSections)
export type CostSections = z.infer<typeof sections>

export const overridesFrom = ({ prices = {} }: CostSections): Override[] =>
  Object.entries(prices).flatMap(([model, list]) =>
    list.map(({ input, output, cache_read, cache_write, from }) => ({
      model,
      input,
      output,
      ...(cache_read !== undefined && { cacheRead: cache_read }),
      ...(cache_write !== undefined && { cacheWrite: cache_write }),
      ...(from !== undefined && { from }),
    })),
  )

/** The declared budgets, after the one for every day. */
export function budgetsFrom({ budgets = [] }: CostSections, dayUsd: number | undefined): Budget[] {
  const simple: Budget[] =
    dayUsd === undefined
      ? []
      : [{ name: 'Daily budget', per: 'day', usd: dayUsd, filter: {}, warn: [0.8, 1], onTrip: 'nothing' }]
  return [
    ...simple,
    ...budgets.map(
      ({ name, per, usd, warn = [0.8, 1], on_trip = 'nothing', agent, model, project, runtime }): Budget => ({
        name,
        per,
        usd,
        filter: {
          ...(agent !== undefined && { agent }),
          ...(model !== undefined && { model }),
          ...(project !== undefined && { project }),
          ...(runtime !== undefined && { runtime }),
        },
        warn: [...new Set(warn)].sort((a, b) => a - b),
        onTrip: on_trip,
      }),
    ),
  ]
}
