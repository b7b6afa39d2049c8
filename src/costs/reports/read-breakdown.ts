import type { Runtime } from '../../facts/fact.ts'
import { scopeId, thisHost } from '../../ids.ts'
import { money, tokens as shortTokens } from '../../lib/format.ts'
import { oneLine } from '../../lib/plain-text.ts'
import { Refusal } from '../../lib/refusal.ts'
import type { CostSource } from '../../sessions/session.ts'
import type { Store } from '../../store/store.ts'
import { sumColumns } from '../ledger/sums.ts'
import { isSynthetic } from '../pricing/price.ts'
import { type Rates, ratesFor, tokenClasses } from '../pricing/rates.ts'
import type { Breakdown, BreakdownParts, FormulaPart, PricedCall, PriceUsed, SourceShare } from './breakdown.ts'
import { type Question, rangeOf, type Where } from './question.ts'
import { type Totals, zeroTotals } from './report.ts'
import { type Costs, modelLabel } from './reports.ts'

export const callSortings = ['newest', 'cost'] as const
export type BreakdownQuestion = Question & { sort?: (typeof callSortings)[number]; limit?: number; cursor?: string }

type Row = {
  key: string
  host: string
  runtime: Runtime
  agentId: string
  sessionId: string
  at: number
  model: string
  provider: string
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  reasoning: number
  unclassified: number
  costUsd: number | null
  costSource: CostSource
  loggedUsd: number | null
  placeholder: number
  times: number
  priceId: string | null
}

const columns = `key, host, runtime, agent_id AS agentId, session_id AS sessionId, at, model, provider, input, output,
  cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, reasoning, unclassified,
  cost_usd AS costUsd, cost_source AS costSource, logged_usd AS loggedUsd, placeholder, times, price_id AS priceId`

type PriceRow = {
  id: string
  source: PriceUsed['source']
  entry: string
  from: string | null
  edition: string
  rates: string
}

const priceColumns = 'id, source, entry, valid_from AS "from", edition, rates'

/** What is behind a figure: the answers themselves, the formula of each, and the prices they were reckoned with. */
export function createBreakdowns(
  index: Store,
  costs: Costs,
  { timezone, subscriptions }: { timezone: string; subscriptions: readonly Runtime[] },
) {
  const db = index.$client

  /** A page of answers. `behind` is the last one before it. */
  function page(question: BreakdownQuestion, limit: number, behind: Place | undefined) {
    const { zone: _, ...range } = rangeOf(question, timezone)
    const { sql, values } = costs.where('usage', range, question)
    const by = question.sort === 'cost' ? 'coalesce(cost_usd, -1)' : 'at'
    const after = behind ? `AND (${by}, key, host) < ($place, $key, $host)` : ''
    return db
      .query<Row & { place: number }, [Where['values']]>(
        `SELECT ${columns}, ${by} AS place FROM usage WHERE ${sql} ${after} ORDER BY ${by} DESC, key DESC, host DESC LIMIT $limit`,
      )
      .all({ ...values, limit, ...(behind && { place: behind[0], key: behind[1], host: behind[2] }) })
  }

  const pricesByIds = (ids: string[]) =>
    new Map(
      db
        .query<PriceRow, [string]>(`SELECT ${priceColumns} FROM prices WHERE id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify([...new Set(ids)]))
        .map((row) => [row.id, toPrice(row)]),
    )

  /** Names of the sessions of a page alone: there may be very many others. */
  function sessionNames(ids: string[]) {
    return new Map(
      db
        .query<{ id: string; label: string }, [string]>(
          `SELECT id, coalesce(nullif(title, ''), first_prompt, id) AS label FROM sessions
           WHERE id IN (SELECT value FROM json_each(?))`,
        )
        .all(JSON.stringify([...new Set(ids)]))
        .map(({ id, label }) => [id, oneLine(label) || id]),
    )
  }

  function complete(rows: Row[]): PricedCall[] {
    const prices = pricesByIds(rows.flatMap(({ priceId }) => priceId ?? []))
    const sessions = sessionNames(rows.map(({ sessionId }) => sessionId))
    const agents = costs.labelsOf('agent')
    return rows.map((row) => {
      const price = row.priceId === null ? null : (prices.get(row.priceId) ?? null)
      const parts = price ? partsOf(row, price.rates) : []
      return {
        id: scopeId(row.host, row.key),
        host: row.host,
        at: row.at,
        runtime: row.runtime,
        agentId: row.agentId,
        agent: agents.get(row.agentId) ?? row.agentId,
        sessionId: row.sessionId,
        session: sessions.get(row.sessionId) ?? row.sessionId,
        model: modelLabel(row.model),
        provider: oneLine(row.provider),
        inputTokens: row.input,
        outputTokens: row.output,
        cacheReadTokens: row.cacheRead,
        cacheWrite5mTokens: row.cacheWrite5m,
        cacheWrite1hTokens: row.cacheWrite1h,
        reasoningTokens: row.reasoning,
        unclassifiedTokens: row.unclassified,
        totalTokens: row.input + row.output + row.cacheRead + row.cacheWrite5m + row.cacheWrite1h + row.unclassified,
        costUsd: row.costUsd,
        costSource: row.costSource,
        billing: subscriptions.includes(row.runtime) ? 'subscription' : 'api',
        loggedUsd: row.loggedUsd,
        times: row.costSource === 'logged' ? 1 : row.times,
        placeholder: row.placeholder === 1,
        parts,
        formula: formulaOf(row, price, parts),
        price,
      }
    })
  }

  type Sum = Totals & {
    inputUsd: number | null
    outputUsd: number | null
    cacheReadUsd: number | null
    cacheWriteUsd: number | null
    computedCalls: number | null
    boundCalls: number | null
    boundUsd: number | null
    boundAll: number | null
    unpricedAll: number | null
    loggedCalls: number | null
    loggedUsd: number | null
    loggedTokens: number | null
    allUsd: number | null
    priced: number | null
    total: number | null
    answers: number | null
  }

  /** What is asked of the whole of it, whichever page and order. */
  const about = ({ sort: _, limit: __, cursor: ___, ...question }: BreakdownQuestion) => JSON.stringify(question)

  const summed = (question: BreakdownQuestion) => costs.known(`figure ${about(question)}`, () => sum(question))

  function sum(question: Question): Pick<Breakdown, 'totals' | 'parts' | 'sources'> {
    const { zone: _, ...range } = rangeOf(question, timezone)
    const { sql, values } = costs.where('quarters', range, question)
    const found = db
      .query<Sum, [Where['values']]>(
        `SELECT ${sumColumns(subscriptions)}, sum(input_usd) AS inputUsd, sum(output_usd) AS outputUsd,
           sum(cache_read_usd) AS cacheReadUsd, sum(cache_write_usd) AS cacheWriteUsd, sum(computed_calls) AS computedCalls,
           sum(bound_calls) AS boundCalls, sum(bound_usd) AS boundUsd, sum(bound_tokens) AS boundAll,
           sum(unpriced_tokens) AS unpricedAll, sum(logged_calls) AS loggedCalls, sum(logged_usd) AS loggedUsd,
           sum(logged_tokens) AS loggedTokens, sum(cost_usd) AS allUsd, sum(total) AS total, sum(calls) AS answers
         FROM usage_15m WHERE ${sql}`,
      )
      .get(values)!
    const totals = { ...zeroTotals }
    for (const field of Object.keys(zeroTotals) as (keyof Totals)[])
      totals[field] = (found[field] ?? zeroTotals[field]) as number
    const n = (value: number | null) => value ?? 0
    const parts: BreakdownParts = {
      inputUsd: n(found.inputUsd),
      outputUsd: n(found.outputUsd),
      cacheReadUsd: n(found.cacheReadUsd),
      cacheWriteUsd: n(found.cacheWriteUsd),
      loggedUsd: 0,
    }
    // What was logged, and comes to no price we know, has no classes.
    const rest = n(found.allUsd) - parts.inputUsd - parts.outputUsd - parts.cacheReadUsd - parts.cacheWriteUsd
    parts.loggedUsd = Math.abs(rest) < 1e-9 ? 0 : rest
    const computed = n(found.allUsd) - n(found.loggedUsd) - n(found.boundUsd)
    const unpricedCalls = n(found.answers) - n(found.loggedCalls) - n(found.computedCalls) - n(found.boundCalls)
    const sources: SourceShare[] = [
      { source: 'logged', usd: n(found.loggedUsd), tokens: n(found.loggedTokens), calls: n(found.loggedCalls) },
      {
        source: 'computed',
        usd: computed,
        tokens: n(found.total) - n(found.loggedTokens) - n(found.boundAll) - n(found.unpricedAll),
        calls: n(found.computedCalls),
      },
      { source: 'bound', usd: n(found.boundUsd), tokens: n(found.boundAll), calls: n(found.boundCalls) },
      { source: 'unpriced', usd: null, tokens: n(found.unpricedAll), calls: unpricedCalls },
    ]
    return { totals, parts, sources: sources.filter(({ calls }) => calls > 0) }
  }

  /** By which prices most was paid. */
  function pricesUsed(question: Question): Breakdown['prices'] {
    const { zone: _, ...range } = rangeOf(question, timezone)
    const { sql, values } = costs.where('quarters', range, question)
    const used = db
      .query<{ id: string; usd: number | null; calls: number }, [Where['values']]>(
        `SELECT price_id AS id, sum(cost_usd) AS usd, sum(calls) AS calls FROM usage_15m
         WHERE ${sql} AND price_id <> '' GROUP BY 1 ORDER BY 2 DESC, 3 DESC LIMIT 50`,
      )
      .all(values)
    const prices = pricesByIds(used.map(({ id }) => id))
    return used.flatMap(({ id, usd, calls }) => {
      const price = prices.get(id)
      return price ? [{ ...price, usd: usd ?? 0, calls }] : []
    })
  }

  return {
    /** A page of what is behind a figure, with the sum of all of it. */
    rows(question: BreakdownQuestion): Breakdown {
      const { limit = 50, cursor, since, until } = question
      const { zone } = rangeOf(question, timezone)
      const found = page(question, limit + 1, cursor === undefined ? undefined : readCursor(cursor))
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return {
        since: since ?? null,
        until: until ?? null,
        timezone: zone,
        ...summed(question),
        prices: cursor === undefined ? costs.known(`prices ${about(question)}`, () => pricesUsed(question)) : [],
        items: complete(items),
        nextCursor:
          last && found.length > limit
            ? Buffer.from(JSON.stringify([last.place, last.key, last.host])).toString('base64url')
            : null,
      }
    },

    /** All answers, page by page, newest first: for files that may be long. */
    *all(question: BreakdownQuestion): Generator<PricedCall[]> {
      let behind: Place | undefined
      while (true) {
        const found = page(question, exportedAtOnce, behind)
        if (found.length === 0) return
        yield complete(found)
        if (found.length < exportedAtOnce) return
        const last = found.at(-1)!
        behind = [last.place, last.key, last.host]
      }
    },

    /** Sum, parts and sources alone. */
    summed,
  }
}

/** Where a page ends: the value it is sorted by, and the row that has it. */
type Place = [value: number, key: string, host: string]

const exportedAtOnce = 1_000

function readCursor(cursor: string): Place {
  try {
    const [place, key, host = thisHost] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (typeof place === 'number' && typeof key === 'string' && typeof host === 'string') return [place, key, host]
  } catch {
    // Said below, as for every other that is none.
  }
  throw new Refusal('bad-input', 'That cursor is none of ours. Ask for the first page without one.')
}

const toPrice = ({ rates, edition, ...row }: PriceRow): PriceUsed => ({
  ...row,
  edition,
  rates: JSON.parse(rates) as Rates,
})

function partsOf(row: Row, rates: Rates): FormulaPart[] {
  const flat = ratesFor(rates, row, row.times)
  return tokenClasses.flatMap((of) => {
    const usdPerMillion = flat[of]
    return row[of] === 0 || usdPerMillion === null
      ? []
      : [{ of, tokens: row[of], usdPerMillion, usd: (row[of] * usdPerMillion) / 1_000_000 }]
  })
}

/** How the cost of one answer came about, in words. */
function formulaOf(row: Row, price: PriceUsed | null, parts: FormulaPart[]): string {
  if (row.costSource === 'logged' && parts.length === 0) return 'as the runtime logged it'
  if (row.costSource === 'unpriced' || !price) return whyUnpriced(row)
  if (price.source === 'local') return 'runs on this machine, or is offered for free'
  if (parts.length === 0) return 'no tokens'
  const sum = parts
    .map(({ tokens, usdPerMillion }) => `${shortTokens(tokens)} × ${money(usdPerMillion, true)}`)
    .join(' + ')
  if (row.costSource === 'logged') return `${sum} per million, as the runtime logged it`
  const priority = row.times === 1 ? '' : `, ${row.times} times for priority`
  return `${sum} per million${priority}${row.placeholder ? '; the answer was only begun, so at least that' : ''}`
}

/** Why an answer has no price, in words. */
export function whyUnpriced({ model, unclassified }: { model: string; unclassified: number }): string {
  if (isSynthetic(model)) return 'written by the runtime itself, not by a model'
  if (unclassified > 0) return 'tokens are known only as a total, and classes cost differently'
  return model === '' ? 'nobody wrote which model it was' : 'no price is known for this model'
}
