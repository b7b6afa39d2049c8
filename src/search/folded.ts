/**
 * A text as it is compared: in small letters, with every white space a blank. Its positions are those of the text itself,
 * and equal texts stay equal wherever they stand.
 */
export function fold(text: string): string {
  const small = text.toLowerCase()
  const folded = small.length === text.length ? small : letterByLetter(text)
  // A sigma at the end of a word has a form of its own; a NUL would end a text for SQLite.
  return folded.replace(/ς/g, 'σ').replace(/\0/g, '\ufffd').replace(/\s/g, ' ').toWellFormed()
}

/** Few letters become longer as small ones: these stay as they are. */
const letterByLetter = (text: string) =>
  Array.from(text, (letter) => {
    const small = letter.toLowerCase()
    return small.length === letter.length ? small : letter
  }).join('')

/** What words are made of. Whatever else stands between them parts them, such as `_` and `.`. */
const wordLetters = '[\\p{L}\\p{M}\\p{N}]'
const runs = new RegExp(`${wordLetters}+`, 'gu')
const isRun = new RegExp(`^${wordLetters}+$`, 'u')
const endsInside = new RegExp(`${wordLetters}$`, 'u')
const beginsInside = new RegExp(`^${wordLetters}`, 'u')
/** Languages that put nothing between their words. */
const unparted =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u

/** Of a longer word so many letters are indexed. */
const maxWordLength = 64

/** The different words of a folded text. */
export function wordsIn(folded: string): Set<string> {
  const words = new Set<string>()
  for (const [word] of folded.matchAll(runs)) words.add(word.slice(0, maxWordLength).toWellFormed())
  return words
}

/** Whether a folded text is one word, which can be found as such. */
export const isWord = (folded: string) => folded.length <= maxWordLength && isRun.test(folded) && !unparted.test(folded)

/** Whether no word of a folded text goes on across a position. */
export const isEdge = (folded: string, position: number) =>
  !endsInside.test(folded.slice(Math.max(0, position - 2), position)) ||
  !beginsInside.test(folded.slice(position, position + 2))

/** Every three letters that follow each other in a folded text; nothing where it has fewer. */
export function piecesOf(folded: string): string[] {
  const letters = [...folded]
  return letters.slice(2).map((last, at) => letters[at]! + letters[at + 1]! + last)
}
