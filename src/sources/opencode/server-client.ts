import type { OpencodeServer } from './servers.ts'

const callMs = 10_000
const maxAnswer = 4 << 20

/** One request to a server; null where it does not answer. */
export async function call(
  { url }: OpencodeServer,
  route: string,
  folder: string | null,
  body?: object,
): Promise<Response | null> {
  const query = folder === null ? '' : `?directory=${encodeURIComponent(folder)}`
  try {
    return await fetch(`${url}${route}${query}`, {
      signal: AbortSignal.timeout(callMs),
      redirect: 'error',
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
  } catch {
    return null
  }
}

/** What a server answered; '' where that is more than it could be. */
export async function boundedText(answer: Response): Promise<string> {
  let said = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    said += decoder.decode(chunk, { stream: true })
    if (said.length > maxAnswer) return ''
  }
  return said
}
