import type { CommandLine } from './runtimes.ts'

/** What a hook of a runtime passes on to everybody who listens: no words of prompts or commands. */
export type HookCall = {
  runtime: CommandLine
  /** The event by the runtime's own name, as `PermissionRequest`. */
  event: string
  /** The session by the runtime's own id. */
  key: string
  /** The tool that the event is about. */
  tool: string | null
  /** The kind of a notification, by the runtime's own name. */
  notification: string | null
  /** The process of the runtime that called; nulls where the system does not tell. */
  pid: number | null
  startTime: number | null
}

/** A call takes no more than this on its way, in bytes. */
export const maxHookCallBytes = 4_096

/** A call as one line that ends in a line break. */
export const hookCallLine = (call: HookCall) => `${JSON.stringify(call)}\n`
