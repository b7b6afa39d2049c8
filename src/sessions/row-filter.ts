import { usedToolSql } from '../files/session-tools.ts'
import { hasWildcard, likeOf } from '../lib/wildcard.ts'
import type { Choices, SessionFilter } from './session-filter.ts'

/** The choices of a filter that a column decides; each accepts any of its values. `other` is also what has no kind. */
const columnOf = {
  agent: 'agent_id',
  runtime: 'runtime',
  kind: "coalesce(kind, 'other')",
  model: 'model',
  branch: 'branch',
  project: 'project_path',
  tool: 'tool',
} as const satisfies { [Field in keyof Choices]?: string }
type ColumnField = keyof typeof columnOf

type ColumnChoices = { [Field in ColumnField]?: readonly string[] | undefined }

/** The part of a filter that columns alone decide; of `not`, none may hold. */
export type RowFilter = ColumnChoices & {
  not?: ColumnChoices | undefined
  /** Last active at or after, and before, in ms. */
  since?: number | undefined
  before?: number | undefined
  /** Children of a session with this key. */
  parentKey?: string | undefined
}

/** That part of a whole filter. */
export function rowFilterOf({ not, since, before, ...filter }: SessionFilter): RowFilter {
  const choices = (of: Choices): ColumnChoices =>
    Object.fromEntries((Object.keys(columnOf) as ColumnField[]).map((field) => [field, of[field]]))
  return { ...choices(filter), ...(not && { not: choices(not) }), since: since || undefined, before }
}

/** A filter as SQL behind a condition, and what it binds. */
export function narrowed({ not = {}, since, before, parentKey, ...choices }: RowFilter) {
  const conditions: string[] = []
  const values: Values = {}
  function choose(of: ColumnChoices, prefix: '' | 'not') {
    for (const field of Object.keys(columnOf) as ColumnField[]) {
      const chosen = of[field]
      if (chosen === undefined || chosen.length === 0) continue
      const name = `${prefix}${field}`
      values[name] = JSON.stringify(chosen.filter((value) => !hasWildcard(value)))
      const ways = [`${columnOf[field]} IN (SELECT value FROM json_each($${name}))`]
      for (const [number, pattern] of chosen.filter(hasWildcard).entries()) {
        values[`${name}${number}`] = likeOf(pattern)
        ways.push(`${columnOf[field]} LIKE $${name}${number} ESCAPE '\\'`)
      }
      const isOne = field === 'tool' ? usedToolSql(ways.join(' OR ')) : ways.join(' OR ')
      // What has no branch is on no branch that is left out.
      conditions.push(prefix === '' ? `AND (${isOne})` : `AND NOT coalesce(${isOne}, 0)`)
    }
  }
  choose(choices, '')
  choose(not, 'not')
  if (since !== undefined) {
    conditions.push('AND last_at >= $since')
    values.since = since
  }
  if (before !== undefined) {
    conditions.push('AND last_at < $before')
    values.before = before
  }
  if (parentKey !== undefined) {
    conditions.push("AND parent_key = $parentKey AND parent_key <> ''")
    values.parentKey = parentKey
  }
  return { sql: conditions.join(' '), values }
}

/** What a condition binds, by name. */
export type Values = Record<string, string | number>
