import { dlopen } from 'bun:ffi'
import { closeSync, constants, openSync, readFileSync } from 'node:fs'

/** Holds back what a terminal's programs write: they wait in `write`, as they do behind any slow terminal. */
export type PtyFlow = { hold(): boolean; release(): boolean }

/** The numbers of `tcflow` on Linux (`termios.h`). */
const suspendOutput = 0
const resumeOutput = 1

/**
 * The output of the terminal that controls a process; undefined where it cannot be held back. Bun's terminal reads
 * as fast as the programs write and cannot be told to wait (oven-sh/bun#41410), so the terminal itself is stopped, on its
 * program side: `tcflow` does what Ctrl-S does, but needs no mode to be set and no key resumes it. What the kernel holds
 * already, up to 70 KB, still comes.
 *
 * Call neither function once our side of the terminal is closed: its number may belong to another terminal then.
 */
export function ptyFlowOf(pid: number): PtyFlow | undefined {
  const path = process.platform === 'linux' ? terminalIn(statOf(pid)) : undefined
  if (!path) return undefined
  const tcflow = loadTcflow()
  if (!tcflow) return undefined

  function set(action: number) {
    try {
      const file = openSync(path!, constants.O_RDWR | constants.O_NOCTTY)
      try {
        return tcflow!(file, action) === 0
      } finally {
        closeSync(file)
      }
    } catch {
      // The last program has just closed it.
      return false
    }
  }
  return { hold: () => set(suspendOutput), release: () => set(resumeOutput) }
}

/** The device of the terminal that `/proc/PID/stat` names by its number; undefined for a process without one. */
export function terminalIn(stat: string): string | undefined {
  const device = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[4])
  const major = (device >> 8) & 0xfff
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00)
  return major === 136 ? `/dev/pts/${minor}` : undefined
}

function statOf(pid: number) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    // The process has ended.
    return ''
  }
}

let loaded: ((file: number, action: number) => number) | null | undefined

function loadTcflow() {
  const musl = `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`
  for (const library of loaded === undefined ? ['libc.so.6', musl] : [])
    try {
      loaded = dlopen(library, { tcflow: { args: ['i32', 'i32'], returns: 'i32' } }).symbols.tcflow
      break
    } catch {
      // This C library is not the one of this system.
      loaded = null
    }
  return loaded
}
