/**
 * What the call of a tool does, as every view shows it whichever runtime ran it. A source knows the tools of its runtime
 * and says it from what the tool was called with, and from what came back where that says more (line numbers, the exit
 * code, the session of a sub-agent). Texts are bounded like those of a transcript; unknown is null.
 */
export type ToolAction =
  | { kind: 'command'; command: string; cwd: string | null; exitCode: number | null }
  /** Files that were written, edited, moved or deleted. */
  | { kind: 'edit'; changes: FileChange[] }
  | { kind: 'read'; path: string; fromLine: number | null; lines: number | null }
  /** Names of files, or their contents, were searched for a pattern. */
  | { kind: 'search'; pattern: string; path: string | null }
  | { kind: 'web'; query: string | null; url: string | null }
  | { kind: 'todos'; todos: Todo[] }
  /** A plan in Markdown that a person is asked to agree to. */
  | { kind: 'plan'; text: string }
  | { kind: 'question'; questions: { question: string; options: string[] }[] }
  /** Work that was handed to a sub-agent; `sessionId` is our id of its session, once it is known. */
  | { kind: 'subagent'; sessionId: string | null; name: string | null; task: string | null }

/** A change of one file: what it came to in lines, as far as it is known, and the changed lines. */
export type FileChange = {
  path: string
  change: 'create' | 'write' | 'edit' | 'move' | 'delete'
  /** Where it was moved to. */
  movedTo: string | null
  /** Lines that came and went; null where the content before or after is not known. */
  added: number | null
  removed: number | null
  hunks: DiffHunk[]
  /** Whether `hunks` are only the beginning. */
  truncated: boolean
}

/** Changed lines with what stands around them. The numbers of the first line before and after; null where not known. */
export type DiffHunk = {
  oldStart: number | null
  newStart: number | null
  /** Each begins with ` `, `-` or `+`. */
  lines: string[]
}

export type Todo = { text: string; state: 'open' | 'active' | 'done' | 'cancelled' }
