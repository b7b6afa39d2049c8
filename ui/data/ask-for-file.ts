import { keyHeaders, signInKey } from './api.ts'
import { fetchFile } from './client.ts'
import { Problem } from './problem.ts'

/** A file of the server by its path, such as a picture; throws a Problem where it is not to be had. */
export const askForFile = async (path: string, signal?: AbortSignal): Promise<Blob> =>
  (await answerTo(path, signal)).blob()

/** The same with the name that the server gives it. */
export async function askForNamedFile(path: string, signal?: AbortSignal): Promise<{ name: string; file: Blob }> {
  const answer = await answerTo(path, signal)
  return { name: nameOf(answer), file: await answer.blob() }
}

/** Lets the browser save a file of the server. A link carries no key: with one, the file is fetched and handed on. */
export async function saveFrom(path: string) {
  const link = document.createElement('a')
  link.download = ''
  if (signInKey.read() === undefined) link.href = path
  else {
    const answer = await answerTo(path)
    link.download = nameOf(answer)
    link.href = URL.createObjectURL(await answer.blob())
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  link.click()
}

function nameOf({ headers }: Response): string {
  const text = headers.get('content-disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(text)?.[1]
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/.exec(text)?.[1] ?? 'file')
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
