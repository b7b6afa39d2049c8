import { oneLine } from '../lib/plain-text.ts'
import { redact } from '../lib/redact.ts'
import type { LogLine } from './handle.ts'

const maxChars = 2_000

/** A line of foreign output as it may be shown: in one line, without what steers a terminal, without secrets. */
export function lineOf(text: string, at: number | null = null, level?: LogLine['level']): LogLine {
  return { at, level: level ?? levelIn(text), text: oneLine(redact(text.slice(0, maxChars))) }
}

/** The last lines of a text of lines. */
export const lastLines = (text: string, lines: number): LogLine[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-lines)
    .map((line) => lineOf(line))

function levelIn(text: string): LogLine['level'] {
  if (/\b(error|fatal|panic|exception|failed)\b/i.test(text)) return 'error'
  return /\bwarn(ing)?\b/i.test(text) ? 'warn' : 'info'
}

/** A line of the journal, as `--output=short-unix` writes it: `1764432000.123456 host name[pid]: text`. */
export function journalLine(line: string): LogLine {
  const [, seconds, text] = /^(\d+\.\d+) \S+ (.*)$/.exec(line) ?? []
  return seconds === undefined ? lineOf(line) : lineOf(text!, Math.round(Number(seconds) * 1_000))
}

/** A line of OpenClaw's log: an object with `time`, `_meta` and what was said under `0`, `1`, … */
export function openclawLine(line: string): LogLine {
  try {
    const { time, _meta, message, ...rest } = JSON.parse(line) as Record<string, unknown>
    const level = String((_meta as { logLevelName?: unknown } | undefined)?.logLevelName ?? '').toLowerCase()
    const said = ['0', '1', '2'].flatMap((name) =>
      typeof rest[name] === 'string' && !String(rest[name]).startsWith('{') ? [rest[name]] : [],
    )
    const text = typeof message === 'string' ? message : said.join(' ')
    const at = Date.parse(String(time))
    return lineOf(
      text || line,
      Number.isNaN(at) ? null : at,
      level === 'error' || level === 'fatal' ? 'error' : level === 'warn' ? 'warn' : 'info',
    )
  } catch {
    // A line that is torn, or of another program that writes into the same file.
    return lineOf(line)
  }
}
