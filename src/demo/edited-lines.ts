type Hunk = { oldStart: number; oldLines: number; newStart: number; newLines: number; lines: string[] }

/** The changed lines of an edit, with the lines around them that both texts share, as runtimes note them. */
export function hunkOf(path: string, before: string, after: string): Hunk {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let same = 0
  while (same < Math.min(old.length, now.length) && old[same] === now[same]) same++
  let end = 0
  while (end < Math.min(old.length, now.length) - same && old.at(-1 - end) === now.at(-1 - end)) end++
  const lines = [
    ...old.slice(0, same).map((line) => ` ${line}`),
    ...old.slice(same, old.length - end).map((line) => `-${line}`),
    ...now.slice(same, now.length - end).map((line) => `+${line}`),
    ...old.slice(old.length - end).map((line) => ` ${line}`),
  ]
  // Nobody has the file: each has its own place in it.
  const start = 12 + ((path.length * 37 + before.length * 11) % 140)
  return { oldStart: start, oldLines: old.length, newStart: start, newLines: now.length, lines }
}

/** The same as a unified diff. */
export function patchOf(path: string, before: string, after: string): string {
  const { oldStart, oldLines, newStart, newLines, lines } = hunkOf(path, before, after)
  return [`--- ${path}`, `+++ ${path}`, `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines, ''].join(
    '\n',
  )
}
