import { failureOf } from '../sessions/failure.ts'
import type { NeedKind } from './need.ts'
import type { IgnoreRule, NeedRecord } from './need-record.ts'

/** What is not among the open needs any more, as the page lists it: the latest first, with how many there are in all. */
export type SetAside = {
  snoozed: NeedRecord[]
  dismissed: NeedRecord[]
  ignored: IgnoreRule[]
  settled: NeedRecord[]
  /** Of each before its list was cut. */
  totals: Record<'snoozed' | 'dismissed' | 'ignored' | 'settled', number>
}

const maxListed = 100

/**
 * Sorts what was put aside or settled into its lists. `fits` says which words are found; a record without an aside that
 * settled is settled by itself.
 */
export function setAsideOf(
  records: readonly NeedRecord[],
  rules: readonly IgnoreRule[],
  fits: (one: NeedRecord | IgnoreRule) => boolean,
): SetAside {
  const found = records.filter(fits)
  const lists = {
    snoozed: found.filter(({ aside, settledAt }) => aside?.how === 'snoozed' && settledAt === null),
    dismissed: latestFirst(
      found.filter(({ aside }) => aside?.how === 'dismissed'),
      ({ aside }) => aside?.at,
    ),
    ignored: rules.filter(fits),
    settled: latestFirst(
      found.filter(({ aside, settledAt, settledHow }) => settledAt !== null && isBySelf(aside) && isOver(settledHow)),
      ({ settledAt }) => settledAt,
    ),
  }
  const { snoozed, dismissed, ignored, settled } = lists
  return {
    snoozed: snoozed.slice(0, maxListed),
    dismissed: dismissed.slice(0, maxListed),
    ignored: ignored.slice(0, maxListed),
    settled: settled.slice(0, maxListed),
    totals: {
      snoozed: snoozed.length,
      dismissed: dismissed.length,
      ignored: ignored.length,
      settled: settled.length,
    },
  }
}

/** What somebody snoozed and then settled did so by itself. */
const isBySelf = (aside: NeedRecord['aside']) => aside === null || aside.how === 'snoozed'

/** What needs somebody for another reason now is not over. */
const isOver = (how: NeedRecord['settledHow']) => how !== 'replaced'

const latestFirst = <One>(all: One[], at: (one: One) => number | null | undefined) =>
  all.sort((a, b) => (at(b) ?? 0) - (at(a) ?? 0))

/** The words that a page uses for each kind, and that people therefore look for. */
const kindWords: Record<NeedKind, string> = {
  waiting: 'waits waited waiting asks',
  'approval-asked': 'waits waited waiting asks approval',
  'pairing-asked': 'device pairing asks asked to connect let in',
  stalled: 'stalled makes made no progress stuck',
  failed: 'failed stopped',
  'cron-failed': 'failed stopped job',
  'cron-overdue': 'has not succeeded in time',
  'budget-passed': 'passed its budget',
  'breaker-tripped': 'ran short, and its rule acted',
  'context-full': 'is running ran out of context full',
  'context-filling': 'fills filled its context filling',
  burning: 'spends spent unusually fast cost burn',
  'file-conflict': 'file conflict wrote changed over',
  incident: 'is was an open alert incident rule',
  'terminal-asks': 'terminal asks asked to act',
  'agent-asked': 'agent asked for rights',
}

/** Everything by which a record or a rule is found; `nameOf` gives the name of an agent. */
export function searchTextOf(one: NeedRecord | IgnoreRule, nameOf: (agentId: string) => string): string {
  const words =
    'agentId' in one
      ? [nameOf(one.agentId), one.title, one.reason, one.reason && failureOf(one.reason).words, one.settledHow]
      : [nameOf(one.subject), one.name]
  return [...words, kindWords[one.kind]].filter(Boolean).join(' ')
}

/** Whether every word is found in a text, in any case. */
export function finderOf(q: string): (text: string) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return (text) => words.every((word) => text.toLowerCase().includes(word))
}
