import type { CronJob, CronRun } from './cron.ts'

export type CronEvent = { kind: 'cron.changed'; job: CronJob } | { kind: 'cron.ran'; run: CronRun }
