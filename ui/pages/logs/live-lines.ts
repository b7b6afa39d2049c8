import type { LogLevel, LogLine } from '../../../src/logs/log-line.ts'
import { levelsFrom, type Narrowing } from './address.ts'

/** A place in the order in which lines were read. Numbers of one database say nothing about another. */
export type Position = { database: string; no: number }

/** What was written to a source, as it is heard. */
type Written = { after: string; cursor: string; lines: readonly LogLine[]; skipped: number }

/** Reads a position of the server; one that cannot be read is before everything. */
export function positionOf(text: string): Position {
  const [database = '', no = '0'] = text.split('-')
  return { database, no: Number(no) }
}

/**
 * What an event adds to whoever has everything up to `known`: the lines that are not there yet, and how far that leads.
 * Undefined where lines between the two are missing and have to be asked for.
 */
export function joined(known: Position, { after, cursor, lines, skipped }: Written) {
  const begin = positionOf(after)
  const end = positionOf(cursor)
  if (end.database !== known.database) return undefined
  if (end.no <= known.no) return { lines: [], position: known }
  if (begin.no > known.no || skipped > 0) return undefined
  return { lines: lines.filter(({ no }) => no > known.no), position: end }
}

/** Whether a line that was heard belongs to what is listed. Expressions are left to the server. */
export function fits({ q, level, sources, to }: Narrowing): (line: LogLine) => boolean {
  const words = q.trim().toLowerCase()
  const levels = new Set<LogLevel>(levelsFrom(level))
  return (line) =>
    levels.has(line.level) &&
    (sources.length === 0 || sources.includes(line.source)) &&
    (to === undefined || line.at < to) &&
    (words === '' || [line.text, line.json ?? ''].some((text) => text.toLowerCase().includes(words)))
}

/** Lines of several answers as one list, the oldest first, each once. */
export function inOrder(...lists: (readonly LogLine[])[]): LogLine[] {
  const known = new Map<number, LogLine>()
  for (const list of lists) for (const line of list) if (!known.has(line.no)) known.set(line.no, line)
  return [...known.values()].sort((a, b) => a.at - b.at || a.no - b.no)
}

/** Names a line in addresses. */
export const lineIdOf = ({ at, no }: Pick<LogLine, 'at' | 'no'>) => `${at}.${no}`
