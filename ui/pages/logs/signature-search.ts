/** Stands for what differs each time in the signature of a kind of error. */
const variable = /<(?:time|id|url|path|address|n)>/g

/** A signature in pieces: what is the same each time, and the names of what differs. */
export function signaturePieces(signature: string): { text: string; isVariable: boolean }[] {
  const pieces: { text: string; isVariable: boolean }[] = []
  let end = 0
  for (const { 0: found, index } of signature.matchAll(variable)) {
    if (index > end) pieces.push({ text: signature.slice(end, index), isVariable: false })
    pieces.push({ text: found.slice(1, -1), isVariable: true })
    end = index + found.length
  }
  if (end < signature.length) pieces.push({ text: signature.slice(end), isVariable: false })
  return pieces
}

const maxWords = 300

/** How errors of a kind are found: by their words, or by an expression where something differs each time. */
export function searchFor(signature: string): { q: string; isRegex: boolean } {
  const pieces = signaturePieces(signature)
  if (!pieces.some(({ isVariable }) => isVariable)) return { q: signature.slice(0, maxWords), isRegex: false }
  let expression = ''
  for (const { text, isVariable } of pieces) {
    const piece = isVariable ? (text === 'time' ? '.+?' : '\\S+?') : escaped(text)
    if (expression.length + piece.length > maxWords) break
    expression += piece
  }
  return { q: expression.replace(/(?:\.\+\?|\\S\+\?)$/, ''), isRegex: true }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
