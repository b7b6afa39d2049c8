import type { CommandLine } from '../facts/runtimes.ts'

/**
 * The runtimes with hooks of ours, and the events that we ask for: those that their files do not show. Each costs its
 * agent the start of a program, so these are as few as can be. Names of events that older versions do not know make
 * those refuse the whole file, so none is newer than the runtime's hooks.
 */
export const hookedRuntimes = {
  'claude-code': ['PermissionRequest', 'Stop', 'SessionEnd'],
  gemini: ['BeforeTool', 'Notification', 'AfterTool', 'AfterAgent'],
} as const satisfies Partial<Record<CommandLine, string[]>>

export type HookedRuntime = keyof typeof hookedRuntimes

export const isHooked = (name: string): name is HookedRuntime => Object.hasOwn(hookedRuntimes, name)
