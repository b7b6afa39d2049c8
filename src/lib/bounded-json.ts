/**
 * Parses JSON whose depth and number of values were counted first. The result is the value, or the problem in a sentence
 * that repeats nothing of the text.
 */
export function parseBounded(
  text: string,
  { maxDepth, maxValues }: { maxDepth: number; maxValues: number },
): { value: unknown } | { problem: string } {
  const { depth, values } = measure(text)
  if (depth > maxDepth) return { problem: `The body is nested more than ${maxDepth} levels deep.` }
  if (values > maxValues) return { problem: `The body has more than ${maxValues} values.` }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { problem: 'The body is not JSON.' }
  }
}

/** Counts without parsing; of a text that is not JSON it may say anything, and `JSON.parse` refuses it. */
function measure(text: string): { depth: number; values: number } {
  let depth = 0
  let deepest = 0
  let values = 1
  for (let at = 0; at < text.length; at++)
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at)
        break
      case openBracket:
      case openBrace:
        deepest = Math.max(deepest, ++depth)
        values++
        break
      case closeBracket:
      case closeBrace:
        depth--
        break
      case comma:
        values++
    }
  return { depth: deepest, values }
}

function endOfString(text: string, start: number) {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at
  }
  return text.length
}

const [quote, backslash, comma] = [34, 92, 44]
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125]
