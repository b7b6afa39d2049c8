import { storedZip, type ZipEntry } from '../../../src/lib/stored-zip.ts'
import type { ExportFormat } from '../../../src/transcripts/export/formats.ts'
import { askForNamedFile } from '../../data/ask-for-file.ts'
import { Problem } from '../../data/problem.ts'
import { saveBlob } from '../../platform/save-file.ts'

/** What the transcripts of sessions can be saved as. */
export const exportChoices: readonly { as: ExportFormat; name: string }[] = [
  { as: 'markdown', name: 'Markdown' },
  { as: 'jsonl', name: 'JSONL' },
  { as: 'html', name: 'HTML' },
]

/** A browser holds so much at once; what is larger is exported in several goes. In bytes. */
const maxTogether = 1_000_000_000

/**
 * Saves the transcripts of sessions as one file: a single one as it is, several in a zip archive. `onProgress` hears how
 * many are there. The answer says how many are not in it, and why the first of them is not.
 */
export async function exportSessions(
  ids: readonly string[],
  as: ExportFormat,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<{ failed: number; why: string | undefined }> {
  const files: { name: string; file: Blob }[] = []
  let why: string | undefined
  let size = 0
  for (const [done, id] of ids.entries()) {
    if (signal.aborted) break
    onProgress(done)
    try {
      const found = await askForNamedFile(`/api/sessions/${encodeURIComponent(id)}/export?as=${as}`, signal)
      if (size + found.file.size > maxTogether) {
        why ??= 'They are more than 1 GB together. Export fewer at once.'
        break
      }
      size += found.file.size
      files.push(found)
    } catch (error) {
      if (signal.aborted) break
      if (!(error instanceof Problem)) throw error
      why ??= error.message
    }
  }
  if (signal.aborted) return { failed: 0, why: undefined }
  const [only] = files
  if (only && ids.length === 1) saveBlob(only.file, only.name)
  else if (only)
    saveBlob(new Blob(storedZip(await entriesOf(files)), { type: 'application/zip' }), archiveName(files.length))
  return { failed: ids.length - files.length, why }
}

async function entriesOf(files: readonly { name: string; file: Blob }[]): Promise<ZipEntry[]> {
  const at = Date.now()
  const names = distinct(files.map(({ name }) => name))
  return Promise.all(
    files.map(async ({ file }, number) => ({
      name: names[number]!,
      bytes: new Uint8Array(await file.arrayBuffer()),
      at,
    })),
  )
}

/** Names of which none is another one, in any case: `a.md`, `a-2.md`. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const [, stem = name, ending = ''] = /^(.*?)(\.[^.]*)?$/s.exec(name) ?? []
    let free = name
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${stem}-${number}${ending}`
    taken.add(free.toLowerCase())
    return free
  })
}

const archiveName = (count: number) => `wheelhouse-${count}-sessions-${new Date().toISOString().slice(0, 10)}.zip`
