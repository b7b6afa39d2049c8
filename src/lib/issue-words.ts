/** An issue as zod reports it. */
export type Issue = {
  code?: string
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined
  message: string
  expected?: string
  origin?: string
  minimum?: number | bigint
  maximum?: number | bigint
  values?: readonly unknown[]
  format?: string
  keys?: readonly string[]
}

const maxKeys = 8

/** What is wrong with a field, behind its name: `should be a whole number`. It repeats no value, which may be a secret. */
export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const missing = /received undefined/.test(issue.message)
      return `${missing ? 'is missing and ' : ''}should be ${withArticle(issue.expected ?? 'something else')}`
    }
    case 'invalid_value':
      return `should be ${(issue.values ?? []).map((value) => JSON.stringify(value)).join(' or ')}`
    case 'too_small':
      return `should ${extent(issue, 'at least', issue.minimum)}`
    case 'too_big':
      return `should ${extent(issue, 'at most', issue.maximum)}`
    case 'unrecognized_keys':
      return `should not have ${(issue.keys ?? [])
        .slice(0, maxKeys)
        .map((key) => `\`${key.slice(0, 40)}\``)
        .join(', ')}`
    case 'invalid_format':
      if (/^Invalid/.test(issue.message))
        return `should be a valid ${issue.format === 'regex' ? 'value' : issue.format}`
      return issue.message
    default:
      return /^Invalid/.test(issue.message) ? 'is not one of what it can be' : issue.message
  }
}

function extent({ origin }: Issue, bound: string, limit: number | bigint | undefined) {
  const count = `${bound} ${limit}`
  if (origin === 'string') return `have ${count} character${Number(limit) === 1 ? '' : 's'}`
  if (origin === 'array' || origin === 'set') return `have ${count} item${Number(limit) === 1 ? '' : 's'}`
  return `be ${count}`
}

const withArticle = (type: string) =>
  type === 'int' ? 'a whole number' : /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`
