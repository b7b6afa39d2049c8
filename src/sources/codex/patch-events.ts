import type { FileChange, ToolAction } from '../../facts/tool-action.ts'
import { meaning, record, text } from '../common/parse-values.ts'
import type { StoredEntry } from '../common/transcript/entries.ts'
import { hunksOfDiff, noLines, writtenLines } from '../common/transcript/line-diff.ts'
import { edits } from '../common/transcript/tool-actions.ts'
import { parsed } from './tool-actions.ts'

/** How the result of a patch begins that was applied. */
export const patchApplied = 'Success. Updated the following files'

/** The event of a patch stands so few entries before its result. */
const maxBetween = 12
const maxFiles = 500

/**
 * The changes that a patch came to, from the event that Codex writes before the result of its call: whole paths, and the
 * numbers of lines, which the patch itself does not have. Null where no such event stands there.
 */
export function changesBefore(callId: string, earlier: Iterable<StoredEntry>): ToolAction | null {
  let between = 0
  for (const entry of earlier) {
    if (++between > maxBetween) return null
    if ('reason' in entry || !entry.text.includes(callId) || !entry.text.includes('"changes":{')) continue
    const payload = record(parsed(entry.text)?.payload)
    const item = payload?.type === 'item_completed' ? record(payload.item) : payload
    const isOf = item?.type === 'FileChange' ? item.id : item?.type === 'patch_apply_end' ? item.call_id : undefined
    if (isOf === callId) return edits(changesOf(record(item?.changes) ?? {}))
  }
  return null
}

/** Changes by their paths, as `{type: "add", …}` or in versions before as `{add: {…}}`. */
const changesOf = (changes: Record<string, unknown>): FileChange[] =>
  Object.entries(changes)
    .slice(0, maxFiles)
    .flatMap(([path, one]): FileChange[] => {
      const fields = record(one) ?? {}
      const type = text(fields.type) ?? Object.keys(fields)[0]
      const about = record(fields[type ?? '']) ?? fields
      const change = meaning(kinds, type)
      if (!change) return []
      const movedTo = text(about.move_path)
      const content = typeof about.content === 'string' ? about.content : ''
      const diff = text(about.unified_diff)
      const lines = change === 'create' ? writtenLines(content, 0) : diff === null ? noLines : hunksOfDiff(diff)
      return [{ path, change: movedTo === null ? change : 'move', movedTo, ...lines }]
    })

const kinds: Record<string, FileChange['change']> = { add: 'create', update: 'edit', delete: 'delete' }
