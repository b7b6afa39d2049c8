import { redact } from '../lib/redact.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import type { Act, ActFacets, ActFilter } from './act.ts'
import type { AuditLine } from './audit-line.ts'

export type Acts = ReturnType<typeof createActs>

/** How many acts are read in one go. */
const readAtOnce = 500
/** How many acts one answer looks at. Where fewer of them fit than were asked for, the list goes on behind them. */
const maxLookedAt = 5_000

type Row = Act & { line: number }

/**
 * The first line of each act with the one that ended it. Acts are walked from the newest to the oldest along the key of
 * the table; the lines of one act are found by its id.
 */
const actsBefore = `
  SELECT first.id AS line, first.act_id AS id, first.at AS at, first.who AS who, first.role AS role,
    first.credential AS credential, first.action AS action, first.target AS target,
    iif(first.stage = 'asked', last.at, first.at) AS endedAt,
    iif(first.stage = 'asked', coalesce(last.stage, 'unfinished'), first.stage) AS outcome,
    iif(first.stage = 'asked', last.detail, first.detail) AS detail,
    iif(first.stage = 'asked', max(0, last.at - first.at), NULL) AS tookMs
  FROM audit AS first
  LEFT JOIN audit AS last ON last.id = (
    SELECT max(id) FROM audit WHERE act_id = first.act_id AND id > first.id AND stage <> 'asked'
  )
  WHERE first.id < $before
    AND first.id >= iif($since IS NULL, 0, (SELECT min(id) FROM audit WHERE at >= $since))
    AND first.id = (SELECT min(id) FROM audit WHERE act_id = first.act_id)
    AND ($who IS NULL OR first.who = $who)
    AND ($credential IS NULL OR first.credential = $credential)
    AND ($since IS NULL OR first.at >= $since)
    AND ($until IS NULL OR first.at < $until)
  ORDER BY first.id DESC LIMIT $limit`

const linesOfAct = `
  SELECT id, at, act_id AS actId, stage, who, role, credential, action, target, detail
  FROM audit WHERE act_id = ? ORDER BY id`

/** The record read as acts instead of lines. Texts are redacted again, by what is known of secrets today. */
export function createActs({ $client }: Store) {
  const rows = $client.query<Row, Record<string, string | number | null>>(actsBefore)
  const lines = $client.query<AuditLine, [string]>(linesOfAct)

  /** Acts that fit, the newest first, in portions; `end` is where the next one goes on, null after the last. */
  function* portions(filter: ActFilter, from: number) {
    const { who = null, credential = null, since = null, until = null } = filter
    const fits = judgeOf(filter)
    for (let before: number | null = from; before !== null; ) {
      const found = rows.all({ before, limit: readAtOnce, who, credential, since, until })
      before = found.length < readAtOnce ? null : found.at(-1)!.line
      // Words are looked for in what is shown, never in a secret; most acts are ruled out before that costs anything.
      yield { acts: found.filter(fits).map(withoutSecrets).filter(fits), end: before }
    }
  }

  return {
    /** The newest acts first. `cursor` is the `nextCursor` of the previous answer, which may hold fewer than `limit`. */
    page({
      cursor = Number.MAX_SAFE_INTEGER,
      limit,
      ...filter
    }: ActFilter & { cursor?: number | undefined; limit: number }) {
      const items: Row[] = []
      let lookedAt = 0
      let goesOn: number | null = null
      for (const { acts, end } of portions(filter, cursor)) {
        items.push(...acts)
        lookedAt += readAtOnce
        goesOn = end
        if (items.length > limit || lookedAt >= maxLookedAt) break
      }
      const shown = items.slice(0, limit)
      const next = items.length > limit ? shown.at(-1)!.line : goesOn
      return { items: shown.map(actOf), nextCursor: next === null ? null : String(next) }
    },

    /** How many acts fit, by outcome and by credential, as far as one answer looks. */
    facets({ outcome, credential, ...filter }: ActFilter): ActFacets {
      const counts: ActFacets = { outcome: {}, credential: {}, isWhole: true }
      let lookedAt = 0
      for (const { acts, end } of portions(filter, Number.MAX_SAFE_INTEGER)) {
        for (const act of acts) {
          if (credential === undefined || act.credential === credential)
            counts.outcome[act.outcome] = (counts.outcome[act.outcome] ?? 0) + 1
          if (act.credential !== null && (outcome === undefined || act.outcome === outcome))
            counts.credential[act.credential] = (counts.credential[act.credential] ?? 0) + 1
        }
        lookedAt += readAtOnce
        if (end !== null && lookedAt >= maxLookedAt) return { ...counts, isWhole: false }
      }
      return counts
    },

    /** All acts that fit, in portions, so that nothing of a long record is held. */
    *all(filter: ActFilter): Generator<Act[], void> {
      for (const { acts } of portions(filter, Number.MAX_SAFE_INTEGER)) yield acts.map(actOf)
    },

    /** The lines of one act, in their order. Throws a Refusal where there is no such act. */
    linesOf(id: string): AuditLine[] {
      const found = lines.all(id)
      if (found.length === 0) throw new Refusal('not-found', 'There is no act with that id.')
      return found.map(withoutSecrets)
    },
  }
}

const withoutSecrets = <Texts extends Pick<AuditLine, 'who' | 'target' | 'detail'>>(one: Texts): Texts => ({
  ...one,
  who: redact(one.who),
  target: redact(one.target),
  detail: one.detail === null ? null : redact(one.detail),
})

const actOf = ({ line: _, ...act }: Row): Act => act

function judgeOf({ q = '', outcome }: ActFilter) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return (act: Row) => {
    if (outcome !== undefined && act.outcome !== outcome) return false
    const text = [act.who, act.action, act.target, act.detail ?? ''].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  }
}
