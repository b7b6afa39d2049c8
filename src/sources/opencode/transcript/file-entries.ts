import { join } from 'node:path'
import { readForeignFile } from '../../../lib/foreign-file.ts'
import { record, timeOf } from '../../common/parse-values.ts'
import { namesIn, statOf } from '../../common/paths.ts'
import type { Entries } from '../../common/transcript/entries.ts'
import { entriesInOrder, inOrder, type Stored } from './order.ts'
import { entryText } from './parts.ts'

const maxFileBytes = 16 << 20

/**
 * The messages of one session and their parts, as opencode kept them before it had a database: a file for each message
 * in the folder of its session, and one for each part in `storage/part/MESSAGE`.
 */
export function fileEntries(home: string, folder: string): Entries {
  const stored: Stored[] = []
  const about = new Map<string, { role: unknown; model: unknown; cost: unknown }>()
  for (const name of namesIn(folder)
    .filter((name) => /^msg_.*\.json$/.test(name))
    .sort()) {
    const path = join(folder, name)
    const message = contentOf(path)
    const { role, modelID, cost, time } = record(message) ?? {}
    let isFirst = true
    const at = timeOf(record(time)?.created) ?? statOf(path)?.mtimeMs ?? 0
    const ended = timeOf(record(time)?.completed) ?? at
    stored.push({ key: path, says: 'message', at: role === 'assistant' ? ended : at, isOpen: false })
    const parts = join(home, 'storage', 'part', name.slice(0, -'.json'.length))
    for (const part of namesIn(parts)
      .filter((name) => name.endsWith('.json'))
      .sort()) {
      const place = join(parts, part)
      // What the answer cost is said with its first words alone.
      const isText = isFirst && record(contentOf(place))?.type === 'text'
      if (isText) isFirst = false
      about.set(place, { role, model: modelID, cost: isText ? cost : undefined })
      stored.push({ key: place, says: 'part', at, isOpen: false })
    }
  }
  return entriesInOrder(inOrder(stored), (wanted) =>
    wanted.map(({ key, says, at }) => {
      const path = String(key)
      try {
        const data = readForeignFile(path, maxFileBytes).toString('utf8')
        return { text: entryText({ says, at, ...about.get(path), isWhole: true }, data) }
      } catch (error) {
        return { reason: (error as Error).message.slice(0, 160) }
      }
    }),
  )
}

function contentOf(path: string): unknown {
  try {
    return JSON.parse(readForeignFile(path, maxFileBytes).toString('utf8'))
  } catch {
    // A file that cannot be read is named where its entry is read.
    return undefined
  }
}
