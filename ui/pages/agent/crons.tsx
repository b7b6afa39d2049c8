import { For, Show } from 'solid-js'
import type { AgentJob } from '../../../src/agents/agent.ts'
import { whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { isFailing, labelOfJob, markOfJob, nextOfJob } from '../../components/cron-job-labels.ts'
import { CronJobNote } from '../../components/cron-job-note.tsx'
import { RunStreak } from '../../components/run-streak.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'

const shownRuns = 10

/** The cron jobs of an agent, failing ones first, each with its last runs and how many of them in a row went the same way. */
export function AgentCrons(props: { jobs: AgentJob[] }) {
  const jobs = () =>
    props.jobs.toSorted(
      (a, b) =>
        Number(b.enabled) - Number(a.enabled) ||
        Number(isFailing(b)) - Number(isFailing(a)) ||
        (a.nextAt ?? Number.MAX_VALUE) - (b.nextAt ?? Number.MAX_VALUE),
    )
  return (
    <Show when={jobs().length > 0} fallback={<p class="empty">No scheduled jobs.</p>}>
      <ul class="rows agent-jobs">
        <For each={jobs()}>
          {(job) => (
            <li>
              <StateMark mark={markOfJob(job)} label={labelOfJob(job)} />
              <a class="cut name" href={`/crons/${encodeURIComponent(job.id)}`} title={oneLine(job.name)}>
                <bdi>{oneLine(job.name)}</bdi>
              </a>
              <RunStreak runs={job.runs.slice(0, shownRuns)} />
              <span class="streak" data-outcome={job.streak?.outcome}>
                {streakWords(job)}
              </span>
              <span class="right quiet">{nextOfJob(job, now())}</span>
              <span class="note">
                <CronJobNote job={job} />
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

/** `9 failures in a row`, `31 in a row`, `failed once`. */
export function streakWords({ streak }: Pick<AgentJob, 'streak'>): string {
  if (streak === null) return 'never run'
  const { outcome, count } = streak
  if (outcome === 'failed') return count === 1 ? 'failed once' : `${whole(count)} failures in a row`
  return count === 1 ? 'ran well' : `${whole(count)} in a row`
}

/** `2 failing`, or how many there are. */
export const cronsWords = (jobs: AgentJob[]) => {
  const failing = jobs.filter((job) => job.enabled && isFailing(job)).length
  return jobs.length === 0 ? '' : failing === 0 ? 'none failing' : `${whole(failing)} failing`
}
