/** Of one failure so many lines are kept, the last: its message and where it was thrown stand there. */
const maxLines = 30

/** A line that ends what belongs to one test, or begins a file of tests. */
const isBoundary = (line: string) => /^\((pass|skip|todo)\)|^\S+\.test\.tsx?:$/.test(line)

/** Reads what `bun test` writes, in pieces, and keeps what each failed test said. */
export function createFailures() {
  const found: string[] = []
  let lines: string[] = []
  let rest = ''
  return {
    add(text: string) {
      const read = (rest + text).split('\n')
      rest = read.pop() ?? ''
      for (const line of read) {
        const plain = line.replace(/\x1b\[[\d;]*m/g, '')
        if (plain.startsWith('(fail)')) {
          // The list at the end names each a second time, with nothing before it.
          if (lines.some((line) => line.trim() !== '')) found.push([...lines.slice(-maxLines), plain].join('\n'))
          lines = []
        } else if (isBoundary(plain) || /^\d+ tests? failed:$/.test(plain)) lines = []
        else lines.push(plain)
      }
    },
    list: () => found,
  }
}
