import { unixPeers } from '../lib/linux-sockets.ts'
import { oneLine } from '../lib/plain-text.ts'
import { linkInProc, readProc, statFields } from '../lib/proc.ts'
import { agentShellName, agentShellOf, isVisible } from './agent-shell.ts'
import type { Caller } from './caller.ts'
import type { Terminals } from './terminals.ts'

/** Who is connected to the socket file just now. */
export type SocketClients = {
  /** An agent's shell among them, or a program that hides what it is; undefined where there is neither. */
  mistrusted: string | undefined
  /** The terminal that all of them belong to; null where they have none, or not the same. */
  terminal: { key: string; command: string; folder: string | null } | null
}

/**
 * Looks at the processes that are connected to the socket file (Linux; elsewhere nothing is known of them). A request
 * does not tell which of them has sent it, so one agent among them makes all of them its own; a command is connected for
 * milliseconds. Whoever cannot be seen is taken for an agent.
 */
export function socketClients(): SocketClients {
  const peers = unixPeers()
  if (peers === undefined) return { mistrusted: undefined, terminal: null }
  // The sender has gone already.
  if (peers.length === 0) return { mistrusted: hidden, terminal: null }
  for (const { pid } of peers) {
    if (!isVisible(pid)) return { mistrusted: hidden, terminal: null }
    const agent = agentShellOf(pid)
    if (agent) return { mistrusted: agentShellName(agent), terminal: null }
  }
  const terminals = peers.map(({ pid }) => terminalOf(pid))
  const [first] = terminals
  const isOne = first !== undefined && terminals.every((terminal) => terminal?.key === first.key)
  return { mistrusted: undefined, terminal: isOne ? first : null }
}

const hidden = 'a program that does not show what it is'

/** Finds who asks through the socket file: an agent’s shell, a terminal that was confirmed, or the command line. */
export function socketCaller(request: Request, terminals: Terminals): Caller {
  const { mistrusted, terminal } = socketClients()
  // What any process of this user may do without a credential, and nothing more.
  if (mistrusted !== undefined) return { id: 'agent', role: 'viewer', name: mistrusted, mayAct: false }
  const secret = request.headers.get('x-wheelhouse-terminal')
  const grant = terminals.grantOf({ key: terminal?.key ?? null, secret })
  if (grant) return { id: `terminal:${grant.id}`, role: grant.role, name: 'a confirmed terminal', mayAct: true }
  return { id: 'socket', role: 'admin', name: 'the command line', mayAct: false }
}

/** The terminal that a process belongs to: its number, with the session on it and when that began. */
function terminalOf(pid: number) {
  const [, , , session, terminal] = statFields(pid)
  if (!session || !terminal || terminal === '0') return undefined
  const began = statFields(Number(session))[19] ?? ''
  return {
    key: `${terminal} ${session} ${began}`,
    command: oneLine(readProc(pid, 'cmdline').split('\0').filter(Boolean).join(' ')).slice(0, 300),
    folder: oneLine(linkInProc(pid, 'cwd') ?? '') || null,
  }
}
