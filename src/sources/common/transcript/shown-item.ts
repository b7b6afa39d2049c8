import type { FileChange, ToolAction } from '../../../facts/tool-action.ts'
import type { TranscriptItem, TranscriptText } from '../../../facts/transcript.ts'
import { redact } from '../../../lib/redact.ts'

/** A text that is longer comes as its beginning; the rest is asked for. Both in bytes. */
const maxTextBytes = 64 << 10
const beginningBytes = 8 << 10
/** So many changed lines of one call are shown, and so many bytes of them. */
const maxDiffLines = 2_000
const maxDiffBytes = 64 << 10

/** An item as it may be shown: without what looks like a secret, and with no text that is longer than one reads. */
export function shownItem(item: TranscriptItem): TranscriptItem {
  if (item.kind !== 'tool') return { ...item, ...shownText(item) }
  const { input, result, action } = item
  return {
    ...item,
    action: action && shownAction(action),
    input: input && shownText(input),
    result: result && { ...result, ...shownText(result) },
  }
}

function shownText({ text, bytes }: TranscriptText): TranscriptText {
  if (bytes <= maxTextBytes) return { text: redact(text), truncated: false, bytes }
  // The text is cut twice, so that a secret on the edge is hidden before half of it would be left.
  const near = Buffer.from(redact(text.slice(0, beginningBytes + 4_096)))
  let end = Math.min(near.length, beginningBytes)
  while (end > 0 && (near[end]! & 0xc0) === 0x80) end--
  return { text: near.toString('utf8', 0, end), truncated: true, bytes }
}

const words = (text: string) => shownText({ text, truncated: false, bytes: Buffer.byteLength(text) }).text

function shownAction(action: ToolAction): ToolAction {
  switch (action.kind) {
    case 'command':
      return { ...action, command: words(action.command) }
    case 'edit':
      return { ...action, changes: shownChanges(action.changes) }
    case 'search':
      return { ...action, pattern: words(action.pattern) }
    case 'web':
      return { ...action, query: action.query && words(action.query), url: action.url && words(action.url) }
    case 'todos':
      return { ...action, todos: action.todos.map((todo) => ({ ...todo, text: words(todo.text) })) }
    case 'plan':
      return { ...action, text: words(action.text) }
    case 'question':
      return {
        ...action,
        questions: action.questions.map(({ question, options }) => ({
          question: words(question),
          options: options.map(words),
        })),
      }
    case 'subagent':
      return { ...action, task: action.task && words(action.task) }
    case 'read':
      return action
  }
}

function shownChanges(changes: FileChange[]): FileChange[] {
  let lines = maxDiffLines
  let bytes = maxDiffBytes
  return changes.map((change) => {
    const hunks: FileChange['hunks'] = []
    let { truncated } = change
    for (const hunk of change.hunks) {
      const shown: string[] = []
      for (const line of hunk.lines) {
        if (lines <= 0 || bytes <= 0) break
        const clean = redact(line.slice(0, 4_000))
        truncated ||= line.length > 4_000
        lines--
        bytes -= clean.length
        shown.push(clean)
      }
      truncated ||= shown.length < hunk.lines.length
      if (shown.length > 0) hunks.push({ ...hunk, lines: shown })
    }
    return { ...change, hunks, truncated }
  })
}
