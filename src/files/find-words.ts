const maxWords = 8

/** The words that a path has to hold, in small letters and whatever order, with the home folder for `~`. */
export const wordsToFind = (typed: string, home: string): string[] =>
  typed
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, maxWords)
    .map((word) => word.replace(/^~(?=\/|$)/, () => home).toLowerCase())
