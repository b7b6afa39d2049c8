import { mkdirSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { maxStatuslineBytes, type StatuslineWord, statuslineLine } from '../facts/statusline.ts'
import { callerOf, callListeners, isOurs, nameIn } from './call-listeners.ts'
import { statuslineText } from './statusline-text.ts'

/** What the runtime hands over is copied whole, and understood up to this size. */
const maxPayloadBytes = 4 << 20
/** Once everything is read, telling others about it takes no longer than this, in ms. */
const deadlineMs = 150
const maxLimits = 8

/** Where the input does not end, the command does so after this, in ms. */
export const statuslineDeadlineMs = 5_000

type Deps = {
  /** Where others listen. */
  folders: string[]
  /** The folder in which the last word about each session is kept. */
  spool: string
  now: () => number
  print: (bytes: Uint8Array) => void
}

/**
 * `wheelhouse statusline`: prints a status line for what a runtime has written to our input, and passes on what the
 * session cost. With `--copy` it prints its input as it is, for the status line that stands behind it in a pipe.
 * Whatever is wrong, it prints no error and throws nothing.
 */
export async function sendStatusline(words: string[], input: ReadableStream<Uint8Array>, deps: Deps): Promise<void> {
  const { folders, spool, now, print } = deps
  try {
    const isCopy = words.includes('--copy')
    const payload = parsed(await readAll(input, isCopy ? print : () => {}))
    if (!isCopy) print(new TextEncoder().encode(`${statuslineText(payload, now())}\n`))
    const word = wordOf(payload, now())
    if (!word) return
    const line = statuslineLine(word)
    if (line.length > maxStatuslineBytes) return
    keep(spool, word, line)
    await Promise.race([callListeners(folders, line), Bun.sleep(deadlineMs)])
  } catch {
    // A status line that cannot be told shows what it can.
  }
}

/** Writes to our output until it is whole; a reader that has gone away needs nothing more. */
export function printBytes(bytes: Uint8Array) {
  let from = 0
  try {
    while (from < bytes.length) from += writeSync(1, bytes, from)
  } catch {
    // The status line behind us does not read its input.
  }
}

async function readAll(input: ReadableStream<Uint8Array>, copy: (chunk: Uint8Array) => void) {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of input) {
    copy(chunk)
    size += chunk.length
    if (size <= maxPayloadBytes) chunks.push(chunk)
  }
  return size <= maxPayloadBytes ? Buffer.concat(chunks).toString('utf8') : ''
}

type Payload = Record<string, unknown>

const recordIn = (value: unknown): Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : {}

function parsed(text: string): Payload {
  try {
    return recordIn(JSON.parse(text))
  } catch {
    return {}
  }
}

/** What is passed on; undefined where no session is named. */
function wordOf(payload: Payload, at: number): StatuslineWord | undefined {
  const key = nameIn(payload.session_id)
  if (key === null) return undefined
  return {
    kind: 'statusline',
    runtime: 'claude-code',
    key,
    model: nameIn(recordIn(payload.model).id),
    usd: numberIn(recordIn(payload.cost).total_cost_usd),
    limits: Object.entries(recordIn(payload.rate_limits))
      .flatMap(([name, window]) => {
        const { used_percentage, resets_at } = recordIn(window)
        const usedPercent = numberIn(used_percentage)
        if (usedPercent === null || nameIn(name) === null) return []
        const seconds = numberIn(resets_at)
        return { name, usedPercent, resetsAt: seconds === null ? null : seconds * 1_000 }
      })
      .slice(0, maxLimits),
    ...callerOf('claude-code'),
    at,
  }
}

const numberIn = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** Keeps the last word of a session and its process, in case nobody listens. */
function keep(spool: string, { key, startTime }: StatuslineWord, line: string) {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(key)) return
  try {
    mkdirSync(spool, { mode: 0o700 })
  } catch {
    // It is there already, or there is no data folder, because no Wheelhouse has ever run.
  }
  try {
    if (!isOurs(spool)) return
    const place = join(spool, `${key}.${startTime ?? 0}.json`)
    const draft = `${place}.${process.pid}`
    writeFileSync(draft, line, { mode: 0o600 })
    renameSync(draft, place)
  } catch {
    // The disk is full; who listens still hears it.
  }
}
