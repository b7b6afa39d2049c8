import { Refusal } from '../../lib/refusal.ts'
import type { Budget } from './budget.ts'

/** The budget of `[budget]`: so many dollars a day for everything. */
export const dailyBudgetName = 'Daily budget'

/** What a person sets of a budget; what is left out stays as it is in the file. */
export type BudgetDraft = Pick<Budget, 'name' | 'per' | 'usd'> & {
  filter: { [Field in keyof Budget['filter']]: Budget['filter'][Field] | undefined }
  warn?: number[] | undefined
  onTrip?: Budget['onTrip'] | undefined
}

type Entry = Record<string, unknown>
type Parsed = { budget?: Entry; budgets?: Entry[] } & Entry

/**
 * The text of `config.toml` with a budget set: `was` names the one that is replaced, null where it is new. Comments and
 * everything else stay, byte for byte. Throws a Refusal where the text is not TOML, or written in a way that could not be
 * edited without a loss.
 */
export function withBudget(text: string, was: string | null, draft: BudgetDraft): string {
  const isDaily = draft.name === dailyBudgetName
  if (was !== null && (was === dailyBudgetName) !== isDaily)
    throw new Refusal('bad-input', `“${dailyBudgetName}” is the one for everything in a day; it keeps its name.`)
  if (isDaily) {
    if (draft.per !== 'day' || Object.values(draft.filter).some((value) => value !== undefined))
      throw new Refusal(
        'bad-input',
        `“${dailyBudgetName}” is the one for everything in a day. Give another its own name.`,
      )
    return edited(
      text,
      (lines) => withDay(lines, draft.usd),
      (before) => ({
        ...before,
        budget: { ...before.budget, day_usd: draft.usd },
      }),
    )
  }
  const entries = listOf(text)
  const at = was === null ? -1 : entries.findIndex(({ name }) => name === was)
  if (was !== null && at < 0) throw new Refusal('not-found', `There is no budget “${was}” any more.`)
  if (entries.some(({ name }, other) => name === draft.name && other !== at))
    throw new Refusal('conflict', `There is a budget “${draft.name}” already.`)
  const fields = fieldsOf(draft)
  return edited(
    text,
    (lines) => (at < 0 ? withNewEntry(lines, fields) : withEntry(lines, at, entries[at]!, fields)),
    (before) => {
      const list = before.budgets ?? []
      if (at < 0) return { ...before, budgets: [...list, only(fields)] }
      return { ...before, budgets: list.with(at, only({ ...list[at], ...fields })) }
    },
  )
}

/** The same text without the budget of that name. */
export function withoutBudget(text: string, name: string): string {
  if (name === dailyBudgetName)
    return edited(text, withoutDay, ({ budget, ...before }) => ({
      ...before,
      budget: only({ ...budget, day_usd: undefined }),
    }))
  const at = listOf(text).findIndex((entry) => entry.name === name)
  if (at < 0) throw new Refusal('not-found', `There is no budget “${name}” any more.`)
  return edited(
    text,
    (lines) => {
      const { header, end } = sectionsOf(lines, 'budgets')[at] ?? cannot()
      return [...lines.slice(0, header), ...lines.slice(end)]
    },
    ({ budgets = [], ...before }) => {
      const left = budgets.toSpliced(at, 1)
      return left.length > 0 ? { ...before, budgets: left } : before
    },
  )
}

const fieldsOf = ({ name, per, usd, filter, warn, onTrip }: BudgetDraft): Entry => ({
  name,
  per,
  usd,
  agent: filter.agent,
  model: filter.model,
  project: filter.project,
  runtime: filter.runtime,
  ...(warn && { warn }),
  ...(onTrip && { on_trip: onTrip }),
})

const only = (entry: Entry): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))

function parsed(text: string): Parsed {
  try {
    return Bun.TOML.parse(text) as Parsed
  } catch (error) {
    throw new Refusal('conflict', `it is not valid TOML: ${(error as Error).message}`)
  }
}

function listOf(text: string): Entry[] {
  const { budgets = [] } = parsed(text)
  return Array.isArray(budgets) ? budgets : []
}

/** Edits lines, and proves that the text then says what it should and nothing else has changed. */
function edited(text: string, edit: (lines: string[]) => string[], change: (before: Parsed) => Entry): string {
  const before = parsed(text)
  const after = edit(text.split('\n')).join('\n')
  let says: unknown
  try {
    says = Bun.TOML.parse(after)
  } catch {
    // It would break the file.
    cannot()
  }
  if (!Bun.deepEquals(says, change(before), true)) cannot()
  return after
}

function cannot(): never {
  throw new Refusal('conflict', 'its budgets are written in a way that cannot be edited here without a loss')
}

type Section = { header: number; end: number }

/** The lines of each section of that name; comments in front of the next section belong to that one. */
function sectionsOf(lines: string[], name: string): Section[] {
  const headers = lines.flatMap((line, at) => (/^\s*\[/.test(line) ? [at] : []))
  return headers.flatMap((header, number) => {
    if (/^\s*\[\[?\s*([\w-]+)\s*\]\]?\s*(#.*)?\r?$/.exec(lines[header]!)?.[1] !== name) return []
    const next = headers[number + 1] ?? lines.length
    let end = next
    while (end > header + 1 && /^\s*(#.*)?$/.test(lines[end - 1]!)) end--
    return [{ header, end }]
  })
}

/** The line that says this key in a section; undefined where none does. */
const lineOf = (lines: string[], { header, end }: Section, key: string): number | undefined => {
  const at = lines.findIndex((line, at) => at > header && at < end && new RegExp(`^\\s*${key}\\s*=`).test(line))
  return at < 0 ? undefined : at
}

/** A line with another value; its comment and its spaces stay. */
function withValue(line: string, value: unknown): string {
  const [, before, comment = ''] =
    /^(\s*[\w-]+\s*=\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|[^\s#"'[]+)(\s*(?:#.*)?\r?)$/.exec(line) ?? cannot()
  return `${before}${written(value)}${comment}`
}

/** A basic string of JSON is one of TOML. */
const written = (value: unknown) => JSON.stringify(value)

function withDay(lines: string[], usd: number): string[] {
  const section = sectionsOf(lines, 'budget')[0]
  if (!section) return appended(lines, ['[budget]', `day_usd = ${written(usd)}`])
  const at = lineOf(lines, section, 'day_usd')
  if (at === undefined) return lines.toSpliced(section.header + 1, 0, `day_usd = ${written(usd)}${returnOf(lines)}`)
  return lines.with(at, withValue(lines[at]!, usd))
}

function withoutDay(lines: string[]): string[] {
  const section = sectionsOf(lines, 'budget')[0] ?? cannot()
  return lines.toSpliced(lineOf(lines, section, 'day_usd') ?? cannot(), 1)
}

function withEntry(lines: string[], number: number, was: Entry, fields: Entry): string[] {
  const { header, end } = sectionsOf(lines, 'budgets')[number] ?? cannot()
  let inside = lines.slice(header, end)
  for (const [key, value] of Object.entries(fields)) {
    if (Bun.deepEquals(was[key], value)) continue
    const at = lineOf(inside, { header: 0, end: inside.length }, key)
    if (value === undefined) inside = inside.toSpliced(at ?? cannot(), 1)
    else if (at === undefined) inside = [...inside, `${key} = ${written(value)}${returnOf(lines)}`]
    else inside = inside.with(at, withValue(inside[at]!, value))
  }
  return [...lines.slice(0, header), ...inside, ...lines.slice(end)]
}

function withNewEntry(lines: string[], fields: Entry): string[] {
  const entry = ['[[budgets]]', ...Object.entries(only(fields)).map(([key, value]) => `${key} = ${written(value)}`)]
  const last = sectionsOf(lines, 'budgets').at(-1)
  // Behind the last one, so that they stand together.
  if (!last || last.end === lines.length) return appended(lines, entry)
  const ending = returnOf(lines)
  return lines.toSpliced(last.end, 0, ending, ...entry.map((line) => `${line}${ending}`))
}

/** Lines at the end of the text, an empty one before them. */
function appended(lines: string[], more: string[]): string[] {
  const ending = returnOf(lines)
  const before = lines.at(-1) === '' ? lines.slice(0, -1) : lines
  const isEmpty = before.every((line) => line.trim() === '')
  return [...(isEmpty ? [] : [...before, ending]), ...more.map((line) => `${line}${ending}`), '']
}

/** What a line ends with before its line feed. */
const returnOf = (lines: string[]) => (lines.some((line) => line.endsWith('\r')) ? '\r' : '')
