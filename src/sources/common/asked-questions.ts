import type { ApprovalQuestion } from '../../facts/approval.ts'
import { record, text } from './parse-values.ts'

type Fields = Record<string, unknown>

/** How one runtime says what its questions take. */
type Reading = {
  /** What the runtime knows a question by; null leaves it out. Without it a question is known by its place. */
  id?: (question: Fields) => string | null
  takesSeveral: (question: Fields) => boolean
  takesText: (question: Fields, options: number) => boolean
}

/** The questions in a list that a runtime made; what is no question is left out. */
export const questionsIn = (value: unknown, { id, takesSeveral, takesText }: Reading): ApprovalQuestion[] =>
  recordsIn(value).flatMap((fields, number) => {
    // By its place among all of them: their own words may be of any length.
    const known = id ? id(fields) : String(number)
    const words = text(fields.question)
    if (known === null || !words) return []
    const options = recordsIn(fields.options)
    return [
      {
        id: known,
        title: text(fields.header),
        text: words,
        options: options.flatMap((option) => {
          const label = text(option.label)
          return label === null ? [] : [{ label, detail: text(option.description) }]
        }),
        takesSeveral: takesSeveral(fields),
        takesText: takesText(fields, options.length),
      },
    ]
  })

const recordsIn = (value: unknown): Fields[] => (Array.isArray(value) ? value : []).map((one) => record(one) ?? {})
