import type { HttpRequest } from './build-request.ts'
import type { HttpAnswer } from './judge-answer.ts'
import { failed, type Outcome } from './outcome.ts'
import { isLoopbackAddress, isMetadataAddress, isPrivateAddress, parseAddress } from './private-address.ts'

/** The addresses that a name has. */
type Resolve = (name: string) => Promise<string[]>

export type SendDeps = {
  resolve: Resolve
  /** Where pages are served, `http://127.0.0.1:4747`; '' while nothing is. */
  ownAddress: () => string
  /** All addresses that this machine has. */
  addressesOfMachine: () => string[]
  timeoutMs?: number
  /** Certificates that are trusted beside those of the system; only tests have one. */
  ca?: string | undefined
}

const usualTimeoutMs = 10_000
const maxAnswerBytes = 64 << 10

/** What was answered, or why nothing was. */
export type Sent = HttpAnswer | Outcome

/**
 * Sends a request to an address that its name has: the name is resolved once, each address is judged, and what was judged is
 * connected to. A proxy would resolve it once more, so none is asked; redirections are answers.
 */
export async function sendRequest(
  { method, url, headers, body }: HttpRequest,
  { allowsPrivate, signal }: { allowsPrivate: boolean; signal: AbortSignal },
  { resolve, ownAddress, addressesOfMachine, timeoutMs = usualTimeoutMs, ca }: SendDeps,
): Promise<Sent> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const ended = AbortSignal.any([signal, timeout])
  const name = url.hostname.replace(/^\[|\]$/g, '')
  let addresses: string[]
  try {
    addresses = parseAddress(name) ? [name] : await endingWith(ended, resolve(name))
  } catch (error) {
    return timeout.aborted ? tookTooLong(false) : troubleOf(error, name)
  }
  const refusal = refusalOf(url, addresses, { allowsPrivate, own: ownAddress(), machine: addressesOfMachine() })
  if (refusal) return refusal

  const byV4First = addresses.toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')))
  let last: Outcome | undefined
  for (const address of byV4First.slice(0, 3)) {
    const target = new URL(url)
    target.hostname = address.includes(':') ? `[${address}]` : address
    try {
      const response = await fetch(target, {
        method,
        headers: { ...headers, host: url.host, 'accept-encoding': 'identity', connection: 'close' },
        ...(body !== undefined && { body }),
        redirect: 'manual',
        signal: ended,
        keepalive: false,
        decompress: false,
        proxy: false,
        tls: { serverName: name, ...(ca !== undefined && { ca }) },
      } as unknown as RequestInit)
      return await readAnswer(response)
    } catch (error) {
      if (timeout.aborted) return tookTooLong(true)
      last = troubleOf(error, name)
      // Only where nothing has listened it is certain that nothing has arrived.
      if (last.trouble !== 'refused' && last.trouble !== 'unreachable') return last
    }
  }
  return last ?? failed('retry', 'name-not-found', `${name} has no address.`)
}

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

/** Why these addresses are not connected to; undefined where they are. */
function refusalOf(
  url: URL,
  addresses: string[],
  { allowsPrivate, own, machine }: { allowsPrivate: boolean; own: string; machine: string[] },
): Outcome | undefined {
  const name = url.hostname
  if (addresses.length === 0) return failed('retry', 'name-not-found', `${name} has no address.`)
  const ours = URL.parse(own)
  const port = (one: URL) => one.port || (one.protocol === 'https:' ? '443' : '80')
  if (ours && port(ours) === port(url) && addresses.some((one) => isLoopbackAddress(one) || machine.includes(one)))
    return failed(
      'refused',
      'own-address',
      'This is the address of this Wheelhouse: a notice would come back to itself.',
    )
  const metadata = addresses.find(isMetadataAddress)
  if (metadata)
    return failed(
      'refused',
      'private',
      `${name} is at ${metadata}, where clouds keep credentials of their machines. Nothing is sent there.`,
    )
  const inside = addresses.find(isPrivateAddress)
  if (inside && !allowsPrivate)
    return failed(
      'refused',
      'private',
      `${name} is at ${inside}, an address of your own network. Allow that for this channel if it is meant.`,
    )
  if (url.protocol === 'http:' && !addresses.every(isPrivateAddress))
    return failed(
      'refused',
      'not-encrypted',
      `${name} is on the internet, and http:// would send it readable for everybody on the way. Use https://.`,
    )
  return undefined
}

const endingWith = <T>(signal: AbortSignal, promise: Promise<T>) =>
  new Promise<T>((resolve, reject) => {
    promise.then(resolve, reject)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

const tookTooLong = (mayHaveArrived: boolean) =>
  failed('retry', 'timed-out', 'It did not answer within 10 seconds.', { mayHaveArrived })

/** What an error of resolving or connecting means. */
function troubleOf(error: unknown, name: string): Outcome {
  const { code = '', name: kind = '' } = error as { code?: string; name?: string }
  if (kind === 'AbortError')
    return failed('retry', 'broken-off', 'Wheelhouse ended meanwhile.', { mayHaveArrived: true })
  if (/ENOTFOUND|ENODATA|EAI_|DNS/i.test(code))
    return failed(
      'retry',
      'name-not-found',
      `There is no ${name}: the name has no address. Is it typed right, and is this machine online?`,
    )
  if (/ConnectionRefused|ECONNREFUSED/.test(code))
    return failed('retry', 'refused', `Nothing listens at ${name} on this port.`)
  if (/CERT|SELF_SIGNED|ISSUER|LEAF_SIGNATURE|ALTNAME|VERIFY/i.test(code))
    return failed(
      'retry',
      'certificate',
      `The certificate of ${name} is not valid: ${code.toLowerCase().replaceAll('_', ' ')}.`,
    )
  if (/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|FailedToOpenSocket|ETIMEDOUT/.test(code))
    return failed('retry', 'unreachable', `${name} cannot be reached from this machine.`)
  return failed('retry', 'broken-off', `${name} broke the connection off.`, { mayHaveArrived: true })
}
