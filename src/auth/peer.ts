import { readFileSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { groupsOf, plainAddress } from './address.ts'

/** An established connection to this server: the peer's address and port, and our port. */
export type Connection = { remoteAddress: string; remotePort: number; localPort: number }

/** Whether the peer's process runs as our user; undefined where that cannot be proven. */
export function isSameUser(connection: Connection): boolean | undefined {
  const uid = peerUid(connection)
  return uid === undefined ? undefined : uid === process.getuid?.()
}

/**
 * The user id of the peer of a loopback connection, from the kernel's table of connections (Linux only). Reading it
 * takes milliseconds.
 */
export function peerUid(connection: Connection): number | undefined {
  const uids = findUids(read('/proc/net/tcp'), connection)
  const found = uids.size > 0 ? uids : findUids(read('/proc/net/tcp6'), connection)
  return found.size === 1 ? found.values().next().value : undefined
}

/**
 * The user ids of the table rows of the peer's end; a proof needs exactly one. Only established rows with an inode
 * count: the kernel shows closed ones as root's.
 */
export function findUids(table: string, { remoteAddress, remotePort, localPort }: Connection): Set<number> {
  const peerEnds = new Set(writings(remoteAddress).map((address) => `${address}:${hex(remotePort)}`))
  const ourPort = `:${hex(localPort)}`
  const uids = new Set<number>()
  for (const line of table.split('\n')) {
    const [, local, remote, state, , , , uid, , inode] = line.trim().split(/\s+/)
    if (!local || !remote || state !== '01' || !uid || !inode || inode === '0') continue
    if (peerEnds.has(local) && remote.endsWith(ourPort)) uids.add(Number(uid))
  }
  return uids
}

/** An address as the kernel writes it: 32-bit words in the machine's order, little-endian wherever Bun runs. */
function writings(address: string): string[] {
  const plain = plainAddress(address)
  if (plain === undefined) return []
  if (!isIPv4(plain)) {
    const groups = groupsOf(plain)
    return [[0, 2, 4, 6].map((at) => word((groups[at]! << 16) | groups[at + 1]!)).join('')]
  }
  const [a, b, c, d] = plain.split('.').map(Number) as [number, number, number, number]
  const bytes = word((a << 24) | (b << 16) | (c << 8) | d)
  // An IPv6 client of an IPv4 server has its row in the other table, with an IPv4-mapped address.
  return [bytes, `0000000000000000FFFF0000${bytes}`]
}

const word = (bits: number) =>
  [0, 8, 16, 24].map((shift) => ((bits >>> shift) & 255).toString(16).padStart(2, '0').toUpperCase()).join('')

const hex = (port: number) => port.toString(16).padStart(4, '0').toUpperCase()

function read(path: string) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The table is missing: not Linux, or /proc is hidden. Then nothing is proven.
    return ''
  }
}
