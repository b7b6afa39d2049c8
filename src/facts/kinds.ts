import { oneLine } from '../lib/plain-text.ts'

/**
 * A kind of foreign value and its bounds. `fit` answers the value itself where it is within them, what is left of it
 * where only a part is, and undefined where it is of no use. `what` completes the sentence "it is not …".
 */
export type Kind<Value> = { what: string; fit(value: unknown): Value | undefined }

/** The longest texts of each kind, in UTF-16 units. */
export const maxName = 200
export const maxText = 500
export const maxPath = 4_096
const maxId = 300
/** A grapheme of more units is a heap of combining characters, not a picture. */
const maxEmoji = 32

/** No answer of a model has more tokens, and none costs more: a larger number is a mistake and must not enter a sum. */
export const maxTokens = 1e9
export const maxUsd = 1e5
/** US dollars for a million tokens. The dearest model known costs 600. */
const maxRate = 1e5
const maxContext = 1e10
const maxPercent = 10_000
const maxDurationMs = 100 * 365 * 86_400_000
/** Nothing that an agent did, does or will do lies outside these times. */
const earliestTime = Date.UTC(2000, 0, 1)
export const latestTime = Date.UTC(2100, 0, 1)

const printable = /^[\x20-\x7e]*$/
const printableWord = /^[\x21-\x7e]+$/
const unsafe = /[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u

/** Values come in runs: the facts of a session name one agent and one model. The last that fitted is not checked again. */
export function remembering<Value>({ what, fit }: Kind<Value>): Kind<Value> {
  let last: unknown
  return {
    what,
    fit(value) {
      if (value === last && value !== undefined) return value as Value
      const fitting = fit(value)
      if (fitting === value) last = value
      return fitting
    },
  }
}

/** A text in one line, without control characters and without those that turn the writing round, cut where it is too long. */
const lineOf = (max: number, what: string): Kind<string> => ({
  what: `${what} of at most ${max} visible characters`,
  fit(value) {
    if (typeof value !== 'string') return undefined
    if (value.length <= max && printable.test(value)) return value
    // A beginning that is long enough is cleaned, and not the whole of a text of megabytes.
    const line = oneLine(value.slice(0, 2 * max))
    return line.length <= max ? line : whole(line.slice(0, max))
  },
})

/** A text that was cut between the halves of a character, without the half. */
const whole = (text: string) => (/[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text)

export const name = lineOf(maxName, 'a name')
export const model = lineOf(maxName, 'the name of a model')
export const text = lineOf(maxText, 'a text')

/** Words of several lines, as they are shown while a model writes them. */
export const words = (max: number): Kind<string> => ({
  what: `a text of at most ${max} characters`,
  fit: (value) =>
    typeof value === 'string' ? (value.length > max ? value.slice(-max) : value).toWellFormed() : undefined,
})

/** Beyond every text that a parser leaves whole; what is longer was missed by it. */
const maxPassage = 256 << 10

/** What was said, line breaks and all. */
export const passage: Kind<string> = {
  what: 'a text',
  fit: (value) => (typeof value === 'string' ? value.slice(0, maxPassage).toWellFormed() : undefined),
}

let segmenter: Intl.Segmenter | undefined

function graphemesOf(text: string) {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** One picture; `''` says that there is none. */
export const emoji: Kind<string> = {
  what: 'one emoji',
  fit(value) {
    if (typeof value !== 'string') return undefined
    if (value === '') return value
    const line = oneLine(value.slice(0, 2 * maxEmoji))
    const [first] = graphemesOf(line)
    return first && first.segment.length <= maxEmoji ? first.segment : undefined
  },
}

/** What nobody shortens without making it another: an id of ours, or the key of a row. */
export const id: Kind<string> = {
  what: `an id of at most ${maxId} printable characters`,
  fit: (value) => (typeof value === 'string' && value.length <= maxId && printableWord.test(value) ? value : undefined),
}

/** A foreign key or path, which may be in any writing. */
export const key: Kind<string> = {
  what: `a key of at most ${maxPath} visible characters`,
  fit: (value) =>
    typeof value === 'string' &&
    value !== '' &&
    value.length <= maxPath &&
    (printable.test(value) || !unsafe.test(value))
      ? value
      : undefined,
}
export const path: Kind<string> = { what: `a path of at most ${maxPath} visible characters`, fit: key.fit }

const maxJson = 64 << 10

/** A record as JSON, which is of no use in part. */
export const jsonRecord: Kind<string> = {
  what: `a record of at most ${maxJson} characters of JSON`,
  fit: (value) => (typeof value === 'string' && value.length <= maxJson && value[0] === '{' ? value : undefined),
}

const within = (min: number, max: number, what: string): Kind<number> => ({
  what,
  fit: (value) => (typeof value === 'number' && value >= min && value <= max ? value : undefined),
})

const wholeWithin = (min: number, max: number, what: string): Kind<number> => ({
  what,
  fit: (value) => (typeof value === 'number' && value >= min && value <= max ? Math.round(value) : undefined),
})

/** A moment that a rhythm counts from, which may lie long before there were agents. */
export const anchor = within(0, latestTime, 'a time between 1970 and 2100')
export const time = wholeWithin(earliestTime, latestTime, 'a time between 2000 and 2100')
export const tokens = within(0, maxTokens, 'a count of tokens')
export const context = within(0, maxContext, 'the size of a context')
export const usd = within(0, maxUsd, `an amount of at most ${maxUsd} dollars`)
export const rate = within(0, maxRate, `a price of at most ${maxRate} dollars for a million tokens`)
/** No answer takes more searches: a model is allowed some tens of them. */
export const searches = wholeWithin(0, 10_000, 'a count of searches')
export const percent = within(0, maxPercent, 'a percentage')
export const duration = within(0, maxDurationMs, 'a time span of less than a century')
/** A count, a size or a rank: any number that is exact. */
export const count = within(0, Number.MAX_SAFE_INTEGER, 'a count')
export const celsius = within(-100, 1_000, 'a temperature')

export const flag: Kind<boolean> = {
  what: 'true or false',
  fit: (value) => (typeof value === 'boolean' ? value : undefined),
}

/** One of the words of a union, all of which have to be listed. */
export const choice = <Word extends string>(words: Record<Word, unknown>): Kind<Word> => ({
  what: `one of ${Object.keys(words)
    .map((word) => `“${word}”`)
    .join(', ')}`,
  fit: (value) => (typeof value === 'string' && Object.hasOwn(words, value) ? (value as Word) : undefined),
})

/** A value that may be unknown. */
export const nullable = <Value>({ what, fit }: Kind<Value>): Kind<Value | null> => ({
  what,
  fit: (value) => (value === null ? null : fit(value)),
})

/** A record whose fields are all of one kind. What does not fit whole is of no use. */
export function allOf<Name extends string>(
  kind: Kind<number>,
  fields: Record<Name, unknown>,
  what: string,
): Kind<Record<Name, number>> {
  const names = Object.keys(fields) as Name[]
  return {
    what,
    fit(value) {
      if (typeof value !== 'object' || value === null) return undefined
      const record = value as Record<Name, number>
      for (let number = 0; number < names.length; number++)
        if (kind.fit(record[names[number]!]) === undefined) return undefined
      return record
    },
  }
}

/** A list that is cut where it is too long, without the members that do not fit. */
export const listOf = <Value>(kind: Kind<Value>, max: number): Kind<Value[]> => ({
  what: `a list of at most ${max}, each ${kind.what}`,
  fit(value) {
    if (!Array.isArray(value)) return undefined
    const members = value.slice(0, max).flatMap((member) => {
      const fitting = kind.fit(member)
      return fitting === undefined ? [] : [fitting]
    })
    return members.length === value.length && members.every((member, number) => member === value[number])
      ? value
      : members
  },
})
