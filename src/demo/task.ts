/** One tool call as an agent makes it, and what comes back. Texts may hold `{low-high}` for a number. */
export type Call = {
  tool: string
  args: Record<string, string>
  result: string
  /** The result is this many lines like `result` long. */
  lines?: number
  /** The tool reports an error. */
  failed?: true
  /** With `sessions_spawn`: who gets the task. */
  helper?: string
}

/** A piece of work: what is asked, how it is done, what is said at the end. */
export type Task = { title: string; ask: string; calls: Call[]; answer: string }
