import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { unixPeers } from '../lib/linux-sockets.ts'
import { type AgentShell, agentShellName, agentShellOf } from './agent-shell.ts'
import type { Caller } from './caller.ts'
import type { Terminals } from './terminals.ts'

/** Who is connected to the socket file just now. */
export type SocketClients = {
  /** An agent that started one of them; undefined where none did, and where the system does not tell. */
  agent: AgentShell | undefined
  /** The terminal of the only client; null where there are several, or none that has a terminal. */
  terminal: { key: string; command: string; folder: string | null } | null
}

/**
 * Looks at the processes that are connected to the socket file (Linux only). A request does not tell which of them has
 * sent it, so one agent among them makes all of them its own; a command is connected for milliseconds.
 */
export function socketClientsOf(socketPath: string): SocketClients {
  const inodes = unixPeers(socketPath) ?? []
  if (inodes.length === 0) return { agent: undefined, terminal: null }
  const pids = processesWith(new Set(inodes))
  for (const pid of pids) {
    const agent = agentShellOf(pid)
    if (agent) return { agent, terminal: null }
  }
  const terminals = new Map(pids.map(terminalOf).flatMap((terminal) => (terminal ? [[terminal.key, terminal]] : [])))
  return { agent: undefined, terminal: terminals.size === 1 && pids.length > 0 ? [...terminals.values()][0]! : null }
}

/** The processes that have one of these sockets open. Those of other users are hidden; they cannot open the file. */
function processesWith(inodes: Set<number>): number[] {
  const links = new Set([...inodes].map((inode) => `socket:[${inode}]`))
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).some((file) => links.has(linkAt(`/proc/${pid}/fd/${file}`)))
      } catch {
        // Another user's process, or one that has ended.
        return false
      }
    })
    .map(Number)
}

/** The terminal that a process belongs to: its number, with the session on it and when that began. */
function terminalOf(pid: number) {
  const [, , , session, terminal] = fieldsOf(pid)
  if (!session || !terminal || terminal === '0') return undefined
  const began = fieldsOf(Number(session))[19] ?? ''
  return {
    key: `${terminal} ${session} ${began}`,
    command: read(`/proc/${pid}/cmdline`).split('\0').filter(Boolean).join(' ').slice(0, 300),
    folder: linkAt(`/proc/${pid}/cwd`) || null,
  }
}

/** The fields of `/proc/PID/stat` behind the name, the state first. */
function fieldsOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Finds who asks through the socket file: an agent’s shell, a terminal that was confirmed, or the command line. */
export function createSocketCaller({ socketPath, terminals }: { socketPath: string; terminals: Terminals }) {
  return (request: Request): Caller => {
    const { agent, terminal } = socketClientsOf(socketPath)
    // What any process of this user may do without a credential, and nothing more.
    if (agent) return { id: 'agent', role: 'viewer', name: agentShellName(agent), mayAct: false }
    const secret = request.headers.get('x-wheelhouse-terminal')
    const grant = terminals.grantOf({ key: terminal?.key ?? null, secret })
    if (grant) return { id: `terminal:${grant.id}`, role: grant.role, name: 'a confirmed terminal', mayAct: true }
    return { id: 'socket', role: 'admin', name: 'the command line', mayAct: false }
  }
}
