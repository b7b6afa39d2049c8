import type { HeldHeard, ListenForHeld } from '../../facts/held-request.ts'
import type { CommandLine } from '../../facts/runtimes.ts'
import { type HeldListener, listenForHeld } from './hold-listener.ts'

/** Lets the doors of several runtimes share one socket, which is open while any of them is. */
export function createHeldListeners(
  folders: string[],
  listen = listenForHeld,
): (runtime: CommandLine) => ListenForHeld {
  const heardBy = new Map<CommandLine, HeldHeard>()
  let listener: HeldListener | undefined
  return (runtime) => (heard) => {
    heardBy.set(runtime, heard)
    listener ??= listen(folders, heardBy)
    if (!listener) {
      heardBy.delete(runtime)
      return undefined
    }
    return () => {
      if (!heardBy.delete(runtime)) return
      listener?.hangUp(runtime)
      if (heardBy.size > 0) return
      listener?.stop()
      listener = undefined
    }
  }
}
