import { For, Show } from 'solid-js'
import type { CronJob } from '../../../src/crons/cron.ts'
import { relativeTime } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain.ts'
import { now } from '../../parts/now.ts'
import { scheduleWords } from '../../parts/schedule-words.ts'
import { type Mark, StateMark } from '../../parts/state-mark.tsx'

const failing = (job: CronJob) => job.lastStatus === 'error' || job.lastStatus === 'timed-out'

/** The jobs the clock gives to an agent, failing first. */
export function AgentCrons(props: { jobs: CronJob[] }) {
  const jobs = () =>
    props.jobs.toSorted(
      (a, b) =>
        Number(b.enabled) - Number(a.enabled) ||
        Number(failing(b)) - Number(failing(a)) ||
        (a.nextAt ?? Number.MAX_VALUE) - (b.nextAt ?? Number.MAX_VALUE),
    )
  return (
    <Show when={jobs().length > 0} fallback={<p class="empty">The clock gives it nothing to do.</p>}>
      <ul class="rows cron-rows">
        <For each={jobs()}>
          {(job) => (
            <li title={job.lastError ? oneLine(job.lastError) : undefined}>
              <StateMark mark={markOfJob(job)} label={wordOf(job)} />
              <span class="cut" title={job.name}>
                <bdi>{oneLine(job.name)}</bdi>
              </span>
              <span class="cut quiet" title={job.schedule.kind === 'cron' ? job.schedule.expr : undefined}>
                {scheduleWords(job.schedule)}
              </span>
              <span class="right quiet">{nextOf(job)}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function markOfJob(job: CronJob): Mark {
  if (!job.enabled) return 'unknown'
  if (failing(job)) return 'stopped'
  if (job.lastStatus === 'running') return 'working'
  return job.lastStatus === 'ok' ? 'healthy' : 'idle'
}

const wordOf = (job: CronJob) =>
  job.enabled ? (job.lastStatus === null ? 'never run' : `last run: ${job.lastStatus}`) : 'switched off'

function nextOf(job: CronJob) {
  if (!job.enabled) return 'off'
  if (job.nextAt === null) return '–'
  return job.nextAt < now() ? 'due' : relativeTime(job.nextAt, now())
}
