import { expect, test } from 'bun:test'
import { indexQueriesOf, maxTerms, readQuery } from './query.ts'

/** A query in short: words as they are, `prefix*`, `"literal"`, and `-` before what is left out. */
function shown(typed: string): string {
  const query = readQuery(typed)
  if (query.kind === 'regex') return `/${query.source}/${query.flags}`
  if (query.kind !== 'terms') return query.kind
  const of = ({ kind, text }: (typeof query.all)[number]) =>
    kind === 'word' ? text : kind === 'prefix' ? `${text}*` : `"${text}"`
  return [...query.all.map(of), ...query.none.map((term) => `-${of(term)}`)].join(' ')
}

const rows: [what: string, typed: string, query: string][] = [
  ['words are found in any case', 'Paint SHIP', 'paint ship'],
  ['a phrase is found as it is written', '"Paint the  ship"', '"paint the  ship"'],
  ['a star ends a prefix', 'pai*', 'pai*'],
  ['a star before letters lets them stand anywhere', '*aint *aint*', '"aint" "aint"'],
  [
    'code is found as it is written',
    'c++ foo-bar foo_bar src/x.ts f(1)',
    '"c++" "foo-bar" "foo_bar" "src/x.ts" "f(1)"',
  ],
  ['code with a star behind it loses the star', 'foo-b*', '"foo-b"'],
  ['a dash before a word leaves it out', 'paint -ship', 'paint -ship'],
  ['a dash before a phrase leaves it out', 'paint -"the ship"', 'paint -"the ship"'],
  ['a dash before code leaves it out', 'paint -foo-bar', 'paint -"foo-bar"'],
  ['a dash before what is no word is a dash', 'paint --force - -+', 'paint "--force" "-" "-+"'],
  ['a dash is a dash where nothing else is looked for', '-foo', '"-foo"'],
  ['words of other query languages are words', 'a AND b OR NOT c NEAR', 'a and b or not c near'],
  ['a quotation mark that is never closed is a mark', '"x', '""x"'],
  ['a quotation mark within a word is one of its letters', 'say"x" y', '"say"x"" y'],
  ['a star alone is a star', '*', '"*"'],
  ['two stars are two', '**', '"**"'],
  ['nothing is nothing', '', 'nothing'],
  ['blanks are nothing', ' \n\t ', 'nothing'],
  ['an empty phrase is nothing', '""', 'nothing'],
  ['a NUL is a letter that nobody writes', 'a\0b', '"a\ufffdb"'],
  ['half a letter is none', 'a\ud83d', '"a\ufffd"'],
  ['an emoji is found as it is written', '🙂', '"🙂"'],
  ['words from right to left are words', 'שלום עולם', 'שלום עולם'],
  ['words with nothing between them may stand anywhere', '日本語 ทดสอบ', '"日本語" "ทดสอบ"'],
  ['accents are part of a word', 'naïve', 'naïve'],
  ['both small forms of a sigma are one', 'ΛΟΓΟΣ', 'λογοσ'],
  ['a regular expression stands between strokes', '/pai?nt\\s/i', '/pai?nt\\s/im'],
  ['a path is none', '/usr/bin', '"/usr/bin"'],
  ['a path with letters behind it is none', '/usr/bin/x', '"/usr/bin/x"'],
  ['what is no regular expression is wrong', '/a(/', 'wrong'],
  ['more words than can be looked for are wrong', 'a '.repeat(maxTerms + 1), 'wrong'],
]
for (const [what, typed, query] of rows) test(what, () => expect(shown(typed)).toBe(query))

test('ten thousand letters are one literal', () => {
  const query = readQuery('x'.repeat(10_000))
  expect(query.kind === 'terms' && query.all.map(({ kind, text }) => [kind, text.length])).toEqual([
    ['literal', 10_000],
  ])
})

const asked: [typed: string, words: string | null, pieces: string | null][] = [
  ['paint ship', '("paint" AND "ship")', null],
  ['pai*', '("pai" *)', null],
  ['p*', null, null],
  ['c++', null, '"c++"'],
  ['c+', null, null],
  ['say"x"', null, '"say" AND "ay""" AND "y""x" AND """x"""'],
  ['foo-b paint', '("paint")', '"foo" AND "oo-" AND "o-b"'],
  ['paint -ship -foo-bar', '("paint") NOT ("ship")', null],
  ['🙂🙃🙂', null, '"🙂🙃🙂"'],
]
for (const [typed, words, pieces] of asked)
  test(`the indexes are asked for ${typed}`, () => {
    const query = readQuery(typed)
    expect(query.kind === 'terms' && indexQueriesOf(query)).toEqual({ words, pieces })
  })

test('a long literal asks for a dozen of its pieces, the first and the last among them', () => {
  const query = readQuery(`"${Array.from({ length: 500 }, (_, number) => number).join('-')}"`)
  const pieces = query.kind === 'terms' ? indexQueriesOf(query).pieces!.split(' AND ') : []
  expect(pieces).toHaveLength(12)
  expect([pieces[0], pieces.at(-1)]).toEqual(['"0-1"', '"499"'])
})
