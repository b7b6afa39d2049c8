import { readTcpTable, type SocketOwner, type TcpEnd, tcpSocketOwner } from '../lib/linux-sockets.ts'
import { groupsOf, isIPv4, plainAddress } from './address.ts'

/** An established connection to this server, by both of its ends. */
export type Connection = { remoteAddress: string; remotePort: number; localAddress: string; localPort: number }

/** Whether the peer's process runs as our user; undefined where that cannot be proven. */
export function isSameUser(connection: Connection): boolean | undefined {
  const owner = peerOwner(connection)
  return owner === undefined ? undefined : owner.uid === process.getuid?.()
}

/** Who has the peer's end of a loopback connection (Linux only): its user and the inode of its socket. */
export function peerOwner(connection: Connection): SocketOwner | undefined {
  const peer = endOf(connection.remoteAddress, connection.remotePort)
  const ours = endOf(connection.localAddress, connection.localPort)
  if (!peer || !ours) return undefined
  const told = tcpSocketOwner(peer, ours)
  // Some sandboxes hide that interface and show the table.
  return told === undefined ? findOwner(readTcpTable(), connection) : (told ?? undefined)
}

/**
 * The owner of the row whose two ends are those of the connection; a proof needs exactly one such row in the tables of
 * both families. Only established rows with an inode count: the kernel shows closed ones as root's.
 */
export function findOwner(table: string, connection: Connection): SocketOwner | undefined {
  const peerEnds = rowEnds(connection.remoteAddress, connection.remotePort)
  const ourEnds = rowEnds(connection.localAddress, connection.localPort)
  const owners: SocketOwner[] = []
  for (const line of table.split('\n')) {
    const [, local, remote, state, , , , uid, , inode] = line.trim().split(/\s+/)
    if (!local || !remote || state !== '01' || !uid || !inode || inode === '0') continue
    if (peerEnds.has(local) && ourEnds.has(remote)) owners.push({ uid: Number(uid), inode: Number(inode) })
  }
  return owners.length === 1 ? owners[0] : undefined
}

function endOf(address: string, port: number): TcpEnd | undefined {
  const plain = plainAddress(address)
  return plain === undefined ? undefined : { address: bytesOf(plain), port }
}

function bytesOf(plain: string): Uint8Array {
  if (isIPv4(plain)) return Uint8Array.from(plain.split('.'), Number)
  return Uint8Array.from(groupsOf(plain).flatMap((group) => [group >> 8, group & 255]))
}

/** An end as the kernel writes it: 32-bit words in the machine's order, little-endian wherever Bun runs. */
function rowEnds(address: string, port: number): Set<string> {
  const plain = plainAddress(address)
  if (plain === undefined) return new Set()
  const bytes = [...bytesOf(plain)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
  const words = bytes.map((_, at) => bytes[(at & ~3) + 3 - (at & 3)]).join('')
  const hexPort = port.toString(16).padStart(4, '0').toUpperCase()
  // An IPv6 client of an IPv4 server has its row in the other table, with IPv4-mapped addresses.
  const writings = isIPv4(plain) ? [words, `0000000000000000FFFF0000${words}`] : [words]
  return new Set(writings.map((writing) => `${writing}:${hexPort}`))
}
