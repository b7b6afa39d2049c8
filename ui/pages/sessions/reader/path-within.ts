/** A path as it is said within a project: without the project's own path. A path elsewhere stays whole. */
export function pathWithin(path: string, projectPath: string | null | undefined): string {
  const folder = projectPath?.replace(/[/\\]+$/, '')
  if (!folder || !path.startsWith(folder)) return path
  return /^[/\\]./.test(path.slice(folder.length)) ? path.slice(folder.length + 1) : path
}

/** Words such as `read /home/user/boat/a.ts`, with their paths as they are said within a project. */
export const wordsWithin = (words: string, projectPath: string | null | undefined): string =>
  words
    .split(' ')
    .map((word) => pathWithin(word, projectPath))
    .join(' ')
