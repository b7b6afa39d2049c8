import { For, Show } from 'solid-js'
import type { CronJob } from '../../../src/crons/cron.ts'
import { isFailing, labelOfJob, markOfJob, nextOfJob } from '../../components/cron-job-labels.ts'
import { CronJobName } from '../../components/cron-job-name.tsx'
import { scheduleLabel } from '../../components/schedule-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'

/** The cron jobs of an agent, failing ones first. */
export function AgentCrons(props: { jobs: CronJob[] }) {
  const jobs = () =>
    props.jobs.toSorted(
      (a, b) =>
        Number(b.enabled) - Number(a.enabled) ||
        Number(isFailing(b)) - Number(isFailing(a)) ||
        (a.nextAt ?? Number.MAX_VALUE) - (b.nextAt ?? Number.MAX_VALUE),
    )
  return (
    <Show when={jobs().length > 0} fallback={<p class="empty">The clock gives it nothing to do.</p>}>
      <ul class="rows cron-rows">
        <For each={jobs()}>
          {(job) => (
            <li>
              <StateMark mark={markOfJob(job)} label={labelOfJob(job)} />
              <CronJobName job={job} />
              <span class="cut quiet" title={job.schedule.kind === 'cron' ? job.schedule.expr : undefined}>
                {scheduleLabel(job.schedule)}
              </span>
              <span class="right quiet">{nextOfJob(job, now())}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
