/**
 * Runs of letters that stand, in small letters, in whatever a regular expression matches. There may be others; where none is
 * sure the list is empty. Only its outermost level is looked at.
 */
export function requiredLetters(source: string, flags: string): string[] {
  const runs: string[] = []
  let run = ''
  let depth = 0
  const cut = () => {
    if (run !== '') runs.push(run)
    run = ''
  }
  for (let at = 0; at < source.length; at++) {
    const letter = source[at]!
    if (letter === '[') {
      cut()
      at = endOfClass(source, at)
    } else if (letter === '(' || letter === ')') {
      cut()
      depth += letter === '(' ? 1 : -1
    } else if (letter === '\\') {
      const next = source[++at] ?? ''
      // What goes on behind it, as in \u0061 or \k<name>, would be taken for letters.
      if (/[a-zA-Z0-9]/.test(next) && !/[dDwWsSbBnrtfv]/.test(next)) return []
      if (depth > 0) continue
      if (/[a-zA-Z]/.test(next)) cut()
      else run += next
    } else if (depth > 0) continue
    else if (letter === '|') return []
    else if ('*?{'.includes(letter)) {
      // What stands before it may be missing.
      run = Array.from(run).slice(0, -1).join('')
      cut()
      if (letter === '{') at = Math.max(at, source.indexOf('}', at))
    } else if ('+.^$'.includes(letter)) cut()
    else run += letter
  }
  cut()
  const small = runs.map((each) => each.toLowerCase())
  // Without regard to case, two other letters are an s and a k as well.
  return flags.includes('i') && flags.includes('u') ? small.filter((each) => !/[sk]/.test(each)) : small
}

function endOfClass(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === ']') return at
  }
  return source.length
}
