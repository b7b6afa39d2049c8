import { plainText } from '../../../../../src/lib/plain-text.ts'

/** Longer JSON is shown as it is written. */
const maxLength = 30_000

/** A text that is JSON, with a line for each value; undefined for any other. */
export function prettyJson(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length > maxLength || !/^[[{]/.test(trimmed)) return undefined
  try {
    return plainText(JSON.stringify(JSON.parse(trimmed), null, 2))
  } catch {
    // It only begins like JSON.
    return undefined
  }
}
