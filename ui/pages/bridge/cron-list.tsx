import { createMemo, For, Show } from 'solid-js'
import type { CronJob } from '../../../src/crons/cron.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { isFailing, labelOfJob, markOfJob, nextOfJob } from '../../components/cron-job-labels.ts'
import { CronJobNote } from '../../components/cron-job-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'

/** The jobs of people, failing ones first. Jobs of a runtime itself are counted below them. */
export function CronList(props: { jobs: CronJob[] }) {
  const own = createMemo(() => props.jobs.filter((job) => !job.system).toSorted((a, b) => urgency(b) - urgency(a)))
  const systemCount = () => props.jobs.length - own().length
  return (
    <Show when={props.jobs.length > 0} fallback={<p class="empty">No scheduled jobs.</p>}>
      <ul class="rows jobs">
        <For each={own()}>
          {(job) => (
            <li>
              <StateMark mark={markOfJob(job)} label={labelOfJob(job)} />
              <a class="cut" href={`/crons/${encodeURIComponent(job.id)}`} title={oneLine(job.name)}>
                <bdi>{oneLine(job.name)}</bdi>
              </a>
              <CronJobNote job={job} />
              <span class="right quiet">{nextOfJob(job, now())}</span>
            </li>
          )}
        </For>
        <Show when={systemCount() > 0}>
          <li>
            <span class="cut quiet rest">{systemCount()} more built in</span>
          </li>
        </Show>
      </ul>
    </Show>
  )
}

/** The sort keeps the server's order among equals. */
const urgency = (job: CronJob) => (job.enabled ? 1 + Number(isFailing(job)) : 0)
