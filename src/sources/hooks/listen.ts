import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Socket } from 'bun'
import { type HookCall, maxHookCallBytes } from '../../facts/hook-call.ts'
import { isCommandLine, runtimes } from '../../facts/runtimes.ts'
import { maxStatuslineBytes, type StatuslineWord } from '../../facts/statusline.ts'
import { isAlive } from '../../lib/process.ts'
import { id, number, record, word } from '../common/parse-values.ts'
import { statuslineWordIn } from './statusline-word.ts'

/** Who is slower than this to say one line is hung up on, in seconds. */
const idleSeconds = 2

/** What is heard of what runtimes call. */
export type Heard = { call?: (call: HookCall) => void; statusline?: (word: StatuslineWord) => void }

const maxLineBytes = Math.max(maxHookCallBytes, maxStatuslineBytes)

/**
 * Listens for calls of hooks and status lines on a socket of our own in the first of `folders` that nobody else can write to; with none
 * there (a system without users, a strange one in our place) nothing is heard. The returned function ends it.
 */
export function listenForCalls(folders: string[], heard: Heard): () => void {
  const folder = folders.find(isOurs)
  if (folder === undefined) return () => {}
  sweep(folder)
  const path = join(folder, `${process.pid}.sock`)
  rmSync(path, { force: true })
  try {
    const listener = Bun.listen<{ line: string }>({
      unix: path,
      socket: {
        open(socket) {
          socket.data = { line: '' }
          socket.timeout(idleSeconds)
        },
        data(socket, chunk) {
          socket.data.line += chunk.toString('utf8')
          if (socket.data.line.length > maxLineBytes) return void socket.terminate()
          if (!socket.data.line.endsWith('\n')) return
          const { line } = socket.data
          hangUp(socket)
          hear(line, heard)
        },
        timeout: hangUp,
        error: hangUp,
      },
    })
    return () => {
      listener.stop(true)
      rmSync(path, { force: true })
    }
  } catch {
    // The path is too long for a socket, or the disk is full: states come from the other witnesses.
    return () => {}
  }
}

const hangUp = (socket: Socket<{ line: string }>) => void socket.end()

/** Whether a folder is there, or could be made, and no other user can put anything into it. */
export function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch {
    // It is there already, or its parent is not.
  }
  try {
    const { uid, mode } = lstatSync(folder)
    return uid === process.getuid?.() && (mode & 0o170_077) === 0o040_000
  } catch {
    return false
  }
}

/** Removes the sockets of programs that were killed. */
export function sweep(folder: string) {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^(\d+)(?:\.approvals)?\.sock$/.exec(name)?.[1])
    if (pid > 0 && !isAlive(pid, null)) rmSync(join(folder, name), { force: true })
  }
}

function hear(line: string, heard: Heard) {
  let said: Record<string, unknown> | undefined
  try {
    said = record(JSON.parse(line))
  } catch {
    return
  }
  const word = statuslineWordIn(said)
  if (word) return heard.statusline?.(word)
  const call = callIn(said)
  if (call) heard.call?.(call)
}

/** A call out of what its line holds; undefined for anything else. */
export function callIn(said: Record<string, unknown> | undefined): HookCall | undefined {
  const runtime = runtimes.find((one) => one === said?.runtime)
  const event = word(said?.event)
  const key = id(said?.key)
  if (!said || !runtime || !isCommandLine(runtime) || !event || !key) return undefined
  return {
    runtime,
    event,
    key,
    tool: word(said.tool),
    notification: word(said.notification),
    pid: number(said.pid),
    startTime: number(said.startTime),
  }
}
