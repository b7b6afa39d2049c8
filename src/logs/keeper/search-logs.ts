import { redact } from '../../lib/redact.ts'
import { redactDeep } from '../../lib/redact-deep.ts'
import type { Store } from '../../store/store.ts'
import { type LogFilter, type LogHistogram, type LogLine, type LogNews, logLevels } from '../log-line.ts'
import { type KeptLine, linesIn, unpackText } from './pack-lines.ts'

/** All SQL that reads logs.sqlite. Each function throws what SQLite throws. */

/** A part of an answer: the newest lines that were not said before, and how far back everything was looked at. */
type FoundPart = { items: LogLine[]; searchedBackTo: number | null; nextCursor: string | null; isDone: boolean }

/** Where a page ends: lines are put in order by their time, and within it by their number. */
type Place = { at: number; no: number }

type Block = { id: number; source: string; firstAt: number; lastAt: number }
type Line = KeptLine & { source: string }

const minuteMs = 60_000
/** Lines that are still to be shown are held; what was found is said at least after so many blocks. */
const blocksInPart = 8

export const cursorOf = ({ at, no }: Place) => `${at}.${no}`

function placeOf(cursor: string): Place {
  const [at = 0, no = 0] = cursor.split('.').map(Number)
  return { at, no }
}

const newestFirst = (a: Place, b: Place) => b.at - a.at || b.no - a.no

/**
 * Looks for lines over all that is kept, the newest first, until there are `limit` of them or `isOver` says so. Blocks
 * are opened in the order of their last line: once all that are left end before a line, that line is the next.
 */
export function* searchLogs(
  store: Store,
  filter: LogFilter,
  { cursor, limit }: { cursor: string | undefined; limit: number },
  isOver: () => boolean,
): Generator<FoundPart> {
  const before = cursor === undefined ? null : placeOf(cursor)
  const fits = matcherOf(filter, before)
  // What is in a block is not in the tail any more: both are read at one moment.
  const { blocks, held } = store.$client.transaction(() => ({
    blocks: blocksOf(store, filter, before),
    held: tailOf(store, filter).filter(fits).sort(newestFirst),
  }))()
  let left = limit
  let number = 0
  for (let isDone = false; !isDone; ) {
    for (let opened = 0; opened < blocksInPart && number < blocks.length && !isPageHeld(); opened++) {
      held.push(...matchesIn(store, blocks[number]!, filter, fits))
      held.sort(newestFirst)
      number++
      if (isOver()) break
    }
    const next = blocks[number]
    const known = held.findIndex((line) => !isCertain(line))
    const items = held.splice(0, Math.min(left, known === -1 ? held.length : known))
    left -= items.length
    const last = items.at(-1)
    const isFull = left === 0 && (held.length > 0 || next !== undefined)
    isDone = isFull || next === undefined || isOver()
    const reached = next === undefined ? null : next.lastAt + 1
    yield {
      items: items.map(shown),
      searchedBackTo: isFull && last ? last.at : reached,
      // Where it was ended in the middle, everything that is not newer than the next block is still to come.
      nextCursor: isFull && last ? cursorOf(last) : reached === null ? null : cursorOf({ at: reached, no: 0 }),
      isDone,
    }
  }

  /** A line that is as old as the next block may still have one before it there. */
  function isCertain({ at }: Line) {
    const next = blocks[number]
    return next === undefined || at > next.lastAt
  }

  function isPageHeld() {
    return held.length >= left && held.slice(0, left).every(isCertain)
  }
}

/**
 * A line with those before and after it of all sources, the oldest first. Where the line is gone, what stands around its
 * place.
 */
export function linesAround(store: Store, cursor: string, count: number): LogLine[] {
  const place = placeOf(cursor)
  return store.$client.transaction(() => {
    const before: LogLine[] = []
    for (const { items } of searchLogs(store, {}, { cursor, limit: count }, () => false))
      before.unshift(...items.toReversed())
    return [...before, ...linesFrom(store, place, count + 1).map(shown)]
  })()
}

/** The lines from a place on, the oldest first. */
function linesFrom(store: Store, place: Place, limit: number): Line[] {
  const fits = (line: Line) => newestFirst(place, line) >= 0
  const blocks = blocksOf(store, { since: place.at }, null).sort((a, b) => a.firstAt - b.firstAt)
  const held = tailOf(store, {}).filter(fits)
  for (const block of blocks) {
    // What is before everything that is left is complete.
    if (held.filter(({ at }) => at < block.firstAt).length >= limit) break
    held.push(...matchesIn(store, block, {}, fits))
  }
  return held.sort((a, b) => newestFirst(b, a)).slice(0, limit)
}

function blocksOf(store: Store, { sources, levels, since, until }: LogFilter, before: Place | null): Block[] {
  const bits = levels?.reduce((all, level) => all | (1 << logLevels.indexOf(level)), 0) ?? -1
  return store.$client
    .query<Block, [number, number, number, number]>(
      `SELECT id, source, first_at AS firstAt, last_at AS lastAt FROM log_blocks
      WHERE levels & ? AND last_at >= ? AND first_at < ? AND first_at <= ?
      ORDER BY last_at DESC, last_no DESC`,
    )
    .all(
      bits,
      since ?? Number.MIN_SAFE_INTEGER,
      until ?? Number.MAX_SAFE_INTEGER,
      before?.at ?? Number.MAX_SAFE_INTEGER,
    )
    .filter(({ source }) => !sources || sources.includes(source))
}

const tailOf = (store: Store, { sources }: LogFilter): Line[] =>
  store.$client
    .query<Line, []>('SELECT no, source, at, dated, level, text, json FROM log_tail')
    .all()
    .filter(({ source }) => !sources || sources.includes(source))

function matchesIn(store: Store, { id, source }: Block, { q }: LogFilter, fits: (line: Line) => boolean): Line[] {
  const row = store.$client
    .query<{ packed: Uint8Array }, [number]>('SELECT packed FROM log_blocks WHERE id = ?')
    .get(id)
  // It was forgotten meanwhile, as the oldest are.
  if (!row) return []
  const text = unpackText(row.packed)
  // Most blocks do not hold the words: then nothing of them is taken apart. In JSON some characters are written otherwise.
  if (q !== undefined && !/["\\\p{Cc}]/u.test(q) && !text.toLowerCase().includes(q.toLowerCase())) return []
  return linesIn(text)
    .map((line) => ({ ...line, source }))
    .filter(fits)
}

/** Whether a line is meant; of those at the cursor only what is behind it. Throws for what is no expression. */
export function matcherOf(
  { sources, levels, q, regex, since, until }: LogFilter,
  before: Place | null = null,
): (line: Line) => boolean {
  const wanted = levels && new Set(levels.map((level) => logLevels.indexOf(level)))
  const words = q?.toLowerCase()
  const expression = regex === undefined ? undefined : expressionOf(regex)
  return (line) =>
    (!sources || sources.includes(line.source)) &&
    (!wanted || wanted.has(line.level)) &&
    (since === undefined || line.at >= since) &&
    (until === undefined || line.at < until) &&
    (before === null || newestFirst(before, line) < 0) &&
    (words === undefined || textsOf(line).some((text) => text.toLowerCase().includes(words))) &&
    (!expression || textsOf(line).some((text) => expression.test(text)))
}

const textsOf = ({ text, json }: Line) => (json === null ? [text] : [text, json])

function expressionOf(regex: string): RegExp {
  try {
    return new RegExp(regex, 'iu')
  } catch {
    // What older expressions allow, the stricter kind does not.
    return new RegExp(regex, 'i')
  }
}

/** A line as it leaves the server. Secrets were hidden when it was kept; what is known of them now is hidden as well. */
export const shown = ({ no, source, at, dated, level, text, json }: Line): LogLine => ({
  no,
  source,
  at,
  isDated: dated === 1,
  level: logLevels[level] ?? 'unknown',
  text: redact(text),
  json: json === null ? null : JSON.stringify(redactDeep(JSON.parse(json))),
})

/** What was kept of sources behind a number, in the order in which it was read. */
export function newsOf(
  store: Store,
  filter: LogFilter,
  { after, limit }: { after: string | undefined; limit: number },
): LogNews {
  const value = (name: string) =>
    store.$client.query<{ value: string }, [string]>('SELECT value FROM log_meta WHERE name = ?').get(name)?.value
  const id = value('id') ?? ''
  const last = Number(value('next') ?? 1) - 1
  const [, database, number] = /^([0-9a-f]{8})-(\d{1,16})$/.exec(after ?? '') ?? []
  // Without a position it begins here.
  if (after === undefined) return { items: [], cursor: `${id}-${last}`, more: false, restarted: false }
  const isOther = database !== id
  const from = isOther ? 0 : Number(number)
  const fits = matcherOf(filter)
  const blocks = store.$client
    .query<{ id: number; source: string; firstAt: number; lastAt: number; firstNo: number }, [number]>(
      `SELECT id, source, first_at AS firstAt, last_at AS lastAt, first_no AS firstNo FROM log_blocks
      WHERE last_no > ? ORDER BY first_no`,
    )
    .all(from)
    .filter(({ source }) => !filter.sources || filter.sources.includes(source))
  const held: Line[] = tailOf(store, filter).filter((line) => line.no > from && fits(line))
  for (const block of blocks) {
    // Blocks of several sources overlap: what is before the next one is complete.
    if (held.filter(({ no }) => no < block.firstNo).length > limit) break
    held.push(...matchesIn(store, block, filter, (line) => line.no > from && fits(line)))
  }
  held.sort((a, b) => a.no - b.no)
  const items = held.slice(0, limit)
  const more = held.length > limit
  return { items: items.map(shown), cursor: `${id}-${more ? items.at(-1)!.no : last}`, more, restarted: isOther }
}

/** How much is kept of each source. */
export const keptOf = (store: Store) =>
  store.$client
    .query<{ source: string; lines: number; bytes: number; firstAt: number; lastAt: number }, []>(
      `SELECT source, SUM(lines) AS lines, SUM(bytes) AS bytes, MIN(first_at) AS firstAt, MAX(last_at) AS lastAt FROM (
        SELECT source, lines, bytes, first_at, last_at FROM log_blocks
        UNION ALL SELECT source, COUNT(*), SUM(LENGTH(text) + LENGTH(IFNULL(json, ''))), MIN(at), MAX(at)
          FROM log_tail GROUP BY source
      ) GROUP BY source`,
    )
    .all()

/** How many lines of each level there are, in at most `steps` steps of whole minutes. */
export function histogramOf(
  store: Store,
  { sources, levels, since, until }: Pick<LogFilter, 'sources' | 'levels' | 'since' | 'until'>,
  { steps, now }: { steps: number; now: number },
): LogHistogram {
  const rows = store.$client
    .query<{ source: string; minute: number; level: number; lines: number }, [number, number]>(
      'SELECT source, minute, level, lines FROM log_minutes WHERE minute >= ? AND minute < ?',
    )
    .all(
      since === undefined ? Number.MIN_SAFE_INTEGER : Math.floor(since / minuteMs),
      until === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(until / minuteMs),
    )
    .filter(
      ({ source, level }) =>
        (!sources || sources.includes(source)) && (!levels || levels.includes(logLevels[level] ?? 'unknown')),
    )
  const first =
    since === undefined ? rows.reduce((least, { minute }) => Math.min(least, minute), now / minuteMs) : since / minuteMs
  const from = Math.floor(first)
  const to = Math.ceil(
    (until ?? Math.max(now, rows.reduce((most, { minute }) => Math.max(most, minute + 1), 0) * minuteMs)) / minuteMs,
  )
  const stepMinutes = Math.max(1, Math.ceil((to - from) / steps))
  const length = Math.max(1, Math.ceil((to - from) / stepMinutes))
  const counts = Object.fromEntries(
    logLevels.map((level) => [level, new Array<number>(length).fill(0)]),
  ) as LogHistogram['counts']
  for (const { minute, level, lines } of rows) {
    const step = Math.floor((minute - from) / stepMinutes)
    const of = counts[logLevels[level] ?? 'unknown']
    of[step] = (of[step] ?? 0) + lines
  }
  return { since: from * minuteMs, stepMs: stepMinutes * minuteMs, counts }
}

type ErrorRow = {
  id: string
  source: string
  level: number
  signature: string
  sample: string
  lines: number
  firstAt: number
  lastAt: number
}

const hourMs = 3_600_000
const shownHours = 24

/** Kinds of errors, the latest first. */
export function errorsOf(
  store: Store,
  { sources, since, q }: { sources?: string[] | undefined; since?: number | undefined; q?: string | undefined },
  { limit, now }: { limit: number; now: number },
) {
  const words = q?.toLowerCase()
  const hour = Math.floor(now / hourMs)
  const rows = store.$client
    .query<ErrorRow, [number]>(
      `SELECT id, source, level, signature, sample, lines, first_at AS firstAt, last_at AS lastAt FROM log_errors
      WHERE last_at >= ? ORDER BY last_at DESC, id`,
    )
    .all(since ?? Number.MIN_SAFE_INTEGER)
    .filter(
      ({ source, signature, sample }) =>
        (!sources || sources.includes(source)) &&
        (words === undefined || [signature, sample].some((text) => text.toLowerCase().includes(words))),
    )
    .slice(0, limit)
  const counted = store.$client.query<{ hour: number; lines: number }, [string, number]>(
    'SELECT hour, lines FROM log_error_hours WHERE id = ? AND hour > ?',
  )
  return rows.map(({ id, source, level, signature, sample, lines, firstAt, lastAt }) => {
    const hours = new Array<number>(shownHours).fill(0)
    for (const row of counted.all(id, hour - shownHours))
      if (row.hour <= hour) hours[row.hour - hour + shownHours - 1] = row.lines
    return {
      id,
      source,
      level: logLevels[level] ?? ('unknown' as const),
      signature: redact(signature),
      sample: redact(sample),
      count: lines,
      firstAt,
      lastAt,
      hours,
    }
  })
}
