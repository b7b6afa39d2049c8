import type { Session } from './session.ts'

/** What a screen on a wall may know of a session: names, states and numbers; no prompt, command, path or key. */
export const sessionForScreen = (session: Session): Session => ({
  ...session,
  key: null,
  title: null,
  reason: null,
  projectPath: null,
  branch: null,
})
