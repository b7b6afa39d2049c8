import { expect, test } from 'bun:test'
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
