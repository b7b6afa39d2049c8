import { agentAbove, isVisible } from '../auth/agent-shell.ts'
import { unixPeerOf } from '../lib/linux-sockets.ts'
import { readProc } from '../lib/proc.ts'
import { runsOurProgram } from '../lib/same-program.ts'

/** Variables by which others get their code into a program that starts. */
const injecting = /^(?:LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|BUN_\w+|NODE_OPTIONS|DYLD_\w+)=/

/**
 * Whether the process that listens at the other end of a socket is a Wheelhouse that a person has started: the very
 * program that we are, of our user, with no agent above it. An agent's shell is a process of the same user and may put a
 * socket of its own beside ours. False where the system does not tell.
 */
export function isGenuineListener(file: number, isOurProgram = runsOurProgram): boolean {
  const peer = unixPeerOf(file)
  return peer ? peer.uid === process.getuid?.() && isGenuine(peer.pid, isOurProgram) : false
}

const isGenuine = (pid: number, isOurProgram: (pid: number) => boolean): boolean =>
  isVisible(pid) &&
  isOurProgram(pid) &&
  !readProc(pid, 'environ')
    .split('\0')
    .some((variable) => injecting.test(variable)) &&
  agentAbove(pid) === undefined
