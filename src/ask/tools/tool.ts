import type { z } from 'zod'
import type { Incident } from '../../alerts/incident.ts'
import type { AttentionItem } from '../../attention/need.ts'
import type { NeedRecord } from '../../attention/need-record.ts'
import type { CostReads } from '../../costs/reads.ts'
import type { CronReads } from '../../crons/reads.ts'
import type { Measures } from '../../health/measures.ts'
import type { Reader } from '../../lib/json.ts'
import type { Search } from '../../search/search.ts'
import type { SessionReads } from '../../sessions/reads.ts'
import type { Figures, Table } from '../table.ts'

/** The questions of the product that an answer may ask, and nothing that changes anything. */
export type Questions = {
  reader: Reader<CostReads & SessionReads & CronReads>
  agentNames: () => readonly { id: string; name: string }[]
  /** What needs a person just now. */
  openNeeds: () => readonly AttentionItem[]
  /** The sessions that waited, stalled or failed at some moment between two (ms), in order. */
  pastNeeds: (from: number, to: number) => readonly NeedRecord[]
  /** The incidents that were raised since a moment (ms), the latest first. */
  incidents: (since: number) => Promise<readonly Incident[]>
  measures: Pick<Measures, 'list' | 'series'>
  search: Pick<Search, 'search'>
  /** The agent under which our own questions are in the costs. */
  ownAgent: string
  timezone: string
  now: () => number
}

export type Asked = {
  questions: Questions
  figures: Figures
  /** Whether words of people and agents may be read. */
  readsWords: boolean
  signal: AbortSignal
}

/** A question that a model may ask of our data. `read` throws a Refusal for what cannot be answered. */
export type Tool<Input extends z.ZodType = z.ZodType> = {
  /** Other than what agents call their own tools, which stand beside it where an agent of a gateway answers. */
  name: string
  /** For the model: what it answers. */
  description: string
  /** What a page says while it is read. */
  doing: string
  input: Input
  /** Whether it returns words that somebody wrote: it is only there where that is allowed. */
  isOfWords?: true
  read: (input: z.infer<Input>, asked: Asked) => Promise<Table>
}

export const defineTool = <Input extends z.ZodType>(tool: Tool<Input>): Tool => tool as unknown as Tool

/** `?a=1&b=2` of what is said; '' of nothing. */
export function queryOf(params: Record<string, string | undefined>): string {
  const said = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`
}

/** A span of days in a sentence: `12 Nov`, `6 Nov to 12 Nov`. */
export function spanWords(since: string | undefined, until: string | undefined): string {
  if (since !== undefined && since === until) return dayWords(since)
  if (since !== undefined && until !== undefined) return `${dayWords(since)} to ${dayWords(until)}`
  if (since !== undefined) return `since ${dayWords(since)}`
  return until === undefined ? 'all time' : `until ${dayWords(until)}`
}

export const dayWords = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
    .format(Date.parse(`${day}T00:00:00Z`))
    .replace(',', '')

/** `12 Nov 15:40` in a zone. */
export const momentWords = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timezone,
  })
    .format(at)
    .replace(',', '')
