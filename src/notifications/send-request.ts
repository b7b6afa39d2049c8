import { brokenOff, type FetchDeps, guardedFetch, type HttpRequest, type Unreached } from '../lib/guarded-fetch.ts'
import type { HttpAnswer } from './judge-answer.ts'
import { failed, type Outcome } from './outcome.ts'

export type SendDeps = FetchDeps & { timeoutMs?: number }

const usualTimeoutMs = 10_000
const maxAnswerBytes = 64 << 10

/** What was answered, or why nothing was. */
export type Sent = HttpAnswer | Outcome

/** Sends a request to a receiver of notices, and reads what it answers. */
export async function sendRequest(
  request: HttpRequest,
  { allowsPrivate, signal }: { allowsPrivate: boolean; signal: AbortSignal },
  { timeoutMs = usualTimeoutMs, ...deps }: SendDeps,
): Promise<Sent> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const response = await guardedFetch(request, { allowsPrivate, signal, timeout }, deps)
  if (!(response instanceof Response)) return outcomeOfUnreached(response)
  try {
    return await readAnswer(response)
  } catch (error) {
    return outcomeOfUnreached(brokenOff(error, { timeout, name: request.url.hostname }))
  }
}

/** What it means for a notice that nobody was reached. */
export const outcomeOfUnreached = ({ trouble, words, isForbidden, mayHaveArrived }: Unreached): Outcome =>
  failed(isForbidden ? 'refused' : 'retry', trouble, words, { mayHaveArrived })

/** Reads no more of an answer than is worth reading. */
async function readAnswer(response: Response): Promise<Sent> {
  const { status, headers } = response
  const pieces: Uint8Array[] = []
  let size = 0
  if (response.body)
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += piece.length
      if (size > maxAnswerBytes)
        return failed(
          'refused',
          'too-large',
          `It answered ${status} with more than 64 kB: that is no answer to a notice.`,
          {
            status,
            mayHaveArrived: true,
          },
        )
      pieces.push(piece)
    }
  return { status, headers, text: Buffer.concat(pieces).toString('utf8') }
}
