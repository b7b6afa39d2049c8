import { bytes, duration, money, percent, tokens, whole } from '../lib/format.ts'

export type FigureUnit = 'usd' | 'tokens' | 'count' | 'percent' | 'ms' | 'times' | 'bytes'

/** A number that was read for an answer, or worked out of some that were; a page of ours shows the same one. */
export type Figure = {
  /** `f1`, `f2` …: by which an answer names it. */
  ref: string
  value: number
  unit: FigureUnit
  /** How it stands in the answer: `$26.80`. */
  words: string
  /** What it is: `Cost, Forge, 12 Nov`. */
  what: string
  /** The page that shows it. */
  href: string
  /** How it was worked out: `$8.90 ÷ $26.80`; null where it was read. */
  formula: string | null
}

/** A value in the words in which pages say it. */
export function figureWords(value: number, unit: FigureUnit): string {
  switch (unit) {
    case 'usd':
      return money(value)
    case 'tokens':
      return tokens(value)
    case 'count':
      return Number.isInteger(value) ? whole(value) : String(Number(value.toPrecision(3)))
    case 'percent':
      return percent(value)
    case 'ms':
      return duration(value)
    case 'times':
      return `${value >= 9.95 ? Math.round(value) : value.toFixed(1)}×`
    case 'bytes':
      return bytes(value, 1024)
  }
}

/** What an answer says, as Markdown in which `fig:f3` and `num:42` in code marks stand for numbers, and its numbers. */
export type ReadAnswer = {
  markdown: string
  /** The figures that it names, each once. */
  figures: Figure[]
  /** Numbers that are in nothing that was read. */
  loose: string[]
}

const reference = /\{\{\s{0,3}(f\d{1,4}(?:\s{0,3},\s{0,3}f\d{1,4}){0,9})\s{0,3}\}\}|\[\[\s{0,3}(f\d{1,4})\s{0,3}\]\]/gi
/** What a model may write of a reference while it is not finished. */
const openReference = /(?:\{\{?|\[\[)\s{0,3}(?:f[\d,\sf]{0,60})?[}\]]?$/i
/** Code that is fenced is left as it is. */
const fenced = /```[\s\S]*?(?:```|$)/g
/** Code marks around a number would hide it, and marks of ours that a model writes are none. */
const inlineCode = /`([^`\n]{0,200}(?:\p{Nd}|fig:|num:)[^`\n]{0,200})`/giu
/** Characters that reverse the direction of what stands behind them. */
const reversing = /[\u202a-\u202e\u2066-\u2069]/g
const digits = String.raw`\p{Nd}[\p{Nd},]*(?:\.\p{Nd}+)?`
const amount = new RegExp(
  String.raw`[≥≤≈<−-]?(?:US)?[$€£¥]\s?${digits}|\b(?:USD|EUR|GBP|JPY)\s?${digits}|${digits}\s?(?:%|×|[$€£¥]|k\b|M\b|G\b)?`,
  'gu',
)
const month = `Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Januar|Februar|März|Mai|Juni|Juli|Okt|Dez`
const dayNumber = String.raw`(?:0?[1-9]|[12]\d|3[01])`
/** Numbers that are no figures: days, times, the places of a list, and what stands within a name. */
const notFigures = [
  String.raw`\b\d{4}-\d{2}(?:-\d{2})?\b`,
  String.raw`\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b`,
  String.raw`\b(?:[01]?\d|2[0-4]) Uhr\b`,
  String.raw`\b${dayNumber}(?:st|nd|rd|th|\.)?(?: of)? (?:${month})[a-zäöü]*\.?(?: \d{4})?\b`,
  String.raw`\b(?:${month})[a-zäöü]*\.? ${dayNumber}(?:st|nd|rd|th)?(?:,? \d{4})?\b`,
  String.raw`\b${dayNumber}\.(?:0?[1-9]|1[0-2])\.(?:\d{4})?`,
  String.raw`\b\d{1,2}(?:st|nd|rd|th)\b`,
  String.raw`\d{1,4}[年月日号点时]`,
  String.raw`\b(?:in|since|of|year|Jahr|seit) 20\d\d\b`,
  String.raw`^\s{0,9}\d{1,2}[.)] `,
  // The number of a version stands behind letters; what an amount of money begins with is none.
  String.raw`\b(?!(?:USD|EUR|GBP|JPY)\d)[A-Za-z_][A-Za-z_.-]{0,60}\d[\w.-]{0,60}`,
  String.raw`\b\d{1,2}-(?:hour|day|minute|week)\b`,
  String.raw`\b(?:last|past|next|first|previous|letzten|vergangenen) \d{1,3} (?:day|hour|week|month|minute|Tag|Stunde|Woche|Monat)[a-z]*\b`,
  String.raw`\btop \d{1,2}\b`,
].join('|')

/** The names in tables, as a model got them: a number within one is no figure. */
export const namesIn = (tables: readonly string[]): string[] => [
  ...new Set(
    tables
      .flatMap((text) => text.split('\n').map((line) => line.split(' | ')))
      .flatMap(([name = '', ...cells]) => (cells.length > 0 && /\d/.test(name) ? name : [])),
  ),
]

/**
 * Puts figures in the place of their references. A number that a model wrote by itself is linked where exactly one
 * figure reads so, and marked where none does. A text that still grows ends before a reference that is not finished.
 */
export function readAnswer(
  text: string,
  known: readonly Figure[],
  { names = [], isWhole = true }: { names?: readonly string[]; isWhole?: boolean } = {},
): ReadAnswer {
  const byRef = new Map(known.map((figure) => [figure.ref, figure]))
  const byWords = Map.groupBy(known, ({ words }) => words)
  const used = new Map<string, Figure>()
  const loose: string[] = []
  const use = (figure: Figure) => {
    used.set(figure.ref, figure)
    return `\`fig:${figure.ref}\``
  }
  const mark = (number: string) => {
    loose.push(number)
    return `\`num:${number}\``
  }

  const link = (number: string) => {
    const alike = byWords.get(number) ?? byWords.get(number.replaceAll(/\s/g, '')) ?? []
    const [first] = alike
    return first && new Set(alike.map(({ href }) => href)).size === 1 ? use(first) : mark(number.trimEnd())
  }
  /** Numbers are read out of a text that is no figure as a whole, no name and no day. */
  const checked = (prose: string) =>
    outside(prose, wholeFigures, (more) => outside(more, noFigures, (rest) => rest.replace(amount, link)), link)
  const wholeFigures = matching([...byWords.keys()].filter((words) => /\s/.test(words)))
  const noFigures = new RegExp([...longestFirst(names).map(literal), notFigures].join('|'), 'gmu')
  const withReferences = (piece: string) => {
    const prose = piece.replace(inlineCode, '$1')
    const pieces: string[] = []
    let end = 0
    for (const found of prose.matchAll(reference)) {
      const refs = (found[1] ?? found[2] ?? '').toLowerCase().split(',')
      const figures = refs.map((ref) => byRef.get(ref.trim()))
      pieces.push(checked(prose.slice(end, found.index)), figures.map((one) => (one ? use(one) : mark('?'))).join(', '))
      end = found.index + found[0].length
    }
    return [...pieces, checked(prose.slice(end))].join('')
  }
  const plain = text.replace(reversing, '')
  const finished = isWhole ? plain : plain.replace(openReference, '')
  return { markdown: outside(finished, fenced, withReferences), figures: [...used.values()], loose }
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A pattern of any of these texts, the longest first; of none where there are none. */
const matching = (texts: readonly string[]) =>
  texts.length === 0 ? /(?!)/g : new RegExp(longestFirst(texts).map(literal).join('|'), 'g')

const longestFirst = (texts: readonly string[]) => texts.toSorted((a, b) => b.length - a.length)

/** Changes a text outside of what a pattern finds, and what it finds by `keep`. */
function outside(
  text: string,
  pattern: RegExp,
  change: (piece: string) => string,
  keep: (found: string) => string = (found) => found,
): string {
  const pieces: string[] = []
  let end = 0
  for (const found of text.matchAll(pattern)) {
    pieces.push(change(text.slice(end, found.index)), keep(found[0]))
    end = found.index + found[0].length
  }
  return [...pieces, change(text.slice(end))].join('')
}

/** An answer as plain text, as a model is reminded of it and a clipboard takes it. */
export const plainAnswer = (text: string, known: readonly Figure[]) => {
  const byRef = new Map(known.map(({ ref, words }) => [ref, words]))
  return text.replace(reference, (_, first?: string, second?: string) =>
    (first ?? second ?? '')
      .toLowerCase()
      .split(',')
      .map((ref) => byRef.get(ref.trim()) ?? '?')
      .join(', '),
  )
}
