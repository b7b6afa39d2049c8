import type { Approval } from '../approvals/approval.ts'
import { subjectOf } from '../approvals/approval-words.ts'
import { oneLine } from '../lib/plain-text.ts'

const maxLength = 200

type Asked = Pick<Approval, 'kind' | 'tool' | 'action' | 'questions' | 'reason'>

/** What is asked of a person, in one sentence. */
export function askWords(approval: Asked): string {
  const subject = subjectOf(approval)
  switch (approval.kind) {
    case 'question':
      return cut(subject)
    case 'command':
      return cut(`wants to run ${subject}`)
    case 'edit':
      return cut(`wants to change ${subject}`)
    case 'plan':
      return 'asks whether its plan is right'
    case 'tool':
      return cut(`wants to use ${subject}`)
  }
}

const cut = (text: string) => {
  const line = oneLine(text)
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).toWellFormed()}…` : line
}
