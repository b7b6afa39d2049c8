/** Of one failure so many lines are kept, the last: its message and where it was thrown stand there. */
const maxLines = 30

/** A line that begins a file of tests, or the list of failures at the end. */
const isHeading = (line: string) => /^\S+\.test\.tsx?:$|^\d+ tests? failed:$/.test(line)

/** Reads what `bun test` writes, in pieces, and keeps what each test said that failed, also where it then passed. */
export function createFailures() {
  const failed: string[] = []
  const wavered: string[] = []
  let lines: string[] = []
  let rest = ''

  function read(line: string) {
    const [, result] = /^\((pass|fail|skip|todo)\)/.exec(line) ?? []
    if (!result && !isHeading(line)) return void lines.push(line)
    // The list at the end names each failure a second time, with nothing before it.
    const hasSpoken = lines.some((line) => line.trim() !== '')
    const found = [...lines.slice(-maxLines), line].join('\n')
    if (result === 'fail' && hasSpoken) failed.push(found)
    if (result === 'pass' && / \(attempt \d+\)/.test(line)) wavered.push(found)
    lines = []
  }

  return {
    failed,
    /** Tests that passed only when they were tried again. */
    wavered,
    add(text: string) {
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) read(line.replace(/\x1b\[[\d;]*m/g, ''))
    },
  }
}
