import type { Skimmed } from '../common/dialect.ts'

const content = Buffer.from('"content":[')
const stopReason = Buffer.from('],"stop_reason":')
const usage = Buffer.from('"usage":{')
const message = Buffer.from('"message":{')

/**
 * An answer's line without what the model said in it: up to `"content":[`, and from the `]` before `"stop_reason"` on. A
 * quote inside a text has a backslash before it, so what looks like the name of a field is one. A line in which one of
 * these names stands twice or in another order is undefined: it has to be parsed as a whole.
 */
export function skim(line: Buffer, start: number, end: number): Skimmed | undefined {
  const from = line.indexOf(content, start)
  if (from === -1 || from >= end) return undefined
  const at = line.lastIndexOf(usage, end - 1)
  if (at <= from || line.indexOf(usage, from) !== at) return undefined
  const to = line.lastIndexOf(stopReason, at)
  if (to < from || line.lastIndexOf(message, at) > from) return undefined
  const head = line.toString('utf8', start, from + content.length)
  const tail = line.toString('utf8', to, end)
  return {
    text: head + tail,
    same: partsOf(head, tail),
    tokens: Number.parseInt(tail.slice(tail.indexOf(outputName) + outputName.length), 10),
    isWhole: !tail.startsWith(notStopped),
  }
}

const outputName = '"output_tokens":'
const idName = '"uuid":"'
const timeName = '"timestamp":"'
const notStopped = '],"stop_reason":null'

/**
 * All that the lines of one answer have in common, with its ids: everything but the id of the line and of the one before,
 * how it stopped, its tokens of output, and the time. Undefined where the line has no such form.
 */
function partsOf(head: string, tail: string): string[] | undefined {
  const own = head.indexOf(',')
  if (!head.startsWith('{"parentUuid":') || head.indexOf('"id":"', own) === -1) return undefined
  const stopped = tail.indexOf(',', stopReason.length)
  const output = tail.indexOf(outputName)
  const id = tail.indexOf(idName, output)
  const time = tail.indexOf(timeName, id)
  // Nested counts may differ in more than the output.
  if (output === -1 || id === -1 || time === -1 || tail.includes(outputName, output + 1)) return undefined
  if (!tail.includes('"requestId":"')) return undefined
  const digits = output + outputName.length
  return [
    head.slice(own),
    tail.slice(stopped, digits),
    tail.slice(tail.indexOf(',', digits), id),
    tail.slice(tail.indexOf('"', id + idName.length), time),
    tail.slice(tail.indexOf('"', time + timeName.length)),
  ]
}
