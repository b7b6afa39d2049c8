import type { Finding } from '../facts/source.ts'
import { oneLine } from '../lib/plain-text.ts'
import { redact } from '../lib/redact.ts'

type Deps = {
  /** As configured: a server, or the whole address of its metrics. */
  endpoint: string
  /** Lines of `Name: value`, as a file of the secrets has them; undefined for none. */
  headers: string | undefined
  /** The body of the next request; undefined while there is nothing to say. */
  body: () => Promise<string | undefined>
  now: () => number
  everyMs?: number
}

const defaultEveryMs = 60_000
const maxPauseMs = 15 * 60_000
const timeoutMs = 10_000
/** So much of an answer is read, for the words of an error. */
const maxAnswerBytes = 4_096

/**
 * Sends metrics over OTLP/HTTP as JSON, one request after the other: every minute, after failures ever more rarely, and
 * never to another address than the one that was configured. What fails is a finding; nothing is kept for later.
 */
export function createOtlpSender({ endpoint, headers, body, now, everyMs = defaultEveryMs }: Deps) {
  const url = metricsUrl(endpoint)
  const origin = new URL(url).origin
  const ending = new AbortController()
  let timer: Timer | undefined
  let failures = 0
  let problem: { since: number; words: string } | undefined
  let badHeader: string | undefined
  const all = headersOf(headers ?? '', (line) => {
    badHeader = line
  })

  function wait(pauseMs: number) {
    if (ending.signal.aborted) return
    timer = setTimeout(() => void attempt(), pauseMs)
    timer.unref?.()
  }

  async function attempt() {
    let pauseMs = everyMs
    try {
      const text = await body()
      const failed = text === undefined ? undefined : await send(text)
      failures = failed ? failures + 1 : 0
      problem = failed && { since: problem?.since ?? now(), words: failed.words }
      if (failed) pauseMs = Math.min(maxPauseMs, Math.max(failed.waitMs ?? 0, everyMs * 2 ** (failures - 1)))
    } catch (error) {
      failures++
      problem = { since: problem?.since ?? now(), words: wordsOf(error) }
      pauseMs = Math.min(maxPauseMs, everyMs * 2 ** (failures - 1))
    }
    wait(pauseMs)
  }

  /** What went wrong, and how long the receiver wants to be left alone; undefined where it took everything. */
  async function send(text: string): Promise<{ words: string; waitMs?: number } | undefined> {
    const answer = await fetch(url, {
      method: 'POST',
      body: text,
      headers: { ...all, 'content-type': 'application/json', 'user-agent': 'wheelhouse' },
      // What was configured is meant, and nobody else: a receiver that leads elsewhere gets nothing there.
      redirect: 'manual',
      signal: AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]),
    })
    const said = await beginningOf(answer)
    if (answer.status >= 300 && answer.status < 400)
      return { words: 'it leads to another address, which is not followed' }
    if (answer.ok) {
      const rejected = rejectedOf(said)
      return rejected === undefined ? undefined : { words: rejected }
    }
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
    return {
      words: `it answers ${answer.status}${said.trim() === '' ? '' : `: ${short(said)}`}`,
      ...(Number.isFinite(seconds) && seconds > 0 && { waitMs: seconds * 1_000 }),
    }
  }

  return {
    url,
    start: () => wait(Math.min(everyMs, 5_000)),
    findings: (): Finding[] => [
      ...(badHeader === undefined ? [] : [ofHeaders]),
      ...(problem
        ? [
            {
              level: 'warn' as const,
              code: 'otlp-not-sent',
              message: `Metrics have not reached ${origin} since ${stamp(problem.since)}: ${problem.words}.`,
              fix: 'It is tried again by itself, at most every 15 minutes. The address is `otlp_endpoint` in `[metrics]` of config.toml.',
            },
          ]
        : []),
    ],
    stop() {
      clearTimeout(timer)
      ending.abort()
    },
  }
}

/** A server is asked at the path of the standard; a whole address is taken as it is. */
function metricsUrl(endpoint: string): string {
  const url = new URL(endpoint)
  if (!url.pathname.endsWith('/v1/metrics')) url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/metrics`
  return url.href
}

const headerLine = /^([!#$%&'*+.^_`|~\w-]{1,100})\s*:\s*([\t\x20-\x7e]{0,4000})$/

function headersOf(text: string, bad: (line: string) => void): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const [, name, value] = headerLine.exec(line.trim()) ?? []
    if (name === undefined) bad(line)
    else headers[name.toLowerCase()] = value!
  }
  return headers
}

async function beginningOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader()
  if (!reader) return ''
  const pieces: Uint8Array[] = []
  let bytes = 0
  while (bytes < maxAnswerBytes) {
    const { done, value } = await reader.read()
    if (done) break
    pieces.push(value)
    bytes += value.length
  }
  void reader.cancel().catch(() => {})
  return Buffer.concat(pieces).toString('utf8', 0, maxAnswerBytes)
}

/** What a receiver that answers 200 did not take, in its words; undefined where it took everything. */
function rejectedOf(text: string): string | undefined {
  let partial: { rejectedDataPoints?: unknown; errorMessage?: unknown } | undefined
  try {
    partial = (JSON.parse(text) as { partialSuccess?: typeof partial } | null)?.partialSuccess
  } catch {
    // Many receivers answer nothing, or not in JSON.
    return undefined
  }
  const count = Number(partial?.rejectedDataPoints ?? 0)
  if (!(count > 0)) return undefined
  const why =
    typeof partial?.errorMessage === 'string' && partial.errorMessage !== '' ? partial.errorMessage : undefined
  return `it did not take ${count} of the values${why === undefined ? '' : ` (${short(why)})`}`
}

const short = (text: string) => {
  const line = redact(oneLine(text)).trim()
  return line.length > 200 ? `${line.slice(0, 200).toWellFormed()}…` : line
}

function wordsOf(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: string; message?: string }
  if (name === 'TimeoutError') return `it did not answer within ${timeoutMs / 1_000} seconds`
  if (code === 'ConnectionRefused' || code === 'ECONNREFUSED') return 'nobody listens there'
  return short(message ?? String(error))
}

const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const ofHeaders: Finding = {
  level: 'warn',
  code: 'otlp-headers',
  message: 'A line of the file `otlp-headers` among the secrets is no header and was left out.',
  fix: 'Write one `Name: value` on each line.',
}
