import { hostname, networkInterfaces } from 'node:os'
import { isLoopback, plainAddress } from './address.ts'

export type Host = { name: string; port: string }

/**
 * Parses a Host header. Undefined unless all of it is one name or address with an optional port: a longer name, user
 * information or a second value make it another host or none.
 */
export function parseHost(header: string | null): Host | undefined {
  const match = /^(\[[0-9a-f.]*:[0-9a-f:.]*\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(\d{1,5}))?$/i.exec(header ?? '')
  if (!match || Number(match[2] ?? 0) > 65_535) return undefined
  const name = hostName(match[1]!)
  return name === undefined ? undefined : { name, port: match[2] ?? '' }
}

/** The canonical form of a host: lower case, addresses without brackets. */
export function hostName(written: string): string | undefined {
  const bare = written.startsWith('[') ? written.slice(1, -1) : written
  return bare.includes(':') ? plainAddress(bare) : bare.toLowerCase()
}

/** Whether an Origin header names the host and port that the request was sent to. */
export function isSameOrigin(origin: string, host: Host): boolean {
  const url = URL.parse(origin)
  if (!url || url.origin !== origin || !['http:', 'https:'].includes(url.protocol)) return false
  const usualPort = url.protocol === 'https:' ? '443' : '80'
  return hostName(url.hostname) === host.name && (url.port || usualPort) === (host.port || usualPort)
}

/** Whether only this machine can connect to a server bound to this host. */
export const isLoopbackHost = (bound: string) => bound === 'localhost' || isLoopback(bound.replace(/^\[|\]$/g, ''))

export const isWildcard = (bound: string) => ['0.0.0.0', '::', '[::]'].includes(bound)

/** The addresses and names of this machine on its networks. */
export function machineNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
  const name = hostname().toLowerCase()
  return [...addresses.flatMap((address) => plainAddress(address) ?? []), name, `${name.split('.')[0]}.local`]
}
