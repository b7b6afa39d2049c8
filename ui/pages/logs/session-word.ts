import type { LogLine } from '../../../src/logs/log-line.ts'

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** The ids and keys of sessions as they stand in lines, the surest first. */
const words = [
  new RegExp(`\\b[a-z][a-z-]*\\.[\\w-]+\\.${uuid}\\b`, 'i'),
  /\bagent:[\w-]+:[\w:.@+-]*\w/,
  new RegExp(`(?<=session\\w*["']?[ :=]+["']?)${uuid}\\b`, 'i'),
  new RegExp(`\\b${uuid}\\b`, 'i'),
]

/** What a line calls its session by; null where it names none. */
export function sessionWord({ text, json }: LogLine): string | null {
  for (const word of words)
    for (const where of [json ?? '', text]) {
      const found = word.exec(where)
      if (found) return found[0]
    }
  return null
}
