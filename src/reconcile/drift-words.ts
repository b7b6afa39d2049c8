import { tokens } from '../lib/format.ts'
import type { Drift, Part, PartKind } from './drift.ts'
import type { RuntimeRow, Statement } from './reconciliation.ts'

/** Cents as dollars: `$236.20`. Every cent is written, so that columns can be added up. */
export const dollars = (cents: number) =>
  `${cents < 0 ? '−' : ''}$${(Math.abs(cents) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

/** A difference with its sign: `+$4.60`. */
export const signed = (cents: number) => `${cents > 0 ? '+' : ''}${dollars(cents)}`

/** The same without the currency, beside an amount that has it: `+4.60`. */
export const signedBare = (cents: number) => signed(cents).replace('$', '')

const one = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** What a part is called, a remark below it in the chart, and what is said of it in a list. */
type PartWords = { name: string; short: string; remark: (part: Part) => string; about: (part: Part) => string }

export const partWords: Record<PartKind, PartWords> = {
  'side-calls': {
    name: 'Side calls',
    short: 'side calls',
    remark: () => 'no file holds them',
    about: ({ sessionCount }) => `titles and summaries in ${one(sessionCount, 'session')}, by the runtime’s own count`,
  },
  'no-price': {
    name: 'No price',
    short: 'no price',
    remark: (part) => `${tokens(part.tokens)} tokens`,
    about: (part) => `${tokens(part.tokens)} tokens of a model whose price we do not know`,
  },
  placeholder: {
    name: 'Unfinished counts',
    short: 'lower bound',
    remark: (part) => `${tokens(part.tokens)} tokens`,
    about: ({ sessionCount }) => `a placeholder stands in ${one(sessionCount, 'transcript')} where a count should`,
  },
  'not-read': {
    name: 'Sessions without a transcript',
    short: 'not read',
    remark: ({ sessionCount }) => one(sessionCount, 'session'),
    about: ({ sessionCount }) => `${one(sessionCount, 'session')} reported a cost but left no readable transcript`,
  },
  'not-stated': {
    name: 'Sessions without a witness',
    short: 'not stated',
    remark: ({ sessionCount }) => one(sessionCount, 'session'),
    about: ({ sessionCount }) => `${one(sessionCount, 'session')} of which nothing is stated`,
  },
  stopped: {
    name: 'A witness that stopped',
    short: 'stopped',
    remark: ({ sessionCount }) => one(sessionCount, 'session'),
    about: ({ sessionCount }) => `${one(sessionCount, 'session')} went on after its last word`,
  },
  'month-boundary': {
    name: 'Another month',
    short: 'month',
    remark: () => 'theirs is in UTC',
    about: () => 'providers bill by the month of UTC, our ledger goes by your time zone',
  },
  'other-agents': {
    name: 'Other agents',
    short: 'other agents',
    remark: ({ sessionCount }) => one(sessionCount, 'session'),
    about: () => 'this version of the gateway counts the agent main alone',
  },
}

/** What a statement says about the sessions that it speaks of: without those of which nothing is stated. */
export const comparedCents = ({ driftCents, parts }: Drift) =>
  driftCents - parts.reduce((sum, { kind, cents }) => (kind === 'not-stated' ? sum + cents : sum), 0)

/** Why a runtime that could state something has not. */
const silences: Partial<Record<RuntimeRow['runtime'], string>> = {
  'claude-code': 'no status line tells its cost',
  openclaw: 'its gateway was not asked',
}

/** What explains the difference of a runtime, in half a sentence; '' where nothing is to be explained. */
export function explanationOf(
  { runtime, statements, limit, isSubscription, unpricedTokens }: RuntimeRow,
  age: (at: number) => string,
): string {
  const words = statements.flatMap((statement) => sentenceOf(statement, age))
  if (statements.length === 0)
    words.push(limit ? `reports limits only, ${age(limit.at)}` : (silences[runtime] ?? 'reports no cost'))
  if (isSubscription) words.push('paid by subscription, on no bill by use')
  if (unpricedTokens > 0 && !statements.some(({ parts }) => parts.some(({ kind }) => kind === 'no-price')))
    words.push(`${tokens(unpricedTokens)} tokens without a price`)
  return words.join('; ')
}

const witnessNames: Record<Statement['witness'], string> = {
  statusline: 'status line',
  gateway: 'gateway',
  otlp: 'OTLP',
}

export const witnessName = (witness: Statement['witness']) => witnessNames[witness]

const maxPartsInWords = 3

function sentenceOf(
  { witness, saidAt, parts, leftCents, note, sessions, ledgerSessions }: Statement,
  age: (at: number) => string,
): string[] {
  const silent = parts.find(({ kind }) => kind === 'not-stated')
  const rest = parts.filter(({ kind }) => kind !== 'not-stated')
  const others = rest.slice(maxPartsInWords).reduce((sum, { cents }) => sum + cents, 0)
  return [
    ...rest.slice(0, maxPartsInWords).map((part) => `${partWords[part.kind].short} ${signed(part.cents)}`),
    // What is said adds up to the difference beside it.
    ...(others === 0 ? [] : [`others ${signed(others)}`]),
    ...(leftCents === 0 ? [] : [`left over ${signed(leftCents)}`]),
    ...(note ? [note] : []),
    ...(silent && sessions > 0 ? [`no second source for ${silent.sessionCount} of ${ledgerSessions} sessions`] : []),
    `${witnessName(witness)} ${age(saidAt)}`,
  ]
}
