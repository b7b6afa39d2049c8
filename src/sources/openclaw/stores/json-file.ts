import type { Unread } from '../../../facts/source.ts'
import { readForeignFile } from '../../../lib/foreign-file.ts'

/** The object in a file, or an empty one and why the file cannot be read. */
export function readJsonFile(path: string): { value: object; unread?: Unread } {
  try {
    const value: unknown = JSON.parse(readForeignFile(path, 256 << 20).toString())
    return { value: typeof value === 'object' && value !== null ? value : {} }
  } catch (error) {
    return { value: {}, unread: { unit: path, where: 'whole file', reason: (error as Error).message.slice(0, 160) } }
  }
}
