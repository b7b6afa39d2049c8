import { plainText } from '../../lib/plain-text.ts'
import { redact } from '../../lib/redact.ts'
import { redactDeep } from '../../lib/redact-deep.ts'
import type { LogLevel } from '../log-line.ts'
import { guessLevel, levelOfPriority, levelOfValue } from './guess-level.ts'
import { readTime, timeOfValue } from './read-time.ts'

/** One line as it was understood; `at` is null where it does not say. */
export type ReadLine = { at: number | null; level: LogLevel; text: string; json: string | null }

/** So much of a line is kept. */
const maxLineChars = 16_000
/** A larger object is shown as text. */
const maxObjectChars = 256_000

const cut = (text: string) => (text.length > maxLineChars ? `${text.slice(0, maxLineChars)}…` : text)

/** Reads one line, whatever wrote it, without the secrets in it. Never throws. */
export function readLine(raw: string, now: number): ReadLine {
  const trimmed = raw.trimStart()
  const object = trimmed.startsWith('{') && trimmed.length <= maxObjectChars ? readObject(trimmed, now) : null
  return object ?? readText(redact(cut(raw)), now)
}

function readText(raw: string, now: number): ReadLine {
  const text = plainText(raw).trimEnd()
  const time = readTime(text, now)
  // The whole line stays as it was written; only what is known of it is read.
  return {
    at: time?.at ?? null,
    level: guessLevel(time ? text.slice(time.end) : text, time !== null),
    text,
    json: null,
  }
}

const timeNames = ['time', 'timestamp', '@timestamp', 'ts', 'datetime', 'date', 't', 'at', '@t', 'asctime']
const levelNames = ['level', 'severity', 'lvl', 'levelname', 'loglevel', 'log.level', '@l', 'priority', 'type']
const textNames = ['msg', 'message', '@m', 'text', 'event', 'body', 'log']

/** A line that is an object of JSON, of pino, bunyan, winston, tslog or whatever has names like theirs. */
function readObject(raw: string, now: number): ReadLine | null {
  let value: Record<string, unknown>
  try {
    value = redactDeep(JSON.parse(raw)) as Record<string, unknown>
  } catch {
    // A line that is torn, or that only begins like one.
    return null
  }
  const meta = isObject(value._meta) ? value._meta : {}
  const at = firstOf(timeNames, (name) => timeOfValue(value[name], now)) ?? timeOfValue(meta.date, now)
  const level =
    [levelOfValue(meta.logLevelName), ...levelNames.map((name) => levelOfValue(value[name]))].find(
      (known) => known !== 'unknown',
    ) ?? 'unknown'
  const json = JSON.stringify(value)
  return { at, level, text: cut(plainText(saidIn(value)) || json), json: json.length > maxLineChars ? null : json }
}

/** The words of an object; '' where it has none. */
function saidIn(value: Record<string, unknown>): string {
  const said = firstOf(textNames, (name) => (typeof value[name] === 'string' ? (value[name] as string) : null))
  const error = isObject(value.err) ? value.err : isObject(value.error) ? value.error : {}
  const stack = typeof value.stack === 'string' ? value.stack : typeof error.stack === 'string' ? error.stack : ''
  const words = said ?? numbered(value)
  return stack === '' || words.includes(stack) ? words : `${words}\n${stack}`.trim()
}

/** What tslog wrote under `0`, `1` …; `0` may be an object that only says where it comes from. */
function numbered(value: Record<string, unknown>): string {
  const said: string[] = []
  for (let number = 0; value[number] !== undefined && number < 10; number++) {
    const part = value[number]
    if (typeof part === 'string') {
      if (!part.startsWith('{')) said.push(part)
    } else said.push(JSON.stringify(part))
  }
  return said.join(' ')
}

/** A line of `journalctl --output=json`; null where it is none. */
export function readJournalLine(raw: string, now: number): (ReadLine & { cursor: string }) | null {
  try {
    const value = JSON.parse(raw) as Record<string, unknown>
    const message = value.MESSAGE
    // Bytes that are no text come as a list of numbers.
    const said = Array.isArray(message) ? Buffer.from(message as number[]).toString() : String(message ?? '')
    if (typeof value.__CURSOR !== 'string') return null
    const line = readLine(said, now)
    const written = timeOfValue(value.__REALTIME_TIMESTAMP, now)
    // A unit that says nothing else writes everything at one priority, so that the line's own word goes first.
    const level = line.level === 'unknown' ? levelOfPriority(Number(value.PRIORITY ?? 6)) : line.level
    return { ...line, at: line.at ?? written, level, cursor: value.__CURSOR }
  } catch {
    // The output was cut within a line; it is asked for again.
    return null
  }
}

function firstOf<Value>(names: string[], read: (name: string) => Value | null): Value | null {
  for (const name of names) {
    const value = read(name)
    if (value !== null) return value
  }
  return null
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
