import { oneLine } from '../../../src/lib/plain-text.ts'
import { askForFile } from '../../data/ask-for-file.ts'
import { Problem } from '../../data/problem.ts'
import { saveFile } from '../../platform/save-file.ts'

export const exportFormats = [
  { as: 'markdown', name: 'Markdown', ending: 'md', type: 'text/markdown' },
  { as: 'jsonl', name: 'JSONL', ending: 'jsonl', type: 'application/jsonl' },
  { as: 'html', name: 'HTML', ending: 'html', type: 'text/html' },
] as const
export type ExportFormat = (typeof exportFormats)[number]

/**
 * Saves the transcripts of sessions, one file after another. `onProgress` hears how many are done. The answer says for
 * how many that was not possible, and why for the first of them.
 */
export async function exportSessions(
  sessions: readonly { id: string; title: string | null }[],
  { as, ending, type }: ExportFormat,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<{ failed: number; why: string | undefined }> {
  let failed = 0
  let why: string | undefined
  for (const [done, session] of sessions.entries()) {
    if (signal.aborted) break
    onProgress(done)
    try {
      const file = await askForFile(`/api/sessions/${encodeURIComponent(session.id)}/export?as=${as}`, signal)
      saveFile(await file.text(), `${fileName(session)}.${ending}`, type)
    } catch (error) {
      if (signal.aborted) break
      if (!(error instanceof Problem)) throw error
      failed++
      why ??= error.message
    }
  }
  return { failed, why }
}

/** A name that every file system takes. */
const fileName = ({ id, title }: { id: string; title: string | null }) =>
  oneLine(title ?? id)
    .replace(/[/\\:*?"<>|]+/g, '-')
    .slice(0, 80)
    .replace(/[. ]+$/, '') || 'session'
