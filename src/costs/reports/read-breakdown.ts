import { scopeId, thisHost } from '../../ids.ts'
import { money, tokens as shortTokens } from '../../lib/format.ts'
import { oneLine } from '../../lib/plain-text.ts'
import { Refusal } from '../../lib/refusal.ts'
import { sessionLabelsOf } from '../../sessions/read-sessions.ts'
import { pricesPaid, sumParts } from '../ledger/read-sums.ts'
import { type CallPlace, type CallRow, callsBehind } from '../ledger/read-usage.ts'
import { isSynthetic } from '../pricing/price.ts'
import { type PriceUsed, type Rates, ratesFor, tokenClasses } from '../pricing/rates.ts'
import { pricesByIds } from '../pricing/read-prices.ts'
import type { Breakdown, FormulaPart, PricedCall, SourceShare } from './breakdown.ts'
import { modelLabel } from './labels.ts'
import { type Question, rangeOf } from './question.ts'
import type { ReportContext } from './report-context.ts'

export const callSortings = ['newest', 'cost'] as const
export type BreakdownQuestion = Question & { sort?: (typeof callSortings)[number]; limit?: number; cursor?: string }

/** The breakdown of a figure: the calls it is the sum of, the formula of each, and the prices they were priced with. */
export function createBreakdowns(context: ReportContext) {
  const { index, host, timezone, subscriptions, cached, labels, whereSums, whereUsage } = context

  /** A page of calls behind the last one of the page before. */
  function page(question: BreakdownQuestion, limit: number, behind: CallPlace | undefined) {
    const { zone: _, ...range } = rangeOf(question, timezone)
    return callsBehind(index, whereUsage(range, question), { sort: question.sort ?? 'newest', limit, behind })
  }

  /** Labels of the sessions of a page alone: there may be very many others. */
  const labelsOfSessions = (ids: string[]) =>
    new Map(sessionLabelsOf(index, ids).map(({ id, label }) => [id, oneLine(label) || id]))

  function complete(rows: CallRow[]): PricedCall[] {
    const ids = rows.flatMap(({ priceId }) => priceId ?? [])
    const prices = pricesByIds(index, ids)
    const sessions = labelsOfSessions(rows.map(({ sessionId }) => sessionId))
    const agents = labels.agents()
    return rows.map((row) => {
      const price = row.priceId === null ? null : (prices.get(row.priceId) ?? null)
      const parts = price ? partsOf(row, price.rates) : []
      return {
        id: scopeId(row.host, row.key),
        host: row.host || host,
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
        searches: row.searches,
        totalTokens: row.input + row.output + row.cacheRead + row.cacheWrite5m + row.cacheWrite1h + row.unclassified,
        costUsd: row.costUsd,
        costSource: row.costSource,
        billing: subscriptions.includes(row.runtime) ? 'subscription' : 'api',
        loggedUsd: row.loggedUsd,
        times: row.costSource === 'logged' ? 1 : row.times,
        placeholder: row.placeholder === 1,
        parts,
        searchUsd: price ? searchUsdOf(row, price.rates) : 0,
        formula: formulaOf(row, price, parts),
        price,
      }
    })
  }

  /** What names an answer about all calls of a question, whichever page and order. */
  const nameOf = ({ sort: _, limit: __, cursor: ___, ...question }: BreakdownQuestion) => JSON.stringify(question)

  const summed = (question: BreakdownQuestion) => cached(`figure ${nameOf(question)}`, () => sum(question))

  function sum(question: Question): Pick<Breakdown, 'totals' | 'parts' | 'searches' | 'sources'> {
    const { zone: _, ...range } = rangeOf(question, timezone)
    const { totals, ...found } = sumParts(index, whereSums(range, question), subscriptions)
    const { inputUsd, outputUsd, cacheReadUsd, cacheWriteUsd, searchUsd, searches, costUsd } = found
    // What was logged and comes to no price we know has no classes.
    const rest = costUsd - inputUsd - outputUsd - cacheReadUsd - cacheWriteUsd - searchUsd
    const loggedUsd = Math.abs(rest) < 1e-9 ? 0 : rest
    const sources: SourceShare[] = [
      { source: 'logged', usd: found.loggedUsd, tokens: found.loggedTokens, calls: found.loggedCalls },
      {
        source: 'computed',
        usd: costUsd - found.loggedUsd - found.boundUsd,
        tokens: found.tokens - found.loggedTokens - found.boundTokens - found.unpricedTokens,
        calls: found.computedCalls,
      },
      { source: 'bound', usd: found.boundUsd, tokens: found.boundTokens, calls: found.boundCalls },
      {
        source: 'unpriced',
        usd: null,
        tokens: found.unpricedTokens,
        calls: found.calls - found.loggedCalls - found.computedCalls - found.boundCalls,
      },
    ]
    return {
      totals,
      parts: { inputUsd, outputUsd, cacheReadUsd, cacheWriteUsd, searchUsd, loggedUsd },
      searches,
      sources: sources.filter(({ calls }) => calls > 0),
    }
  }

  /** The prices by which most was paid. */
  function pricesUsed(question: Question): Breakdown['prices'] {
    const { zone: _, ...range } = rangeOf(question, timezone)
    const paid = pricesPaid(index, whereSums(range, question))
    const prices = pricesByIds(
      index,
      paid.map(({ id }) => id),
    )
    return paid.flatMap(({ id, usd, calls, searches }) => {
      const price = prices.get(id)
      return price ? [{ ...price, usd: usd ?? 0, calls, searches }] : []
    })
  }

  return {
    /** A page of the calls behind a figure, with the sum of all of them. */
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
        prices: cursor === undefined ? cached(`prices ${nameOf(question)}`, () => pricesUsed(question)) : [],
        items: complete(items),
        nextCursor: last && found.length > limit ? writeCursor([last.place, last.key, last.host]) : null,
      }
    },

    /** All calls, page by page, the latest first: for files that may be long. */
    *all(question: BreakdownQuestion): Generator<PricedCall[]> {
      let behind: CallPlace | undefined
      while (true) {
        const found = page(question, exportPageSize, behind)
        if (found.length === 0) return
        yield complete(found)
        if (found.length < exportPageSize) return
        const last = found.at(-1)!
        behind = [last.place, last.key, last.host]
      }
    },

    /** Sum, parts and sources alone. */
    summed,
  }
}

const exportPageSize = 1_000

const writeCursor = (place: CallPlace) => Buffer.from(JSON.stringify(place)).toString('base64url')

function readCursor(cursor: string): CallPlace {
  try {
    const [value, key, host = thisHost] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (typeof value === 'number' && typeof key === 'string' && typeof host === 'string') return [value, key, host]
  } catch {
    // What is no JSON is refused below, like everything else that is no cursor.
  }
  throw new Refusal('bad-input', 'This cursor is not valid. Ask for the first page without one.')
}

function partsOf(row: CallRow, rates: Rates): FormulaPart[] {
  const flat = ratesFor(rates, row, row.times)
  return tokenClasses.flatMap((of) => {
    const usdPerMillion = flat[of]
    return row[of] === 0 || usdPerMillion === null
      ? []
      : [{ of, tokens: row[of], usdPerMillion, usd: (row[of] * usdPerMillion) / 1_000_000 }]
  })
}

/** What the searches of a call cost; 0 where nobody says. */
const searchUsdOf = ({ searches }: CallRow, { thousandSearches = 0 }: Rates) => (searches * thousandSearches) / 1_000

/** How the cost of one call came about, in words. */
function formulaOf(row: CallRow, price: PriceUsed | null, parts: FormulaPart[]): string {
  if (row.costSource === 'logged' && parts.length === 0) return 'as the runtime logged it'
  if (row.costSource === 'unpriced' || !price) return whyUnpriced(row)
  if (price.source === 'local') return 'runs on this machine, or is offered for free'
  if (parts.length === 0) return 'no tokens'
  const sum = parts
    .map(({ tokens, usdPerMillion }) => `${shortTokens(tokens)} × ${money(usdPerMillion, true)}`)
    .join(' + ')
  const tokensAndFees = `${sum} per million${searchWords(row, price.rates)}`
  if (row.costSource === 'logged') return `${tokensAndFees}, as the runtime logged it`
  const tier = price.rules.map(({ name, times }) => `, ${times} times the usual price for ${name}`).join('')
  return `${tokensAndFees}${tier}${row.placeholder ? '; the answer was only begun, so at least that' : ''}`
}

/** What the searches of a call add to it, in words; '' where there were none. */
function searchWords({ searches }: CallRow, { thousandSearches }: Rates): string {
  if (searches === 0) return ''
  const name = searches === 1 ? 'web search' : 'web searches'
  return thousandSearches === undefined
    ? ` + ${searches} ${name} without a known price`
    : ` + ${searches} ${name} × ${money(thousandSearches / 1_000, true)}`
}

/** Why a call has no price, in words. */
export function whyUnpriced({ model, unclassified }: { model: string; unclassified: number }): string {
  if (isSynthetic(model)) return 'written by the runtime itself, not by a model'
  if (unclassified > 0) return 'tokens are known only as a total, and classes cost differently'
  return model === '' ? 'nobody wrote which model it was' : 'no price is known for this model'
}
