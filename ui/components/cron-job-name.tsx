import { Show } from 'solid-js'
import type { CronJob } from '../../src/crons/cron.ts'
import { oneLine } from '../../src/lib/plain-text.ts'
import { failureOf } from '../../src/sessions/failure.ts'
import { errorOfJob } from './cron-job-labels.ts'
import { RawError } from './raw-error.tsx'

/** The name of a job, and where its last run failed, why. */
export function CronJobName(props: { job: CronJob }) {
  const error = () => errorOfJob(props.job)
  const why = () => (error() === null ? null : failureOf(error()!).words)
  return (
    <span class="row">
      <span class="cut" title={[oneLine(props.job.name), why()].filter(Boolean).join(': ')}>
        <bdi>{oneLine(props.job.name)}</bdi>
        <Show when={why()}>
          <span class="quiet reason">
            <bdi>{why()}</bdi>
          </span>
        </Show>
      </span>
      <Show when={error()}>{(raw) => <RawError raw={raw()} />}</Show>
    </span>
  )
}
