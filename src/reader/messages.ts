import type { LookNow } from '../agents/looks.ts'
import type { Annotation } from '../annotations/annotation.ts'
import type { AnswerFrame, RequestFrame } from '../lib/thread-rpc.ts'
import type { LiveStateChange, LiveStateSnapshot } from '../sessions/live-state.ts'
import type { BudgetSettings, ReadSettings } from './read-side.ts'

/** What is noted about a session now; null for nothing. */
export type AnnotationNow = readonly [id: string, annotation: Annotation | null]

/** What a reader thread needs before it can answer. */
export type StartReader = {
  kind: 'start'
  indexPath: string
  settings: ReadSettings
  /** What gateways have said so far; what they say later follows as changes, in order. */
  liveState: LiveStateSnapshot
  /** The sessions whose needs are set aside. */
  setAside: string[]
  /** What people noted about sessions. */
  annotations: AnnotationNow[]
  /** How people chose that agents look. */
  looks: LookNow[]
}

export type ToReader =
  | StartReader
  | { kind: 'live-state'; change: LiveStateChange }
  | { kind: 'set-aside'; ids: string[] }
  | { kind: 'annotations'; changes: AnnotationNow[] }
  | { kind: 'looks'; changes: LookNow[] }
  /** Budgets were set or removed. */
  | { kind: 'set-budgets'; settings: BudgetSettings }
  | RequestFrame

export type FromReader = AnswerFrame
