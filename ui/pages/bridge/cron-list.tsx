import { createMemo, For, Show } from 'solid-js'
import type { CronJob } from '../../../src/crons/cron.ts'
import { relativeTime } from '../../../src/lib/format.ts'
import { now } from '../../parts/now.ts'
import { scheduleWords } from '../../parts/schedule-words.ts'
import { type Mark, StateMark } from '../../parts/state-mark.tsx'

/** The jobs of people, failing first; those a runtime keeps for itself are counted below. */
export function CronList(props: { jobs: CronJob[] }) {
  const own = createMemo(() => props.jobs.filter((job) => !job.system).toSorted((a, b) => urgency(b) - urgency(a)))
  const systems = () => props.jobs.length - own().length
  return (
    <Show when={props.jobs.length > 0} fallback={<p class="empty">No job runs by the clock.</p>}>
      <ul class="rows jobs">
        <For each={own()}>
          {(job) => (
            <li title={job.lastError ?? undefined}>
              <StateMark mark={markOf(job)} label={wordOf(job)} />
              <span class="cut" title={job.lastError ?? job.name}>
                {job.name}
              </span>
              <span class="cut quiet schedule" title={job.schedule.kind === 'cron' ? job.schedule.expr : undefined}>
                {scheduleWords(job.schedule)}
              </span>
              <span class="right quiet">{nextOf(job)}</span>
            </li>
          )}
        </For>
        <Show when={systems() > 0}>
          <li>
            <span class="cut quiet rest">{systems()} more of the runtime's own</span>
          </li>
        </Show>
      </ul>
    </Show>
  )
}

const failing = (job: CronJob) => job.lastStatus === 'error' || job.lastStatus === 'timed-out'

/** The sort keeps the server's order among equals. */
const urgency = (job: CronJob) => (job.enabled ? 1 + Number(failing(job)) : 0)

function markOf(job: CronJob): Mark {
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
  if (job.nextAt < now()) return 'due'
  return job.nextAt - now() < 60_000 ? 'in 1 min' : relativeTime(job.nextAt, now())
}
