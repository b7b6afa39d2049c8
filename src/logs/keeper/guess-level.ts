import type { LogLevel } from '../log-line.ts'

/** The level behind a number as pino and bunyan write it. */
function levelOfNumber(number: number): LogLevel {
  const steps: [number, LogLevel][] = [
    [60, 'fatal'],
    [50, 'error'],
    [40, 'warn'],
    [30, 'info'],
    [20, 'debug'],
    [10, 'trace'],
  ]
  return steps.find(([least]) => number >= least)?.[1] ?? 'unknown'
}

const words: Record<string, LogLevel> = {
  silly: 'trace',
  trace: 'trace',
  verbose: 'trace',
  finest: 'trace',
  debug: 'debug',
  dbg: 'debug',
  fine: 'debug',
  info: 'info',
  inf: 'info',
  information: 'info',
  informational: 'info',
  notice: 'info',
  http: 'info',
  log: 'info',
  warn: 'warn',
  warning: 'warn',
  wrn: 'warn',
  error: 'error',
  err: 'error',
  eror: 'error',
  severe: 'error',
  critical: 'fatal',
  crit: 'fatal',
  fatal: 'fatal',
  panic: 'fatal',
  alert: 'fatal',
  emergency: 'fatal',
  emerg: 'fatal',
}

/** The level that a value of a field names: a word of any library, or a number of pino. */
export function levelOfValue(value: unknown): LogLevel {
  if (typeof value === 'number') return levelOfNumber(value)
  if (typeof value !== 'string') return 'unknown'
  return /^\d+$/.test(value) ? levelOfNumber(Number(value)) : (words[value.trim().toLowerCase()] ?? 'unknown')
}

/** The level of a number of syslog, as the journal writes it. */
export const levelOfPriority = (priority: number): LogLevel =>
  priority <= 2
    ? 'fatal'
    : (({ 3: 'error', 4: 'warn', 5: 'info', 6: 'info', 7: 'debug' } as const)[priority] ?? 'unknown')

/** Levels stand near the beginning; a word further on is what somebody said. */
const headChars = 120

const names = Object.keys(words).join('|')
const field = new RegExp(`\\b(?:level|lvl|severity)["']?\\s*[=:]\\s*["']?(${names})\\b`, 'i')
const bracketed = new RegExp(`[[(<|](?:\\s*)(${names})(?:\\s*)[\\])>|]`, 'i')
const shouted = new RegExp(`(?:^|[\\s:|-])(${names.toUpperCase()})(?=[\\s:|\\],-]|$)`)
const first = new RegExp(`^(${names})\\s*[:|-]`, 'i')
const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d/
const letter = /^\S*\s*\b([TDIWEF])\/[\w.-]+/
const letters: Record<string, LogLevel> = {
  T: 'trace',
  D: 'debug',
  I: 'info',
  W: 'warn',
  E: 'error',
  F: 'fatal',
}
const syslog = /^<(\d{1,3})>/
const thrown =
  /^(?:uncaught |unhandled |caused by: )?(?:[\w$]+\.)*[A-Z][\w$]*(?:Error|Exception)\b|^Traceback \(most recent|^thread '.*' panicked|^panic: |^goroutine \d+|^(?:Unhandled|Uncaught)\b|^Segmentation fault/

/** Behind a time even a small word is a level. */
const afterTime = /^(trace|debug|info|warn|warning|error|fatal)\s/i

/** The level of a line of text by its words. A line that names none is unknown; `text` begins behind its time. */
export function guessLevel(text: string, isDated = false): LogLevel {
  const head = text.slice(0, headChars)
  const priority = syslog.exec(head)?.[1]
  if (priority !== undefined) return levelOfPriority(Number(priority) & 7)
  const short = (klog.exec(head) ?? letter.exec(head))?.[1]
  if (short !== undefined) return letters[short]!
  const word = (field.exec(head) ??
    bracketed.exec(head) ??
    shouted.exec(head) ??
    first.exec(head) ??
    (isDated ? afterTime.exec(head) : null))?.[1]
  if (word !== undefined) return words[word.toLowerCase()]!
  return thrown.test(head) ? 'error' : 'unknown'
}
