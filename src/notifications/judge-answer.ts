import { plainText } from '../lib/plain-text.ts'
import { redact } from '../lib/redact.ts'
import { failed, type Outcome, sent } from './outcome.ts'
import type { Recipe } from './recipes/recipe.ts'

export type HttpAnswer = { status: number; headers: Headers; text: string }

const keptLength = 500

/** What of an answer is kept: its beginning, without secrets. */
export function keptAnswer(text: string, secrets: readonly string[]): string {
  return hideSecrets(plainText(redact(hideSecrets(text.slice(0, 8 * keptLength), secrets))), secrets)
    .trim()
    .slice(0, keptLength)
}

/** A text without these secrets, also as they stand in addresses, and without the parts of one that is an address. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets)
    for (const form of [secret, encodeURIComponent(secret), ...partsOf(secret)])
      if (form.length >= 4) clean = clean.replaceAll(form, '[hidden]')
  return clean
}

/** In an address that is a secret the parts of the path are. */
const partsOf = (secret: string) =>
  /^https?:\/\//.test(secret) ? secret.split(/[/?&=#]/).filter((part) => part.length >= 12 && !part.includes('.')) : []

/** What an answer means: a status is not all that has to be right. */
export function judgeAnswer(recipe: Recipe, answer: HttpAnswer, now: number, secrets: readonly string[] = []): Outcome {
  const { status, headers, text } = answer
  const kept = { status, answer: keptAnswer(text, secrets) }
  const said = reasonOf(recipe, text, secrets)
  const saying = said === null ? '' : ` It says: ${said}`
  if (status === recipe.repeatStatus) return sent(kept)
  if (status >= 300 && status < 400)
    return failed(
      'refused',
      'redirected',
      `It points to another address (${status}), which is not followed. Enter that address instead.`,
      kept,
    )
  if (status === 401 || status === 403)
    return failed('refused', 'not-signed-in', `It does not take the token or password (${status}).${saying}`, kept)
  if (status === 404 || status === 410)
    return failed('refused', 'not-found', `There is nothing at this address (${status}).${saying}`, kept)
  if (status === 429) {
    const restMs = restOf(headers, text, now)
    return failed('retry', 'too-many', `It has had too many for now (429).${saying}`, { ...kept, restMs })
  }
  if (status >= 500 || status === 408 || status === 425)
    return failed('retry', 'server-error', `It has trouble of its own (${status}).${saying}`, {
      ...kept,
      restMs: restOf(headers, text, now),
      mayHaveArrived: true,
    })
  const isGood = recipe.ok?.status ? recipe.ok.status.includes(status) : status >= 200 && status < 300
  if (!isGood) return failed('refused', 'refused-by-answer', `It refused it (${status}).${saying}`, kept)
  return judgeText(recipe, text, kept, saying)
}

function judgeText(
  { ok, busy }: Recipe,
  text: string,
  kept: { status: number; answer: string },
  saying: string,
): Outcome {
  if (ok?.text !== undefined && text.trim() !== ok.text)
    return failed('refused', 'refused-by-answer', `It answered ${kept.status}, and not that it took it.${saying}`, kept)
  if (!ok?.json && ok?.absent === undefined && ok?.present === undefined) return sent(kept)
  const value = parse(text)
  if (value === undefined)
    return failed(
      'refused',
      'unreadable-answer',
      `It answered ${kept.status} with something that is no JSON: perhaps this is the address of something else.`,
      kept,
    )
  if (ok.absent !== undefined) {
    const there = at(value, ok.absent)
    if (there !== undefined && there !== null && there !== false && !(Array.isArray(there) && there.length === 0))
      return failed('refused', 'refused-by-answer', `It answered ${kept.status} with an error inside.${saying}`, kept)
  }
  if (busy?.in.some((one) => one === at(value, busy.path)))
    return failed('retry', 'too-many', `It has had too many for now.${saying}`, kept)
  const isThere = ok.present === undefined || (at(value, ok.present) ?? null) !== null
  const { json } = ok
  if (isThere && (!json || json.in.some((one) => one === at(value, json.path)))) return sent(kept)
  return failed('refused', 'refused-by-answer', `It answered ${kept.status} with an error inside.${saying}`, kept)
}

/** What the answer says is wrong, in one line. */
function reasonOf({ reason }: Recipe, text: string, secrets: readonly string[]): string | null {
  const value = parse(text)
  const found = reason === undefined || value === undefined ? undefined : at(value, reason)
  const words = typeof found === 'string' ? found : found === undefined ? '' : JSON.stringify(found)
  const line = keptAnswer(words === '' && value === undefined && !/^\s*</.test(text) ? text : words, secrets)
    .replace(/\s+/g, ' ')
    .slice(0, 200)
  return line === '' ? null : line
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // It is no JSON: that is the answer.
    return undefined
  }
}

/** The value under a path like `errors.0.message`. */
function at(value: unknown, path: string): unknown {
  let here = value
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Record<string, unknown>)[step]
  }
  return here
}

/** How long the receiver asks to be left alone, in ms: by its header, in seconds or as a date, or in its answer. */
function restOf(headers: Headers, text: string, now: number): number | null {
  const header = headers.get('retry-after') ?? headers.get('x-ratelimit-reset-after')
  if (header !== null) {
    if (/^\d{1,9}(\.\d+)?$/.test(header.trim())) return Number(header) * 1_000
    const until = Date.parse(header)
    return Number.isNaN(until) ? null : Math.max(0, until - now)
  }
  const value = parse(text)
  const found = at(value, 'retry_after') ?? at(value, 'parameters.retry_after')
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found * 1_000 : null
}
