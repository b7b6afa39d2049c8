/**
 * What OpenClaw writes before the prompt of a cron job: `[cron:ID NAME] PROMPT`. Where a title was cut, the end of it is
 * missing; a command line that OpenClaw calls has it in its own transcript.
 */
const cronMark = /^\s*\[cron:[^\s\]]+(?:\s+([^\]]*))?(?:\]\s*([\s\S]*))?$/

/** A title as people read it: that of a cron job is the name of the job, else what it was asked. */
export function shownTitle(title: string | null): string | null {
  const [found, name = '', prompt = ''] = cronMark.exec(title ?? '') ?? []
  if (found === undefined) return title
  return name.trim() || prompt.replace(/^…$/, '').trim() || 'Cron job'
}
