import { homedir } from 'node:os'
import { dirname } from 'node:path'

/** A glob as the folder it begins with and the pattern of the paths below. */
export type SplitGlob = { root: string; pattern: string }

/** Characters that make a part of a path a pattern. */
const wild = /[*?[\]{}!\\]/

/**
 * Splits a glob before its first wildcard. The glob must begin with a folder of its own: a wildcard directly below `/`
 * or the home folder would search everything. For an unsuitable glob the answer is a text that says what it must be.
 */
export function splitGlob(glob: string, home = homedir()): SplitGlob | { mistake: string } {
  const path = glob.startsWith('~/') ? `${home}/${glob.slice(2)}` : glob
  if (!path.startsWith('/')) return { mistake: 'must begin with / or ~/' }
  const parts = path.split('/').filter((part, number) => number === 0 || (part !== '' && part !== '.'))
  if (parts.includes('..')) return { mistake: 'must not hold ..' }
  if (path.endsWith('/')) return { mistake: 'must end in the names of files, such as *.jsonl' }
  if (!isBalanced(path)) return { mistake: 'has a bracket or a brace that is never closed' }
  const at = parts.findIndex((part) => wild.test(part))
  const depth = at === -1 ? parts.length - 1 : at
  const root = parts.slice(0, depth).join('/') || '/'
  if (root === '/' || root === home || root === dirname(home))
    return { mistake: 'must name a folder of its own before its first wildcard, such as ~/logs/*.jsonl' }
  return { root, pattern: parts.slice(depth).join('/') }
}

function isBalanced(glob: string) {
  const open: string[] = []
  for (const character of glob.replace(/\\./g, ''))
    if (character === '{' || character === '[') open.push(character)
    else if (character === '}' && open.pop() !== '{') return false
    else if (character === ']' && open.pop() !== '[') return false
  return open.length === 0
}
