/** A smaller body fits into one packet anyway. */
const worthBytes = 1_400
/** A larger body is gzipped in a thread beside, because no socket is served meanwhile: 32 KB take half a millisecond. */
const maxHereBytes = 32 << 10

/** `node:zlib` is loaded on first use, because that takes twenty milliseconds. */
const gzipBeside = (body: Uint8Array<ArrayBuffer>) =>
  new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) =>
    process
      .getBuiltinModule('node:zlib')
      .gzip(body, (error, packed) => (error ? reject(error) : resolve(packed as Uint8Array<ArrayBuffer>))),
  )

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
  const packed = body.length <= maxHereBytes ? Bun.gzipSync(body) : await gzipBeside(body)
  return new Response(packed, { status: response.status, headers })
}
