import { readdirSync, readlinkSync, statSync } from 'node:fs'
import { readTcpTable, type SocketOwner, tcpListeners, tcpServerEnds } from '../../../lib/linux-sockets.ts'
import { listeningPids } from '../../../processes/listening-pids.ts'

/**
 * Whose a listening port is. `theirs`: that process has it, or, where its files cannot be seen, its user has. `nobody`:
 * nothing listens. `another`: somebody else does, who would receive what is sent. `unproven`: this system does not tell.
 */
export type Listener = 'theirs' | 'nobody' | 'another' | 'unproven'

/** Finds out whether a process is what listens on a port of this machine. It takes some milliseconds. */
export function listenerOf(port: number, pid: number, platform = process.platform): Listener {
  if (platform === 'linux') return judge(listenersOf(port), socketsOf(pid), userOf(pid))
  if (platform === 'darwin') return judgePids(listeningPids(port), pid)
  return 'unproven'
}

/**
 * Finds out whether a process is what has answered on a port, once it has: the port may have passed to somebody else
 * between the look and the connection. Whoever has any server's end of a connection there counts.
 */
export function answererOf(port: number, pid: number, platform = process.platform): Listener {
  if (platform !== 'linux') return listenerOf(port, pid, platform)
  const ends = tcpServerEnds(port) ?? rowsIn(readTcpTable(), port, '01')
  // A connection that its program has not taken yet has no inode; nobody has answered on it.
  return judge([...listenersOf(port), ...ends.filter(({ inode }) => inode !== 0)], socketsOf(pid), userOf(pid))
}

/**
 * Judges every socket that listens on a port, since any of them may get the next connection. `sockets` are the inodes of
 * the process, undefined where they are hidden from us; then the user decides.
 */
export function judge(owners: SocketOwner[], sockets: Set<number> | undefined, user: number | undefined): Listener {
  if (owners.length === 0) return 'nobody'
  const isTheirs = ({ inode, uid }: SocketOwner) => (sockets ? sockets.has(inode) : user !== undefined && uid === user)
  return owners.every(isTheirs) ? 'theirs' : 'another'
}

const listenersOf = (port: number): SocketOwner[] => tcpListeners(port) ?? rowsIn(readTcpTable(), port, '0A')

/** The rows of the kernel's table with a local port, in one state: `0A` listens, `01` is established. */
export function rowsIn(table: string, port: number, wanted: '0A' | '01'): SocketOwner[] {
  const hexPort = `:${port.toString(16).padStart(4, '0').toUpperCase()}`
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/)
    return state === wanted && local?.endsWith(hexPort) ? [{ uid: Number(uid), inode: Number(inode) }] : []
  })
}

function socketsOf(pid: number): Set<number> | undefined {
  try {
    const folder = `/proc/${pid}/fd`
    return new Set(readdirSync(folder).flatMap((name) => inodeIn(linkAt(`${folder}/${name}`)) ?? []))
  } catch {
    // The process belongs to another user, or has ended.
    return undefined
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    // It was closed since it was listed.
    return ''
  }
}

const inodeIn = (link: string) => {
  const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1]
  return inode === undefined ? undefined : Number(inode)
}

function userOf(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid
}

/** Judges the processes that are known to listen; none are shown where they belong to somebody else. */
export function judgePids(pids: number[], pid: number): Listener {
  if (pids.length === 0) return 'unproven'
  return pids.every((listening) => listening === pid) ? 'theirs' : 'another'
}
