import { type Issue, issueWords } from '../lib/issue-words.ts'

const maxNamed = 8

/** Describes which fields are wrong and what each should be; never their values, which may be secrets. */
export function wrongFields(part: string, issues: readonly Issue[]): string {
  if (issues.length === 0) return `The ${part} is not what it should be.`
  const named = issues.slice(0, maxNamed).map((issue) => `${fieldOf(part, issue)} ${issueWords(issue)}`)
  const more = issues.length > maxNamed ? `; and ${issues.length - maxNamed} more` : ''
  return `${named.join('; ')}${more}.`
}

function fieldOf(part: string, { path = [] }: Issue) {
  if (path.length === 0) return `the ${part}`
  const keys = path.map((step) => String(typeof step === 'object' ? step.key : step))
  return `\`${keys.join('.').slice(0, 80)}\``
}
