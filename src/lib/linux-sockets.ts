import { dlopen, ptr } from 'bun:ffi'
import { readdirSync, readFileSync } from 'node:fs'

/** One end of a TCP connection: an address as its bytes (4, or 16 of IPv6) and a port. */
export type TcpEnd = { address: Uint8Array; port: number }

/** Whose socket it is, as the kernel says. The inode is what `/proc/<pid>/fd` links to as `socket:[inode]`. */
export type SocketOwner = { uid: number; inode: number }

const afUnix = 1
const solSocket = 1
const peerOption = 17
const listensOption = 30
const domainOption = 39
const afInet = 2
const afInet6 = 10
const afNetlink = 16
const tcp = 6
const sockDiagByFamily = 20
const established = 1
const listening = 10
const request = 1
const dump = 0x300
const done = 3
const error = 2
const dontWait = 0x40
const headBytes = 16

type Kernel = {
  ask(payload: Uint8Array, flags: number): DataView[]
  /** An option of a socket of ours (`getsockopt`); undefined for what is no socket. */
  option(file: number, name: number, bytes: number): DataView | undefined
  /** Whether a socket of ours is bound to a name, as those are that came in through a file. */
  isNamed(file: number): boolean
}

let kernel: Kernel | null | undefined

/**
 * Opens a netlink socket to the kernel's table of sockets. It answers for one connection in a tenth of a millisecond,
 * where reading `/proc/net/tcp` takes tens with thousands of sockets. Null where that cannot be had.
 */
function openKernel(): Kernel | null {
  for (const library of ['libc.so.6', 'libc.musl-x86_64.so.1', 'libc.musl-aarch64.so.1'])
    try {
      return netlinkOf(library)
    } catch {
      // Another C library, or a system that hands out no such sockets.
    }
  return null
}

function netlinkOf(library: string): Kernel {
  const { symbols } = dlopen(library, {
    socket: { args: ['i32', 'i32', 'i32'], returns: 'i32' },
    send: { args: ['i32', 'ptr', 'u64', 'i32'], returns: 'i64' },
    recv: { args: ['i32', 'ptr', 'u64', 'i32'], returns: 'i64' },
    getsockname: { args: ['i32', 'ptr', 'ptr'], returns: 'i32' },
    getsockopt: { args: ['i32', 'i32', 'i32', 'ptr', 'ptr'], returns: 'i32' },
  })
  const rawAndClosedOnExec = 3 | 0o2000000
  const sockDiag = 4
  const file = symbols.socket(afNetlink, rawAndClosedOnExec, sockDiag)
  if (file < 0) throw new Error('The kernel has no table of sockets to ask.')
  const buffer = new Uint8Array(64 << 10)
  const view = new DataView(buffer.buffer)
  let sequence = 0

  function ask(payload: Uint8Array, flags: number): DataView[] {
    const message = new Uint8Array(headBytes + payload.length)
    const head = new DataView(message.buffer)
    const asked = ++sequence
    head.setUint32(0, message.length, true)
    head.setUint16(4, sockDiagByFamily, true)
    head.setUint16(6, request | flags, true)
    head.setUint32(8, asked, true)
    message.set(payload, headBytes)
    if (Number(symbols.send(file, ptr(message), message.length, 0)) !== message.length) return []

    const answers: DataView[] = []
    while (true) {
      // The kernel has answered before `send` returns, so that nothing is ever waited for.
      const length = Number(symbols.recv(file, ptr(buffer), buffer.length, dontWait))
      if (length < headBytes) return answers
      for (let at = 0; at + headBytes <= length; ) {
        const size = view.getUint32(at, true)
        if (size < headBytes) return answers
        if (view.getUint32(at + 8, true) === asked) {
          const type = view.getUint16(at + 4, true)
          if (type === done || type === error) return answers
          answers.push(new DataView(buffer.slice(at + headBytes, at + size).buffer))
          if (flags !== dump) return answers
        }
        at += (size + 3) & ~3
      }
    }
  }

  function option(socket: number, name: number, bytes: number): DataView | undefined {
    const value = new Uint8Array(bytes)
    const length = new Uint32Array([bytes])
    if (symbols.getsockopt(socket, solSocket, name, ptr(value), ptr(length)) !== 0) return undefined
    return length[0] === bytes ? new DataView(value.buffer) : undefined
  }

  function isNamed(socket: number): boolean {
    const name = new Uint8Array(128)
    const length = new Uint32Array([name.length])
    const onlyFamily = 2
    return symbols.getsockname(socket, ptr(name), ptr(length)) === 0 && length[0]! > onlyFamily
  }
  return { ask, option, isNamed }
}

function kernelOf(): Kernel | null {
  kernel ??= process.platform === 'linux' ? openKernel() : null
  return kernel
}

/**
 * The owner of the socket with exactly these two ends, `local` being its own. `null` where there is none that is
 * established; undefined where the kernel cannot be asked.
 */
export function tcpSocketOwner(local: TcpEnd, remote: TcpEnd): SocketOwner | null | undefined {
  const asked = kernelOf()
  if (!asked) return undefined
  const [answer] = asked.ask(inetRequest(local, remote, 0xffff_ffff), 0)
  if (!answer || answer.getUint8(1) !== established) return null
  return ownerIn(answer)
}

/** inet_diag_req_v2: family, protocol, extensions, states, both ends, interface, cookie. */
function inetRequest(local: TcpEnd, remote: TcpEnd, states: number): Uint8Array {
  const bytes = new Uint8Array(56)
  const view = new DataView(bytes.buffer)
  bytes[0] = local.address.length === 4 ? afInet : afInet6
  bytes[1] = tcp
  view.setUint32(4, states, true)
  view.setUint16(8, local.port)
  view.setUint16(10, remote.port)
  bytes.set(local.address, 12)
  bytes.set(remote.address, 28)
  view.setUint32(48, 0xffff_ffff, true)
  view.setUint32(52, 0xffff_ffff, true)
  return bytes
}

/** inet_diag_msg: four bytes of kind, 48 of the ends, expiry, both queues, then the owner. */
const ownerIn = (answer: DataView): SocketOwner => ({
  uid: answer.getUint32(64, true),
  inode: answer.getUint32(68, true),
})

/** The owners of every socket that listens on a TCP port; undefined where the kernel cannot be asked. */
export const tcpListeners = (port: number) => ownersOnPort(port, listening)

/** The owners of the server's ends of every connection to a TCP port; undefined where the kernel cannot be asked. */
export const tcpServerEnds = (port: number) => ownersOnPort(port, established)

function ownersOnPort(port: number, state: number): SocketOwner[] | undefined {
  const asked = kernelOf()
  if (!asked) return undefined
  const none = (length: number) => ({ address: new Uint8Array(length), port: 0 })
  return [4, 16].flatMap((length) =>
    asked
      .ask(inetRequest(none(length), none(length), 1 << state), dump)
      .filter((answer) => answer.getUint8(1) === state && answer.getUint16(4) === port)
      .map(ownerIn),
  )
}

/** The process at the other end of a socket of a file, as the kernel noted it when it connected. */
type UnixPeer = { pid: number; uid: number }

/**
 * Everyone who is connected to a socket file of ours, whatever they do to hide: the kernel has noted who they were when
 * they connected. A pid of 0 is one that cannot be seen from here. Undefined where the kernel cannot be asked.
 */
export function unixPeers(): UnixPeer[] | undefined {
  const asked = kernelOf()
  if (!asked) return undefined
  const peers: UnixPeer[] = []
  for (const name of readdirSync('/proc/self/fd')) {
    const file = Number(name)
    if (asked.option(file, domainOption, 4)?.getInt32(0, true) !== afUnix) continue
    // Pipes to whoever started us may be such sockets, too; those have no name.
    if (!asked.isNamed(file) || asked.option(file, listensOption, 4)?.getInt32(0, true) === 1) continue
    const peer = asked.option(file, peerOption, 12)
    if (peer) peers.push({ pid: peer.getInt32(0, true), uid: peer.getUint32(4, true) })
  }
  return peers
}

/**
 * Who is at the other end of a connected socket of a file, by the number of our end: whoever connected, or listened, as
 * the kernel noted it then. Null where that is nobody; undefined where the kernel cannot be asked.
 */
export function unixPeerOf(file: number): UnixPeer | null | undefined {
  const asked = kernelOf()
  if (!asked) return undefined
  const peer = asked.option(file, domainOption, 4)?.getInt32(0, true) === afUnix && asked.option(file, peerOption, 12)
  return peer ? { pid: peer.getInt32(0, true), uid: peer.getUint32(4, true) } : null
}

/** The kernel's table of TCP sockets as text, both families; '' where it is hidden. Reading takes milliseconds. */
export function readTcpTable(): string {
  return ['/proc/net/tcp', '/proc/net/tcp6'].map(readIfThere).join('\n')
}

function readIfThere(path: string) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
