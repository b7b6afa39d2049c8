import { shellWord } from '../../../src/lib/shell-word.ts'
import type { SearchPlace } from '../../../src/search/places.ts'

/** The command that looks for the same in a terminal, as a shell reads it. */
export function terminalCommand(q: string, place: SearchPlace): string {
  const where = place === 'all' ? [] : ['--in', place]
  // What begins with a dash would be an option.
  const words = q.trim().startsWith('-') ? ['--', q.trim()] : [q.trim()]
  return ['wheelhouse', 'search', ...where, ...words].map(shellWord).join(' ')
}
