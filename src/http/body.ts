import { Elysia } from 'elysia'
import { parseBounded } from '../lib/bounded-json.ts'
import { Refusal } from '../lib/refusal.ts'

/** The largest body of a request. Bodies without a length are cut off by the server itself. */
export const maxBodyBytes = 1024 * 1024
/** The largest body of a route that strangers may call; it carries a code or a token. */
const maxStrangersBodyBytes = 4 * 1024
const maxDepth = 32
const usualValues = 10_000

/**
 * Reads the body of every request that has one: JSON and nothing else, no longer than its route allows, and bounded in
 * depth and number of values before anything parses or validates it. Throws a Refusal.
 */
export const bodyParser = (
  boundsOf: (request: Request, route: string) => { isOfStranger: boolean; values: number | undefined },
) =>
  new Elysia({ name: 'body-parser' }).onParse({ as: 'global' }, async ({ request, route, contentType }) => {
    const { isOfStranger, values } = boundsOf(request, route)
    const maxBytes = isOfStranger ? maxStrangersBodyBytes : maxBodyBytes
    const text = await readText(request, maxBytes)
    if (text === '') return null
    if (contentType !== 'application/json') throw new Refusal('bad-input', 'Send the body as application/json.')
    return parseBody(text, values)
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

/** Parses JSON within the bounds of a body. Throws a Refusal that repeats nothing of it. */
export function parseBody(text: string, maxValues = usualValues): unknown {
  const parsed = parseBounded(text, { maxDepth, maxValues })
  if ('problem' in parsed) throw new Refusal('bad-input', parsed.problem)
  return parsed.value
}
