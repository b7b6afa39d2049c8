/** One tool call of an agent, and its result. Texts may contain `{low-high}` for a number. */
export type Call = {
  tool: string
  args: Record<string, string>
  result: string
  /** The number of lines in the result, each like `result`. */
  lines?: number
  /** The tool reports an error. */
  failed?: true
  /** With `sessions_spawn`: the agent that gets the task. */
  helper?: string
}

/** A piece of work: the request, the tool calls, the final answer, and the git worktree in which it is done, if in one. */
export type Task = { title: string; ask: string; calls: Call[]; answer: string; worktree?: string }

/** A call that a person, or nobody, did not allow: what the agent gets instead of its result. */
export const denied = (call: Call, result: string): Call => ({ ...call, result, lines: 1, failed: true })
