import { maxText } from '../../facts/kinds.ts'
import { record, text, word } from './parse-values.ts'

/** An error may wrap another so often; what lies deeper says no more. */
const maxDepth = 4

/**
 * The text of an error as a runtime stores it: a text, or a record with a name, a status and a message that may lie in
 * a record below. `''` where it says nothing.
 */
export function errorTextOf(value: unknown): string {
  return word(textIn(value, 0), maxText) ?? ''
}

function textIn(value: unknown, depth: number): string {
  const error = record(value)
  if (!error || depth > maxDepth) return text(value) ?? ''
  const data = record(error.data)
  const inner = error.error ?? error.cause
  const status = [error.statusCode, error.status, data?.statusCode].find((one) => typeof one === 'number')
  const message = text(error.message) ?? text(data?.message) ?? textIn(inner, depth + 1)
  // A name that says nothing beside a message is left out.
  const name = [error.name, error.codex_error_info, error.code, error.type].map((one) => word(one, 80)).find(isTelling)
  const head = [message.includes(name ?? ' ') ? null : name, status].filter((part) => part != null).join(' ')
  return [head, message].filter((part) => part !== '').join(': ')
}

const isTelling = (name: string | null) => name !== null && !/^(?:unknown\w*|other|error)$/i.test(name)
