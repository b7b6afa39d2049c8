import { keyHeaders, signInKey } from './api.ts'
import { fetchFile } from './client.ts'
import { Problem } from './problem.ts'

/** A file of the server by its path, such as a picture; throws a Problem where it is not to be had. */
export const askForFile = async (path: string, signal?: AbortSignal): Promise<Blob> =>
  (await answerTo(path, signal)).blob()

/** Lets the browser save a file of the server. A link carries no key: with one, the file is fetched and handed on. */
export async function saveFrom(path: string) {
  const link = document.createElement('a')
  link.download = ''
  if (signInKey.read() === undefined) link.href = path
  else {
    const answer = await answerTo(path)
    link.download = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'session'
    link.href = URL.createObjectURL(await answer.blob())
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  link.click()
}

async function answerTo(path: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetchFile(`${location.origin}${path}`, keyHeaders(), signal)
  if (!response) throw new Problem(0, 'unreachable', 'Wheelhouse does not answer. Try again once it is back.')
  if (response.ok) return response
  const { code = '', detail = `Wheelhouse answered with an error (${response.status}).` } = (await response
    .json()
    .catch(() => ({}))) as { code?: string; detail?: string }
  throw new Problem(response.status, code, detail)
}
