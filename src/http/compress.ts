/** A smaller body fits into one packet anyway. */
const worthBytes = 1_400

/** Gzips a JSON response where the client accepts it and it is worth the time. */
export async function compressed(response: Response, accepted: string | null): Promise<Response> {
  const type = response.headers.get('content-type') ?? ''
  if (!/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted ?? '') || !type.startsWith('application/json'))
    return response
  const body = new Uint8Array(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  headers.append('vary', 'accept-encoding')
  if (body.length < worthBytes) return new Response(body, { status: response.status, headers })
  headers.set('content-encoding', 'gzip')
  return new Response(Bun.gzipSync(body), { status: response.status, headers })
}
