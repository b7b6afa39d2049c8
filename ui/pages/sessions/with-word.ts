/** A set with a word in it, or without it; the same set where nothing changes. */
export function withWord<Word>(words: ReadonlySet<Word>, word: Word, isIn: boolean): ReadonlySet<Word> {
  if (words.has(word) === isIn) return words
  const next = new Set(words)
  if (isIn) next.add(word)
  else next.delete(word)
  return next
}
