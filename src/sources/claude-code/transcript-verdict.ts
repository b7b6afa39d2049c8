import { closeSync, fstatSync, readSync } from 'node:fs'
import { isAbsolute, join, normalize } from 'node:path'
import { openForeignFile, readForeignFile } from '../../lib/foreign-file.ts'
import { record, text } from '../common/parse-values.ts'

/** The end of a transcript, in which the last calls and what became of them stand. */
const maxTail = 512 << 10
const maxPlan = 256 << 10

/**
 * What became of a call: a hook decided it, or somebody at the terminal did; null where the transcript does not say so
 * yet.
 */
type CallVerdict = 'hook' | 'terminal' | null

/** Whether a transcript lies where Claude Code keeps them below one of its configuration folders. */
export const isTranscriptOf = (configs: string[], path: string): boolean =>
  isAbsolute(path) &&
  normalize(path) === path &&
  path.endsWith('.jsonl') &&
  configs.some((config) => path.startsWith(`${join(config, 'projects')}/`))

/** The last call of a tool with this input in a transcript, and who decided it. */
export function verdictIn(path: string, tool: string, input: string): CallVerdict {
  const entries = tailOf(path)
  const call = lastCall(entries, tool, input)
  if (call === undefined) return null
  for (const entry of entries) {
    const { type, decision, toolUseID } = record(entry.attachment) ?? {}
    if (type === 'hook_permission_decision' && toolUseID === call && decision !== undefined) return 'hook'
    const source = record(entry.permissionDecision)?.source
    if (source !== undefined && blocksOf(entry).some(({ tool_use_id: id }) => id === call))
      return source === 'hook' ? 'hook' : 'terminal'
  }
  return null
}

/** The text of the plan that was made last: what the call holds, else the file that the session keeps it in. */
export function planIn(path: string, config: string): string | null {
  const entries = tailOf(path)
  for (const entry of entries.toReversed())
    for (const block of blocksOf(entry))
      if (block.type === 'tool_use' && block.name === 'ExitPlanMode') {
        const plan = text(record(block.input)?.plan)
        if (plan !== null) return plan
      }
  const slug = entries.flatMap((entry) => text(entry.slug) ?? []).at(-1)
  if (slug === undefined || !/^[\w-]{1,100}$/.test(slug)) return null
  try {
    return readForeignFile(join(config, 'plans', `${slug}.md`), maxPlan).toString('utf8') || null
  } catch {
    // It was never written, or is too long to be read here.
    return null
  }
}

function lastCall(entries: Record<string, unknown>[], tool: string, input: string): string | undefined {
  let wanted: unknown
  try {
    wanted = JSON.parse(input)
  } catch {
    return undefined
  }
  for (const entry of entries.toReversed())
    for (const block of blocksOf(entry).toReversed()) {
      if (block.type !== 'tool_use' || block.name !== tool) continue
      // A plan is asked about without its text.
      if (tool === 'ExitPlanMode' || Bun.deepEquals(block.input, wanted)) return text(block.id) ?? undefined
    }
  return undefined
}

function blocksOf(entry: Record<string, unknown>): Record<string, unknown>[] {
  const content = record(entry.message)?.content
  return Array.isArray(content) ? content.map(record).filter((block) => block !== undefined) : []
}

/** The entries of messages at the end of a file; none where it cannot be read. */
function tailOf(path: string): Record<string, unknown>[] {
  try {
    const file = openForeignFile(path)
    try {
      const { size } = fstatSync(file)
      const bytes = Buffer.alloc(Math.min(size, maxTail))
      const got = readSync(file, bytes, 0, bytes.length, size - bytes.length)
      return bytes
        .toString('utf8', 0, got)
        .split('\n')
        .map(entryIn)
        .filter((entry) => entry !== undefined)
    } finally {
      closeSync(file)
    }
  } catch {
    // It is not there yet.
    return []
  }
}

function entryIn(line: string): Record<string, unknown> | undefined {
  // What was sent to the model is there a second time.
  if (line.startsWith('{"type":"api-request')) return undefined
  try {
    return record(JSON.parse(line))
  } catch {
    // It is being written, or was cut at its beginning.
    return undefined
  }
}
