import Timer from 'lucide-solid/icons/timer'
import { For, Show } from 'solid-js'
import type { CronRow } from '../../../src/crons/cron.ts'
import { cost, duration } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { CostText } from '../../components/cost-text.tsx'
import { labelOfJob } from '../../components/cron-job-labels.ts'
import { RunStreak } from '../../components/run-streak.tsx'
import { scheduleLabel } from '../../components/schedule-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { AgentAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import type { Crons } from './create-crons.ts'
import type { Shown } from './crons-head.tsx'
import { markOf, nextWords, streakWords, withinWords, zoneWords } from './job-words.ts'

/** The jobs, those with trouble first. */
export function JobTable(props: {
  crons: Crons
  jobs: CronRow[]
  shown: Shown
  selected: string | undefined
  onOpen(id: string): void
}) {
  return (
    <section class="panel crons-list">
      <Show when={props.jobs.length > 0} fallback={<p class="empty">{emptyWords[props.shown]}</p>}>
        <table>
          <thead>
            <tr>
              <th class="job">Job</th>
              <th class="when">Schedule</th>
              <th class="strip">Last 14 runs</th>
              <th class="streak">Streak</th>
              <th class="within">Must succeed within</th>
              <th class="month right">Month</th>
              <th class="next right">Next</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.jobs}>
              {(job) => (
                <Row crons={props.crons} job={job} selected={job.id === props.selected} onOpen={props.onOpen} />
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </section>
  )
}

const emptyWords: Record<Shown, string> = {
  all: 'No jobs yet. A new one runs at its time, in a session of its own.',
  failing: 'No job is failing.',
  missed: 'No planned time of the last week passed without a run.',
  'built-in': 'OpenClaw has no jobs of its own here.',
}

function Row(props: { crons: Crons; job: CronRow; selected: boolean; onOpen(id: string): void }) {
  const deadline = () => props.crons.deadlineOf(props.job.id)
  const isOverdue = () => props.job.enabled && deadline()?.isPast === true
  const streak = () => streakWords(props.job)
  const month = () => props.crons.costOf(props.job.id)
  const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const expr = () => (props.job.schedule.kind === 'cron' ? props.job.schedule.expr : undefined)
  const soon = () => props.job.nextAt !== null && props.job.nextAt - now() < 3_600_000
  return (
    <tr
      data-job={props.job.id}
      data-selected={props.selected ? '' : undefined}
      data-off={props.job.enabled ? undefined : ''}
      onClick={() => props.onOpen(props.job.id)}
    >
      <td class="job">
        <span class="row">
          <StateMark mark={markOf(props.job, isOverdue())} label={labelOfJob(props.job)} />
          <AgentAvatar agentId={props.job.agentId} size={24} />
          <button
            class="cut link-row"
            type="button"
            aria-current={props.selected ? 'true' : undefined}
            title={oneLine(props.job.name)}
            onClick={(event) => {
              event.stopPropagation()
              props.onOpen(props.job.id)
            }}
          >
            <bdi>{oneLine(props.job.name)}</bdi>
          </button>
        </span>
      </td>
      <td class="when cut" title={[expr(), zoneWords(props.job, viewerZone)].filter(Boolean).join('; ')}>
        {scheduleLabel(props.job.schedule)}
      </td>
      <td class="strip">
        <RunStreak runs={props.job.runs} misses={props.job.misses} overlaps={props.job.overlaps} />
      </td>
      <td class="streak cut" data-level={streak().level}>
        {streak().words}
      </td>
      <td class="within">
        <Show when={deadline()} fallback={<span class="quiet">–</span>}>
          {(state) => (
            <span class="row" data-level={isOverdue() ? 'danger' : undefined}>
              <Show when={isOverdue()} fallback={<Timer size={14} aria-hidden="true" />}>
                <StateMark mark="stopped" label="Past" />
              </Show>
              {withinWords(state().withinMs)}
              <Show when={isOverdue()}>
                <span class="cut past">{duration(now() - state().since)} without one</span>
              </Show>
            </span>
          )}
        </Show>
      </td>
      <td class="month right">
        <CostText
          words={cost(month()?.costUsd ?? null, (month()?.unpricedTokens ?? 0) + (month()?.boundTokens ?? 0) > 0)}
        />
      </td>
      <td class="next right cut" data-soon={soon() ? '' : undefined}>
        {nextWords(props.job, now())}
      </td>
    </tr>
  )
}
