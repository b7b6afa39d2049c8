import { expect, test } from 'bun:test'
import { readQuery } from './query.ts'
import { engineOver, everything } from './testing/engines.ts'
import { hitKey, type Line } from './testing/transcripts.ts'

const begin = Date.UTC(2026, 9, 1)

const usual = ['paint', 'Paint', 'hull', 'ship', 'c++', 'foo-bar', 'foo_bar', 'src/x.ts', 'ΛΟΓΟΣ', 'straße', 'naïve']
const odd = [
  'İstanbul',
  '日本語を',
  '🙂🙃',
  'שלום',
  'a"b',
  "it's",
  '\0',
  '\ud83d',
  'f(x)',
  '1,204',
  'ǅ',
  '\t',
  '\n',
  '-x',
]

/** The same numbers every time. */
function numbersFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const smallLetter = (letter: string) =>
  (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter).replace('ς', 'σ')
const plain = (text: string) =>
  Array.from(text.toWellFormed(), smallLetter).join('').replace(/\s/g, ' ').replace(/\0/g, '\ufffd')

/** Whether a text has what is wanted, decided in the plainest way. */
function isThere(text: string, kind: 'word' | 'prefix' | 'phrase', wanted: string): boolean {
  const [where, what] = [plain(text), plain(wanted)]
  if (kind === 'phrase') return where.includes(what)
  const words = where.split(/[^\p{L}\p{M}\p{N}]+/u)
  return kind === 'word' ? words.includes(what) : words.some((word) => word.startsWith(what))
}

for (const indexes of [true, false])
  test(`a thousand random queries find what a look at everything finds ${indexes ? 'by the index' : 'without it'}`, async () => {
    const next = numbersFrom(indexes ? 7 : 8)
    const pick = <T>(of: readonly T[]): T => of[next(of.length)]!
    const words = () =>
      Array.from({ length: 1 + next(9) }, () => (next(3) === 0 ? pick(odd) : pick(usual))).join(
        pick([' ', ' ', '', '\n']),
      )
    const sessions: Record<string, Line[]> = {}
    for (let number = 0; number < 60; number++)
      sessions[`s${number}`] = Array.from({ length: 1 + next(4) }, (_, line): Line => {
        const at = begin + number * 1_000 + line
        return pick([
          { at, user: words() },
          { at, agent: words() },
          { at, call: { command: words() } },
          { at, output: words() },
        ])
      })
    using made = await engineOver(sessions, { indexes })
    const all = made.transcripts.documents().map(({ sessionId, document }) => ({
      key: hitKey(sessionId, document.kind, document.kind === 'title' ? null : document.itemId),
      text: document.text(),
    }))
    let found = 0
    for (let round = 0; round < 1_000; ) {
      const kind = pick(['word', 'prefix', 'phrase', 'phrase'] as const)
      const source = Array.from(pick(all).text)
      const from = next(source.length)
      const slice = source
        .slice(from, from + 1 + next(12))
        .join('')
        .replaceAll('"', '')
      const wanted = kind === 'phrase' ? slice : (/[\p{L}\p{M}\p{N}]+/u.exec(slice)?.[0] ?? '')
      const isUnparted = kind !== 'phrase' && /[日本語を]/u.test(wanted)
      if (wanted.trim() === '' || isUnparted) continue
      round++
      const typed = kind === 'phrase' ? `"${wanted}"` : kind === 'prefix' ? `${wanted}*` : wanted
      const expected = all.filter(({ text }) => isThere(text, kind, wanted)).map(({ key }) => key)
      found += expected.length
      const hits = await everything(made.engine, typed, 1 + next(60))
      expect([typed, hits.sort()]).toEqual([typed, expected.sort()])
    }
    expect(found).toBeGreaterThan(5_000)
  }, 120_000)

test('a thousand random expressions find what a look at everything finds', async () => {
  const next = numbersFrom(9)
  const pick = <T>(of: readonly T[]): T => of[next(of.length)]!
  const words = () => Array.from({ length: 1 + next(9) }, () => (next(3) === 0 ? pick(odd) : pick(usual))).join(' ')
  const sessions: Record<string, Line[]> = {}
  for (let number = 0; number < 40; number++)
    sessions[`s${number}`] = Array.from({ length: 1 + next(4) }, (_, line): Line => {
      const at = begin + number * 1_000 + line
      return pick([
        { at, user: words() },
        { at, agent: words() },
        { at, call: { command: words() } },
        { at, output: words() },
      ])
    })
  using made = await engineOver(sessions, { indexes: false })
  const all = made.transcripts.documents().map(({ sessionId, document }) => ({
    key: hitKey(sessionId, document.kind, document.kind === 'title' ? null : document.itemId),
    text: document.text(),
  }))
  /** An expression made of a piece of a text, with other things in the place of some letters. */
  const expression = (piece: string) => {
    const parts = Array.from(piece, (letter) => {
      const plain = letter.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')
      const how = next(24)
      if (how === 0) return '.'
      if (how === 1) return '\\S'
      if (how === 2) return `${plain}+`
      if (how === 3) return `${plain}?`
      if (how === 4) return `z*${plain}`
      if (how === 5) return `(${plain}|q)`
      if (how === 6) return `[${/[\w]/.test(letter) ? letter : '^z'}x]`
      if (how === 7) return `(?:${plain}){1,2}`
      if (how === 8) return `${plain}{1}`
      if (how === 9) return `\\u{${letter.codePointAt(0)!.toString(16)}}`
      return plain
    }).join('')
    return next(12) === 0 ? `${parts}|nobody` : next(12) === 0 ? `\\b${parts}` : parts
  }
  let found = 0
  for (let round = 0; round < 1_000; ) {
    const letters = Array.from(pick(all).text)
    const from = next(letters.length)
    const source = expression(letters.slice(from, from + 1 + next(10)).join(''))
    const query = readQuery(`/${source}/${pick(['', 'i', 'iu', 'u', 's'])}`)
    if (query.kind !== 'regex') continue
    round++
    const regex = new RegExp(query.source, `${query.flags}g`)
    const expected = all.filter(({ text }) => text.match(regex)?.some((match) => match !== '')).map(({ key }) => key)
    found += expected.length
    const asked = { query, place: 'all' as const, limit: 10_000, cursor: null, only: null, without: [] }
    const hits = [...made.engine.scan(asked)].flatMap(({ piece: { sessionId, hits } }) =>
      hits.map(({ kind, itemId }) => hitKey(sessionId, kind, itemId)),
    )
    expect([query, hits.sort()]).toEqual([query, expected.sort()])
  }
  expect(found).toBeGreaterThan(5_000)
}, 120_000)
