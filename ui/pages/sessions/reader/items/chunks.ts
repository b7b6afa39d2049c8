const chunkLength = 16_000

/** Divides a text into parts of some thousand letters that end with a line, where there is one; joined they are the text. */
export function chunksOf(text: string): string[] {
  const chunks: string[] = []
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + chunkLength)
    if (to < text.length) {
      const line = text.lastIndexOf('\n', to - 1)
      // Half of a pair of surrogates would be no letter.
      if (line > from + chunkLength / 2) to = line + 1
      else if (/[\ud800-\udbff]/.test(text[to - 1] ?? '')) to--
    }
    chunks.push(text.slice(from, to))
    from = to
  }
  return chunks
}
