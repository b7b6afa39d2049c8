import { For, Show } from 'solid-js'
import type { CronJob } from '../../../src/crons/cron.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { isFailing, labelOfJob, markOfJob, nextOfJob } from '../../components/cron-job-labels.ts'
import { CronJobNote } from '../../components/cron-job-note.tsx'
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
    <Show when={jobs().length > 0} fallback={<p class="empty">No scheduled jobs.</p>}>
      <ul class="rows cron-rows">
        <For each={jobs()}>
          {(job) => (
            <li>
              <StateMark mark={markOfJob(job)} label={labelOfJob(job)} />
              <span class="cut" title={oneLine(job.name)}>
                <bdi>{oneLine(job.name)}</bdi>
              </span>
              <CronJobNote job={job} />
              <span class="right quiet">{nextOfJob(job, now())}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
