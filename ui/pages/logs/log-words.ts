import type { LogLevel, LogLine } from '../../../src/logs/log-line.ts'

/** A level as it is written in a row. */
export const levelName = (level: LogLevel) => (level === 'unknown' ? '–' : level)

/** How a level is coloured. */
export const toneOf = (level: LogLevel): 'error' | 'warn' | 'calm' | 'quiet' => {
  if (level === 'error' || level === 'fatal') return 'error'
  if (level === 'warn') return 'warn'
  return level === 'debug' || level === 'trace' ? 'quiet' : 'calm'
}

export const isError = ({ level }: LogLine) => toneOf(level) === 'error'

const written =
  /^(?:\[?(?:<time>|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*)\]?\s+)(?:\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\]?:?\s+)?(?=\S)/i

/** What a line says, without its time and level in front: these have columns of their own. */
export const saidIn = (text: string) => text.replace(written, '')

/** A line as text, as it is copied and exported. */
export const asText = ({ at, level, source, text }: LogLine) =>
  `${new Date(at).toISOString()} ${level} ${source} ${text}`

/** What an object of a line says, a row for each name: texts as they are, anything else as JSON. */
export function fieldsOf(json: string): { name: string; value: string }[] {
  const value: unknown = JSON.parse(json)
  if (typeof value !== 'object' || value === null) return [{ name: 'value', value: String(value) }]
  return Object.entries(value).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  }))
}
