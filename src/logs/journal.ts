/** How the journal of a unit is asked. */
export type JournalUnit = { unit: string; isUser: boolean }

/** So many lines are taken of a journal that was never read. */
const firstLines = 5_000

/** The command that prints what a unit wrote behind a position, a line of JSON each, the oldest first. */
export const journalCommand = ({ unit, isUser }: JournalUnit, cursor: string | null): string[] => [
  'journalctl',
  '--no-pager',
  '--quiet',
  '--output=json',
  cursor === null ? `--lines=${firstLines}` : `--after-cursor=${cursor}`,
  isUser ? `--user-unit=${unit}` : `--unit=${unit}`,
]

/** Why nothing came of it, as a sentence; null where all went well. */
export function journalProblem({ exitCode, stderr }: { exitCode: number | null; stderr: string }): string | null {
  if (exitCode === 0) return null
  const words = stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
  if (/not seeing messages|permission|insufficient/i.test(stderr))
    return `This user may not read the journal of that unit (${words}). Add them to the group systemd-journal.`
  return exitCode === null ? `The journal cannot be read: ${words}` : `journalctl failed (${exitCode}): ${words}`
}
