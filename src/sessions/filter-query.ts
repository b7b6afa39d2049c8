import { z } from 'zod'
import type { SessionKind } from '../facts/fact.ts'
import { runtimes } from '../facts/runtimes.ts'
import { splitList } from '../lib/comma-list.ts'
import { lazily } from '../lib/lazily.ts'
import { maxWildcards } from '../lib/wildcard.ts'
import { type AnnotationMark, annotationMarks, type Choices, type SessionFilter } from './session-filter.ts'
import { groups } from './session-order.ts'
import { sessionStates } from './severity.ts'

const states = sessionStates.map(({ state }) => state)
const kinds = ['direct', 'group', 'cron', 'subagent', 'main', 'other'] as const satisfies SessionKind[]

/** A value with commas, which the framework splits unless they are encoded. */
export const withCommas = (max: number) => z.union([z.string().max(max), z.array(z.string().max(max)).max(200)])
type WithCommas = z.infer<ReturnType<typeof withCommas>>

const together = (value: WithCommas) => (typeof value === 'string' ? value : value.join(','))
export const splitWithCommas = (value: WithCommas | undefined) => splitList(together(value ?? ''))

/** What a value is without the dash that says: none of these. */
const bare = (value: string) => value.replace(/^-/, '')

/** Words of a closed list, separated by commas; a dash before one leaves it out. */
const someOf = (known: readonly string[]) =>
  withCommas(400)
    .refine(
      (value) => splitWithCommas(value).every((word) => known.includes(bare(word))),
      `must be of: ${known.join(', ')}`,
    )
    .optional()

/** Texts of which none has more wildcards than may be compared, separated by commas; a dash before one leaves it out. */
const someTexts = (max: number) =>
  withCommas(max)
    .refine(
      (value) => splitWithCommas(value).every((text) => text.split('*').length - 1 <= maxWildcards),
      `may hold at most ${maxWildcards} stars in one value`,
    )
    .optional()

/** What of a list of sessions is asked for in an address. */
export const sessionFilter = lazily(() =>
  z.object({
    q: withCommas(200).optional(),
    agent: withCommas(8_000).optional(),
    runtime: someOf(runtimes),
    kind: someOf(kinds),
    state: someOf(states),
    group: someOf(groups),
    model: someTexts(8_000),
    branch: someTexts(8_000),
    project: someTexts(8_000),
    worktree: someTexts(8_000),
    tag: someTexts(2_000),
    tool: someTexts(2_000),
    is: someOf(annotationMarks),
    since: z.coerce.number().int().min(0).optional(),
    before: z.coerce.number().int().min(0).optional(),
    minCostUsd: z.coerce.number().min(0).optional(),
    maxCostUsd: z.coerce.number().min(0).optional(),
    parent: z.string().max(400).optional(),
  }),
)

/** The filter of a query; an empty list filters nothing. */
export function filterOf({
  q,
  since,
  before,
  minCostUsd,
  maxCostUsd,
  parent,
  ...lists
}: z.infer<typeof sessionFilter>): SessionFilter {
  /** Checked by the schema: each word is one of its field. */
  const chosen = (isOut: boolean) =>
    Object.fromEntries(
      Object.entries(lists).flatMap(([field, value]) => {
        const words = splitWithCommas(value).filter((word) => word.startsWith('-') === isOut)
        return words.length === 0 ? [] : [[field, isOut ? words.map(bare) : words]]
      }),
    ) as Choices & { is?: AnnotationMark[] }
  const not = chosen(true)
  return {
    ...chosen(false),
    ...(Object.keys(not).length > 0 && { not }),
    since,
    before,
    minCostUsd,
    maxCostUsd,
    parent,
    q: q === undefined ? undefined : together(q),
  }
}
