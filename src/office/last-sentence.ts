import { oneLine } from '../lib/plain-text.ts'

const maxLength = 140

/** What ends a sentence; what follows is another one. */
const boundary = /(?<=[.!?…]["”’)]?)\s+(?=\S)|(?<=[。！？])/u

/** The last sentence of a text, without the marks of Markdown; null where it has no words outside of code. */
export function lastSentence(text: string): string | null {
  // What is looked at may begin in the middle of code.
  const before = text.slice(0, -maxLooked).split('```').length - 1
  const line = `${before % 2 === 1 ? '```' : ''}${text.slice(-maxLooked)}`
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

/** The same of a text that is still being written: a sentence counts once it has ended. */
export function lastWholeSentence(text: string): string | null {
  const recent = text.slice(-maxLooked)
  const end = [...recent.matchAll(ends)].at(-1)
  const from = text.length - recent.length
  return end ? lastSentence(text.slice(0, from + end.index + end[0].length)) : null
}

/** Where a sentence or a line ends. A point may stand in the middle of a number that is not whole yet. */
const ends = /[.!?…]["”’)]?(?=\s)|[。！？\n]/gu

const maxLooked = 4_000

const withoutMarks = (line: string) =>
  line
    .replace(/^\s*(?:[#>]+|[-*+]|\d+[.)])\s+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`~|]+/g, '')
