import type { OutsideWatch } from './file.ts'

export type FileEvent =
  /** What a session did to files has become known, or the survey of older ones went on. */
  | { kind: 'files.changed'; sessionId: string; survey: { sessions: number; done: number } }
  /** Files were changed from outside, or other files are watched than before. */
  | { kind: 'files.outside'; watch: OutsideWatch }
