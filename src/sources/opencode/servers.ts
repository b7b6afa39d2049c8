import { readdirSync, statSync } from 'node:fs'
import { readTcpTable } from '../../lib/linux-sockets.ts'
import { linkInProc } from '../../lib/proc.ts'
import { startTimeOf } from '../../lib/process.ts'
import type { RuntimeProcess } from '../common/process-witness.ts'

/** An opencode of this user that listens on a port of this machine. */
export type OpencodeServer = { pid: number; startTime: number | null; url: string; folder: string | null }

const maxPorts = 4

/**
 * Finds every process of opencode that listens, by what the kernel says of its sockets, so that nothing is ever said to
 * somebody else's port (Linux; elsewhere none is found).
 */
export function createOpencodeServers(processes: () => RuntimeProcess[] | undefined) {
  return (): OpencodeServer[] => {
    if (process.platform !== 'linux') return []
    const running = (processes() ?? []).filter(({ pid, runtime }) => runtime === 'opencode' && isOwn(pid))
    if (running.length === 0) return []
    const listening = listenersIn(readTcpTable())
    return running.flatMap(({ pid, folder }) =>
      socketsOf(pid)
        .flatMap((inode) => listening.get(inode) ?? [])
        .slice(0, maxPorts)
        .map((url) => ({ pid, startTime: startTimeOf(pid) ?? null, url, folder })),
    )
  }
}

/** The addresses of sockets that listen, by their inode: those that can be reached at this machine itself. */
function listenersIn(table: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of table.split('\n')) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
    if (!local || state !== '0A' || !inode || inode === '0') continue
    const [address = '', port = ''] = local.split(':')
    const host = hosts[address]
    if (host !== undefined) found.set(inode, `http://${host}:${Number.parseInt(port, 16)}`)
  }
  return found
}

/** The loopback, and what stands for all addresses, as the kernel writes them. */
const hosts: Record<string, string> = {
  '0100007F': '127.0.0.1',
  '00000000': '127.0.0.1',
  '00000000000000000000000001000000': '[::1]',
  '00000000000000000000000000000000': '127.0.0.1',
}

function isOwn(pid: number): boolean {
  try {
    return statSync(`/proc/${pid}`).uid === process.getuid?.()
  } catch {
    return false
  }
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((file) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkInProc(pid, `fd/${file}`) ?? '')?.[1]
      return inode === undefined ? [] : [inode]
    })
  } catch {
    // It has just ended.
    return []
  }
}
