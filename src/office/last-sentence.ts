import { oneLine } from '../lib/plain-text.ts'

const maxLength = 140

/** What ends a sentence; what follows is another one. */
const boundary = /(?<=[.!?…]["”’)]?)\s+(?=\S)|(?<=[。！？])/u

/** The last sentence of a text, without the marks of Markdown; null where it has no words outside of code. */
export function lastSentence(text: string): string | null {
  const line = text
    .slice(-maxLooked)
    .replace(/```[\s\S]*?(```|$)/g, '\n')
    .split(/\n+/)
    .map((line) => oneLine(withoutMarks(line)))
    .findLast((line) => /[\p{L}\p{N}]/u.test(line))
  const sentence = line?.split(boundary).findLast((part) => /[\p{L}\p{N}]/u.test(part))
  if (!sentence) return null
  return sentence.length > maxLength
    ? `${sentence
        .slice(0, maxLength - 1)
        .toWellFormed()
        .trimEnd()}…`
    : sentence.trim()
}

const maxLooked = 4_000

const withoutMarks = (line: string) =>
  line
    .replace(/^\s*(?:[#>]+|[-*+]|\d+[.)])\s+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`~|]+/g, '')
