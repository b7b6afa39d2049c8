import { Elysia } from 'elysia'
import type { RouteRole } from '../auth/require-role.ts'
import { Refusal } from '../lib/refusal.ts'

/** The largest body of a request. Bodies without a length are cut off by the server itself. */
export const maxBodyBytes = 1024 * 1024
/** The largest body of a route that strangers may call; it carries a code or a token. */
const maxStrangersBodyBytes = 4 * 1024
const maxDepth = 32
const maxValues = 10_000

/**
 * Reads the body of every request that has one: JSON and nothing else, no longer than its route allows, and bounded in
 * depth and number of values before anything parses or validates it. Throws a Refusal.
 */
export const bodyParser = (roleOf: (request: Request, route: string) => RouteRole | undefined) =>
  new Elysia({ name: 'body-parser' }).onParse({ as: 'global' }, async ({ request, route, contentType }) => {
    const maxBytes = roleOf(request, route) === 'anyone' ? maxStrangersBodyBytes : maxBodyBytes
    const text = await readText(request, maxBytes)
    if (text === '') return null
    if (contentType !== 'application/json') throw new Refusal('bad-input', 'Send the body as application/json.')
    return parseBounded(text)
  })

async function readText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const tooLarge = (maxBytes: number) =>
  new Refusal('too-large', `This is more than ${maxBytes / 1024} KiB, the most this address takes.`)

/** Parses JSON whose depth and number of values were counted first. Throws a Refusal that repeats nothing of it. */
export function parseBounded(text: string): unknown {
  const { depth, values } = measure(text)
  if (depth > maxDepth) throw new Refusal('bad-input', `The body is nested more than ${maxDepth} levels deep.`)
  if (values > maxValues) throw new Refusal('bad-input', `The body has more than ${maxValues} values.`)
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('bad-input', 'The body is not JSON.')
  }
}

/** Counts without parsing; of a text that is not JSON it may say anything, and `JSON.parse` refuses it. */
function measure(text: string): { depth: number; values: number } {
  let depth = 0
  let deepest = 0
  let values = 1
  for (let at = 0; at < text.length; at++)
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at)
        break
      case openBracket:
      case openBrace:
        deepest = Math.max(deepest, ++depth)
        values++
        break
      case closeBracket:
      case closeBrace:
        depth--
        break
      case comma:
        values++
    }
  return { depth: deepest, values }
}

function endOfString(text: string, start: number) {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at
  }
  return text.length
}

const [quote, backslash, comma] = [34, 92, 44]
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125]
