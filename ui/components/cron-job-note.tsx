import { Show } from 'solid-js'
import type { CronJob } from '../../src/crons/cron.ts'
import { failureOf } from '../../src/sessions/failure.ts'
import { errorOfJob } from './cron-job-labels.ts'
import { RawError } from './raw-error.tsx'
import { scheduleLabel } from './schedule-labels.ts'

/** When a job runs; where its last run failed, why. */
export function CronJobNote(props: { job: CronJob }) {
  const schedule = () => scheduleLabel(props.job.schedule)
  const expr = () => (props.job.schedule.kind === 'cron' ? props.job.schedule.expr : undefined)
  return (
    <Show
      when={errorOfJob(props.job)}
      fallback={
        <span class="cut quiet schedule" title={expr()}>
          {schedule()}
        </span>
      }
    >
      {(error) => (
        <span class="row job-error">
          <bdi class="cut" title={`${failureOf(error()).words}; runs ${schedule()}`}>
            {failureOf(error()).words}
          </bdi>
          <RawError raw={error()} />
        </span>
      )}
    </Show>
  )
}
