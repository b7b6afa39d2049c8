import { redact } from './redact.ts'
import { writeError } from './terminal.ts'

/**
 * Writes one line for each message to stderr: time, level, message and fields. Values under names of secrets are never
 * written.
 */
export type Log = ReturnType<typeof createLog>

const levels = { debug: 0, info: 1, warn: 2, error: 3 }
type LogLevel = keyof typeof levels

const secretName = /token|secret|password|passphrase|authorization|cookie|api[-_]?key|^key$|^code$/i

export function createLog(
  minLevel: LogLevel,
  write: (line: string) => void = writeError,
  now: () => number = Date.now,
) {
  const say =
    (level: LogLevel) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      if (levels[level] < levels[minLevel]) return
      const suffix = Object.entries(fields).map(
        ([name, value]) => ` ${name}=${secretName.test(name) ? '[hidden]' : quote(value)}`,
      )
      write(`${new Date(now()).toISOString()} ${level.padEnd(5)} ${onOneLine(message)}${suffix.join('')}\n`)
    }
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
}

function quote(value: unknown) {
  const text =
    value instanceof Error ? (value.stack ?? value.message) : typeof value === 'string' ? value : JSON.stringify(value)
  const hidden = onOneLine(text ?? 'undefined')
  return /[\s"=]/.test(hidden) ? JSON.stringify(hidden) : hidden
}

const onOneLine = (text: string) => redact(text).replace(/[\r\n]+\s*/g, ' | ')
