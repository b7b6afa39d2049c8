import { createMemo, For, Show } from 'solid-js'
import type { CronJob } from '../../../src/crons/cron.ts'
import { duration, relativeTime } from '../../../src/lib/format.ts'
import type { Schedule } from '../../../src/live/fact.ts'
import { now } from '../../parts/now.ts'
import { type Mark, StateMark } from '../../parts/state-mark.tsx'

/** The jobs of people, failing first; those a runtime keeps for itself are counted below. */
export function CronList(props: { jobs: CronJob[] }) {
  const own = createMemo(() => props.jobs.filter((job) => !job.system))
  const systems = () => props.jobs.length - own().length
  return (
    <Show when={props.jobs.length > 0} fallback={<p class="empty">No job runs by the clock.</p>}>
      <ul class="rows crons">
        <For each={own()}>
          {(job) => (
            <li>
              <StateMark mark={markOf(job)} label={wordOf(job)} />
              <span class="cut" title={job.lastError ?? job.name}>
                {job.name}
              </span>
              <span class="cut quiet schedule">{inWords(job.schedule)}</span>
              <span class="right quiet">
                {job.enabled
                  ? job.nextAt !== null && job.nextAt < now()
                    ? 'due'
                    : relativeTime(job.nextAt, now())
                  : 'off'}
              </span>
            </li>
          )}
        </For>
        <Show when={systems() > 0}>
          <li>
            <span />
            <span class="cut quiet">{systems()} more of the runtime's own</span>
          </li>
        </Show>
      </ul>
    </Show>
  )
}

function markOf(job: CronJob): Mark {
  if (!job.enabled) return 'unknown'
  switch (job.lastStatus) {
    case 'running':
      return 'working'
    case 'error':
    case 'timed-out':
      return 'stopped'
    case 'ok':
      return 'healthy'
    default:
      return 'idle'
  }
}

const wordOf = (job: CronJob) =>
  job.enabled ? (job.lastStatus === null ? 'never run' : `last run: ${job.lastStatus}`) : 'switched off'

function inWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'cron':
      return schedule.expr
    case 'every':
      return `every ${duration(schedule.everyMs)}`
    case 'at':
      return 'once'
    case 'unknown':
      return '–'
  }
}
