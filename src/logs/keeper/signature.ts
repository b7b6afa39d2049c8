import { oneLine } from '../../lib/plain-text.ts'

const maxChars = 300

const variable: [RegExp, string][] = [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d\b/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]+/gi, '<url>'],
  [/(?<![\w.])(?:~|\.{1,2})?(?:\/[\w.@+-]+){2,}\/?(?::\d+)*/g, '<path>'],
  [/\b[A-Z]:\\[^\s"'<>|]+/g, '<path>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '<address>'],
  [/\b0x[0-9a-f]+\b/gi, '<id>'],
  // A word of letters and digits is an id where digits stand in its middle, or it is long.
  [/\b(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{8,}\b/gi, '<id>'],
  [/(?<![\w<])[+-]?\d+(?:[.,]\d+)*(?=(?:ms|s|m|h|kb|mb|gb|b|%)?\b|%)/gi, '<n>'],
]

/** What errors of one kind have in common: the first line, with everything that differs each time left out. */
export function signatureOf(text: string): string {
  let words = text.split('\n', 1)[0]!.slice(0, 2_000)
  for (const [shape, instead] of variable) words = words.replace(shape, instead)
  return oneLine(words).slice(0, maxChars)
}
