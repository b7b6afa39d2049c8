import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Socket } from 'bun'
import {
  type HeldHeard,
  type HeldHook,
  type HeldRequest,
  lineOf,
  maxHeldInput,
  maxHeldLine,
  takingPartEnding,
} from '../../facts/held-request.ts'
import type { HookCall } from '../../facts/hook-call.ts'
import type { CommandLine } from '../../facts/runtimes.ts'
import { createLineReader, createSocketWriter } from '../../lib/line-socket.ts'
import { unixPeerOf } from '../../lib/linux-sockets.ts'
import { startTimeOf } from '../../lib/process.ts'
import { runsOurProgram } from '../../lib/same-program.ts'
import { number, path, record, text, timeOf, word } from '../common/parse-values.ts'
import { callIn, isOurs, sweep } from './listen.ts'

/** Who is slower than this to say what is asked is hung up on, in seconds. */
const idleSeconds = 5
/** No more hooks than this are held at a time. */
const maxHeld = 200
const maxSuggestions = 50

type Data = {
  read: (chunk: Uint8Array) => void
  flush: () => void
  hook: HeldHook | undefined
  /** Who hears of it. */
  heard: HeldHeard | undefined
}

/** The calls that are heard out, of each runtime that asks a person. */
const isAsking: Partial<Record<CommandLine, (call: HookCall) => boolean>> = {
  'claude-code': ({ event }) => event === 'PermissionRequest',
  gemini: ({ notification }) => notification === 'ToolPermission',
}

export type HeldListener = {
  /** Ends it: hooks that wait then look for somebody else. */
  stop(): void
  /** Hangs up on the hooks of a runtime that nobody hears any more. */
  hangUp(runtime: CommandLine): void
}

/**
 * Takes part in what hooks hold, on a socket of our own in the first of `folders` that no other user can write to. Who
 * calls is who the kernel says, and has to run this very program. Undefined where the system does not tell who calls, or
 * there is no such folder.
 */
export function listenForHeld(
  folders: string[],
  /** Who hears the hooks of each runtime; those of the others are sent away. */
  heardBy: ReadonlyMap<CommandLine, HeldHeard>,
  isOurProgram = runsOurProgram,
): HeldListener | undefined {
  const folder = process.platform === 'linux' ? folders.find(isOurs) : undefined
  if (folder === undefined) return undefined
  sweep(folder)
  const place = join(folder, `${process.pid}${takingPartEnding}`)
  rmSync(place, { force: true })
  const held = new Map<string, Socket<Data>>()
  let isOver = false

  function begin(socket: Socket<Data>) {
    const writer = createSocketWriter(socket)
    const file = (socket as unknown as { fd: number }).fd
    socket.data = { read: () => {}, flush: writer.flush, hook: undefined, heard: undefined }
    const peer = unixPeerOf(file)
    const startTime = peer ? startTimeOf(peer.pid) : undefined
    if (!peer || peer.uid !== process.getuid?.() || !startTime || !isOurProgram(peer.pid)) {
      for (const heard of heardBy.values()) heard.stranger(peer?.pid ?? 0)
      return void socket.end()
    }
    const { pid } = peer
    socket.timeout(idleSeconds)
    let call: HookCall | undefined
    socket.data.read = createLineReader(
      maxHeldLine,
      (line) => {
        if (socket.data.hook) return take(line, socket.data)
        const said = parsed(line)
        if (!call) {
          call = callIn(said)
          const heard = call && isAsking[call.runtime]?.(call) ? heardBy.get(call.runtime) : undefined
          if (!heard || held.size >= maxHeld) return void socket.end()
          socket.data.heard = heard
          return writer.write(lineOf({ hold: true }))
        }
        const request = requestIn(said?.request)
        const id = `${pid}.${startTime}.${bootOf()}`
        if (!request || held.has(id)) return void socket.end()
        socket.timeout(0)
        const hook: HeldHook = {
          id,
          pid,
          call,
          request,
          answer: (answer) => writer.write(lineOf({ answer })),
          release() {
            writer.write(lineOf({ release: true }))
            // The hook hangs up.
            socket.timeout(idleSeconds)
          },
        }
        socket.data.hook = hook
        held.set(id, socket)
        socket.data.heard?.asked(hook)
      },
      () => void socket.terminate(),
    )
  }

  function take(line: string, { hook, heard }: Data) {
    const at = number(parsed(line)?.printed)
    if (hook && at !== null) heard?.printed(hook, at)
  }

  function gone({ data }: Socket<Data>) {
    const { hook, heard } = data
    if (!hook) return
    data.hook = undefined
    held.delete(hook.id)
    if (!isOver) heard?.ended(hook)
  }

  try {
    const listener = Bun.listen<Data>({
      unix: place,
      socket: {
        open: begin,
        data: (socket, chunk) => socket.data.read(chunk),
        drain: (socket) => socket.data.flush(),
        timeout: (socket) => void socket.end(),
        end: gone,
        close: gone,
        error: gone,
      },
    })
    return {
      stop() {
        isOver = true
        listener.stop(true)
        rmSync(place, { force: true })
      },
      hangUp(runtime) {
        for (const socket of held.values())
          if (socket.data.hook?.call.runtime === runtime) {
            socket.data.heard = undefined
            socket.terminate()
          }
      },
    }
  } catch {
    // The path is too long for a socket, or the disk is full.
    return undefined
  }
}

let boot: string | undefined

/** The numbers of processes begin anew with the system, so that they name one only together with its start. */
function bootOf(): string {
  try {
    boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
      .replace(/[^0-9a-f]/g, '')
      .slice(0, 8)
  } catch {
    boot = 'unknown'
  }
  return boot
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(line))
  } catch {
    return undefined
  }
}

function requestIn(value: unknown): HeldRequest | undefined {
  const said = record(value)
  const tool = word(said?.tool)
  const askedAt = timeOf(said?.askedAt)
  const until = timeOf(said?.until)
  const input = text(said?.input)
  if (!said || tool === null || askedAt === null || until === null || input === null) return undefined
  return {
    tool,
    input: input.slice(0, maxHeldInput),
    isCut: said.isCut !== false || input.length > maxHeldInput,
    folder: path(said.folder),
    transcript: path(said.transcript),
    agentType: word(said.agentType),
    suggestions: Array.isArray(said.suggestions) ? said.suggestions.slice(0, maxSuggestions) : [],
    askedAt,
    until,
  }
}
