import type { CronRunStatus, Runtime, Schedule } from '../live/fact.ts'

/** A job that a runtime starts by the clock. */
export type CronJob = {
  /** `<runtime>:<job id>` */
  id: string
  runtime: Runtime
  agentId: string
  name: string
  enabled: boolean
  /** False once it is gone from its runtime's store; lists leave it out. */
  present: boolean
  system: boolean
  schedule: Schedule
  nextAt: number | null
  lastAt: number | null
  lastStatus: CronRunStatus | null
  lastError: string | null
}

/** One time that a job ran. */
export type CronRun = {
  id: string
  jobId: string
  at: number
  status: CronRunStatus
  durationMs: number | null
  error: string | null
  summary: string | null
  sessionId: string | null
  model: string | null
}
