import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CustomDeclaration } from '../sources/custom/custom.ts'

/** What the source of our own questions is called, and its agent. */
export const askSourceName = 'Wheelhouse'

const folderIn = (dataFolder: string) => join(dataFolder, 'ask')

/** The file of what questions cost is read as the files of any other program are, so that it is in every sum. */
export const askDeclaration = (dataFolder: string): CustomDeclaration => ({
  name: askSourceName,
  roots: [folderIn(dataFolder)],
  pattern: '*.jsonl',
  fields: {
    time: 'time',
    model: 'model',
    provider: 'provider',
    input: 'input',
    output: 'output',
    cacheRead: 'cached',
    cacheWrite: undefined,
    reasoning: undefined,
    cost: undefined,
    session: 'conversation',
    id: 'id',
    project: undefined,
  },
  inputIncludesCache: true,
  outputIncludesReasoning: true,
  isQuiet: true,
  // A data folder that is moved holds the same answers.
  scope: 'wheelhouse',
})

export type AskUsage = {
  at: number
  id: string
  conversation: string
  model: string
  provider: string
  input: number
  output: number
  cached: number
}

/** Notes what a question took. Throws what the disk throws. */
export function noteUsage(dataFolder: string, { at, ...rest }: AskUsage) {
  const folder = folderIn(dataFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'usage.jsonl')
  // A line that was torn, as on a full disk, takes none with it.
  const isTorn = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8').slice(-1))
  const line = JSON.stringify({ time: new Date(at).toISOString(), ...rest })
  appendFileSync(file, `${isTorn ? '\n' : ''}${line}\n`, { mode: 0o600 })
}
