import { createTwoFilesPatch } from 'diff'
import { redact } from './redact.ts'

const contextLines = 2

/** The lines that change, with a few around them; `+` and `-` stand before them. What looks like a secret is hidden. */
export function textDiff(before: string, after: string): string {
  const patch = createTwoFilesPatch('', '', before, after, '', '', { context: contextLines })
  return redact(
    patch
      .split('\n')
      .slice(patch.startsWith('Index') || patch.startsWith('=') ? 3 : 2)
      .filter((line) => !/^(@@|\\|---|\+\+\+)/.test(line))
      .join('\n')
      .trimEnd(),
  )
}
