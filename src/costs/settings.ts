import { z } from 'zod'
import { runtimes } from '../facts/runtimes.ts'
import { lazily } from '../lib/lazily.ts'
import { isDay } from '../lib/timezone.ts'
import type { Budget } from './budgets/budget.ts'
import type { Override } from './pricing/overrides.ts'

/** US dollars per million tokens. */
const perMillion = lazily(() => z.number().min(0).max(100_000))
const price = lazily(() => ({
  input: perMillion,
  output: perMillion,
  cache_read: perMillion.optional(),
  cache_write: perMillion.optional(),
  from: z.preprocess(dayIn, z.string().refine(isDay, { error: 'must be a day like 2026-01-01' })).optional(),
}))

/** A day: TOML dates arrive as objects, quoted ones as strings. */
function dayIn(value: unknown) {
  return typeof value === 'object' && value !== null ? String(value).slice(0, 10) : value
}

const budgetOf = lazily(() => ({
  name: z.string().min(1).max(60),
  per: z.enum(['day', 'month']),
  usd: z.number().min(0.01).max(1_000_000),
  agent: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  project: z.string().min(1).optional(),
  runtime: z.enum(runtimes).optional(),
  warn: z.array(z.number().min(0.01).max(10)).optional(),
  on_trip: z.enum(['nothing', 'notify', 'stop-crons', 'abort-sessions']).optional(),
}))

const limits = lazily(() => ({
  claude_block_usd: z.number().min(0.01).max(1_000_000).optional(),
  claude_block_tokens: z.int().min(1).max(1_000_000_000_000).optional(),
}))

/** The sections of `config.toml` about money. */
export const costSections = lazily(() => ({
  // The range of a plausible daily budget; values outside are taken for typing errors.
  budget: z.strictObject({ day_usd: z.number().min(0.01).max(1_000_000).optional() }).optional(),
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
}))

const sections = lazily(() => z.object(costSections))
type CostSections = z.infer<typeof sections>

/** The decisions that the sections of `config.toml` state. */
export const costSettingsOf = (file: CostSections) => {
  const budgets = budgetsFrom(file)
  return {
    /** All budgets, the simple one for every day before those that were declared. */
    budgets,
    /** The budget of a whole day in US dollars; null where there is none. */
    dayUsd: budgets.find(({ per, filter }) => per === 'day' && Object.keys(filter).length === 0)?.usd ?? null,
    /** The user's own prices. */
    prices: overridesFrom(file),
    /** The size of a five-hour block of Claude; null where unknown. */
    blockLimit: { usd: file.limits?.claude_block_usd ?? null, tokens: file.limits?.claude_block_tokens ?? null },
  }
}

const overridesFrom = ({ prices = {} }: CostSections): Override[] =>
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
function budgetsFrom({ budget, budgets = [] }: CostSections): Budget[] {
  const dayUsd = budget?.day_usd
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
