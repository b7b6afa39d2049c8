import { networkInterfaces } from 'node:os'
import { isLoopbackAddress, isMetadataAddress, isPrivateAddress, parseAddress } from './private-address.ts'

/** The addresses that a name has. */
type Resolve = (name: string) => Promise<string[]>

export type FetchDeps = {
  resolve: Resolve
  /** Where pages are served, `http://127.0.0.1:4747`; '' while nothing is. */
  ownAddress: () => string
  /** All addresses that this machine has. */
  addressesOfMachine: () => string[]
  /** Certificates that are trusted beside those of the system; only tests have one. */
  ca?: string | undefined
}

export type HttpRequest = {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | Uint8Array<ArrayBuffer> | undefined
}

/** What is wrong where nothing was answered, by what a person can do about it. */
type UnreachedTrouble =
  | 'name-not-found'
  | 'refused'
  | 'unreachable'
  | 'certificate'
  | 'timed-out'
  | 'broken-off'
  | 'private'
  | 'own-address'
  | 'not-encrypted'

/** Why nothing was answered. */
export type Unreached = {
  kind: 'unreached'
  trouble: UnreachedTrouble
  /** In a sentence. */
  words: string
  /** Whether it was not even tried, because it may not be. */
  isForbidden: boolean
  /** Whether it may have arrived although nothing was answered. */
  mayHaveArrived: boolean
}

/** Something on the network that a name leads to. */
export type Place = {
  name: string
  port: number
  /** Where what goes there is readable on the way: by what, and what would not be. */
  plain: { by: string; better: string } | undefined
}

export type Limits = {
  allowsPrivate: boolean
  signal: AbortSignal
  /** A signal of its own, so that it can be told from being left. */
  timeout: AbortSignal
}

/**
 * Connects to a place: its name is resolved once, each address is judged, and what was judged is connected to. `attempt`
 * does so with one address and throws what the system says; where nothing listens the next address is tried.
 */
export async function connectJudged<Answer>(
  place: Place,
  { allowsPrivate, signal, timeout }: Limits,
  { resolve, ownAddress, addressesOfMachine }: FetchDeps,
  attempt: (address: string) => Promise<Answer>,
): Promise<Answer | Unreached> {
  const { name } = place
  let addresses: string[]
  try {
    addresses = parseAddress(name) ? [name] : await endingWith(AbortSignal.any([signal, timeout]), resolve(name))
  } catch (error) {
    return timeout.aborted ? tookTooLong(false) : troubleOf(error, name)
  }
  const refusal = refusalOf(place, addresses, { allowsPrivate, own: ownAddress(), machine: addressesOfMachine() })
  if (refusal) return refusal

  const byV4First = addresses.toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')))
  let last: Unreached | undefined
  for (const address of byV4First.slice(0, 3)) {
    try {
      return await attempt(address)
    } catch (error) {
      if (timeout.aborted) return tookTooLong(true)
      last = troubleOf(error, name)
      // Only where nothing has listened it is certain that nothing has arrived.
      if (last.trouble !== 'refused' && last.trouble !== 'unreachable') return last
    }
  }
  return last ?? unreached('name-not-found', `${name} has no address.`)
}

/** Sends a request to a place that may be connected to. A proxy would resolve its name once more, so none is asked; redirections are answers. */
export function guardedFetch(
  { method, url, headers, body }: HttpRequest,
  limits: Limits,
  deps: FetchDeps,
): Promise<Response | Unreached> {
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const plain = url.protocol === 'http:' ? { by: 'http://', better: 'https://' } : undefined
  return connectJudged({ name, port: portOf(url), plain }, limits, deps, (address) => {
    const target = new URL(url)
    target.hostname = address.includes(':') ? `[${address}]` : address
    return fetch(target, {
      method,
      headers: { ...headers, host: url.host, 'accept-encoding': 'identity', connection: 'close' },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.any([limits.signal, limits.timeout]),
      keepalive: false,
      decompress: false,
      proxy: false,
      tls: { serverName: name, ...(deps.ca !== undefined && { ca: deps.ca }) },
    } as unknown as RequestInit)
  })
}

const portOf = ({ port, protocol }: URL) => Number(port || (protocol === 'https:' ? 443 : 80))

/** What an error while an answer was read means. */
export const brokenOff = (error: unknown, { timeout, name }: { timeout: AbortSignal; name: string }): Unreached =>
  timeout.aborted ? tookTooLong(true) : troubleOf(error, name)

const unreached = (trouble: UnreachedTrouble, words: string, rest: Partial<Unreached> = {}): Unreached => ({
  kind: 'unreached',
  trouble,
  words,
  isForbidden: false,
  mayHaveArrived: false,
  ...rest,
})

/** Why these addresses are not connected to; undefined where they are. */
function refusalOf(
  { name, port, plain }: Place,
  addresses: string[],
  { allowsPrivate, own, machine }: { allowsPrivate: boolean; own: string; machine: string[] },
): Unreached | undefined {
  const forbidden = (trouble: UnreachedTrouble, words: string) => unreached(trouble, words, { isForbidden: true })
  if (addresses.length === 0) return unreached('name-not-found', `${name} has no address.`)
  const ours = URL.parse(own)
  if (ours && portOf(ours) === port && addresses.some((one) => isLoopbackAddress(one) || machine.includes(one)))
    return forbidden('own-address', 'This is the address of this Wheelhouse: it would come back to itself.')
  const metadata = addresses.find(isMetadataAddress)
  if (metadata)
    return forbidden(
      'private',
      `${name} is at ${metadata}, where clouds keep credentials of their machines. Nothing is sent there.`,
    )
  const inside = addresses.find(isPrivateAddress)
  if (inside && !allowsPrivate)
    return forbidden(
      'private',
      `${name} is at ${inside}, an address of your own network. Allow that in its settings if it is meant.`,
    )
  if (plain && !addresses.every(isPrivateAddress))
    return forbidden(
      'not-encrypted',
      `${name} is on the internet, and ${plain.by} would send it readable for everybody on the way. Use ${plain.better}.`,
    )
  return undefined
}

async function resolveName(name: string): Promise<string[]> {
  const found = await process.getBuiltinModule('node:dns').promises.lookup(name, { all: true })
  return found.map(({ address }) => address)
}

/** How names are resolved and which addresses are ours, as the system says it. */
export const systemNetwork = (ownAddress: () => string): FetchDeps => ({
  resolve: resolveName,
  ownAddress,
  addressesOfMachine: () =>
    Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)),
})

const endingWith = <T>(signal: AbortSignal, promise: Promise<T>) =>
  new Promise<T>((resolve, reject) => {
    promise.then(resolve, reject)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

const tookTooLong = (mayHaveArrived: boolean) =>
  unreached('timed-out', 'It did not answer in time.', { mayHaveArrived })

/** What an error of resolving or connecting means. */
function troubleOf(error: unknown, name: string): Unreached {
  const { code = '', name: kind = '' } = error as { code?: string; name?: string }
  if (kind === 'AbortError') return unreached('broken-off', 'It was broken off meanwhile.', { mayHaveArrived: true })
  if (/ENOTFOUND|ENODATA|EAI_|DNS/i.test(code))
    return unreached(
      'name-not-found',
      `There is no ${name}: the name has no address. Is it typed right, and is this machine online?`,
    )
  if (/ConnectionRefused|ECONNREFUSED/.test(code))
    return unreached('refused', `Nothing listens at ${name} on this port.`)
  if (/CERT|SELF_SIGNED|ISSUER|LEAF_SIGNATURE|ALTNAME|VERIFY/i.test(code))
    return unreached(
      'certificate',
      `The certificate of ${name} is not valid: ${code.toLowerCase().replaceAll('_', ' ')}.`,
    )
  if (/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|FailedToOpenSocket|ETIMEDOUT/.test(code))
    return unreached('unreachable', `${name} cannot be reached from this machine.`)
  return unreached('broken-off', `${name} broke the connection off.`, { mayHaveArrived: true })
}
