import { statSync } from 'node:fs'

/** An interpreter is everybody's program: what it runs proves nothing. */
const isBuilt = import.meta.url.includes('/$bunfs/')

/**
 * Whether a process runs the very file that we run, whatever it calls itself (Linux). False where the system does not
 * tell, where the file was replaced between the two starts, and where an interpreter runs our sources.
 */
export function runsOurProgram(pid: number): boolean {
  return isBuilt && runsOurFile(pid)
}

export function runsOurFile(pid: number): boolean {
  try {
    const [its, ours] = [statSync(`/proc/${pid}/exe`), statSync('/proc/self/exe')]
    return its.dev === ours.dev && its.ino === ours.ino
  } catch {
    return false
  }
}
