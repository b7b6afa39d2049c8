import Plus from 'lucide-solid/icons/plus'
import { createMemo, Show } from 'solid-js'
import type { CronRow } from '../../../src/crons/cron.ts'
import { cost, whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { isFailing } from '../../components/cron-job-labels.ts'
import { Segmented } from '../../components/segmented.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'
import type { Crons } from './create-crons.ts'
import { hasMissed } from './job-words.ts'

export const shownNames = [
  ['all', 'All'],
  ['failing', 'Failing'],
  ['missed', 'Missed'],
  ['built-in', 'Built in'],
] as const
export type Shown = (typeof shownNames)[number][0]

/** When the next job runs, what is wrong with the others, and which of them are listed. */
export function CronsHead(props: {
  crons: Crons
  jobs: CronRow[]
  system: number
  shown: Shown
  onShow(shown: Shown): void
  onNew(): void
}) {
  const next = createMemo(() =>
    props.jobs
      .filter((job) => job.enabled && (job.nextAt ?? 0) > now())
      .reduce<CronRow | undefined>(
        (soonest, job) => (soonest && soonest.nextAt! <= job.nextAt! ? soonest : job),
        undefined,
      ),
  )
  const on = () => props.jobs.filter(({ enabled }) => enabled)
  const failing = () => on().filter((job) => isFailing(job) || props.crons.deadlineOf(job.id)?.isPast).length
  const missed = () =>
    on()
      .filter(hasMissed)
      .reduce((sum, { misses }) => sum + misses.length, 0)
  const overlapping = () => on().filter(({ overlaps }) => overlaps.length > 0).length
  const runsAWeek = () => {
    const lanes = props.crons.week.data()?.lanes.filter(({ system }) => !system)
    const since = (props.crons.week.data()?.now ?? 0) - 7 * 86_400_000
    return lanes?.reduce((sum, { runs }) => sum + runs.filter(({ at }) => at >= since).length, 0)
  }
  const month = () => {
    const rows = props.jobs.flatMap(({ id }) => props.crons.costOf(id) ?? [])
    const known = rows.flatMap(({ costUsd }) => costUsd ?? [])
    return known.length === 0
      ? null
      : cost(
          known.reduce((sum, usd) => sum + usd, 0),
          rows.some(({ unpricedTokens, boundTokens }) => unpricedTokens + boundTokens > 0),
        )
  }
  const tabs = () =>
    shownNames.map(([value, name]) => ({
      value,
      name: value === 'built-in' && props.system > 0 ? `${name} ${whole(props.system)}` : name,
    }))

  return (
    <section class="panel crons-head">
      <Show
        when={next()}
        fallback={
          <div>
            <h1 id="crons-title">Crons</h1>
            <p class="label">{props.jobs.length === 0 ? 'no jobs yet' : 'no run is planned'}</p>
          </div>
        }
      >
        {(job) => (
          <>
            <span class="hero">{countdown(job().nextAt! - now())}</span>
            <div>
              <h1 id="crons-title">
                <span class="hidden">Crons: {countdown(job().nextAt! - now())} </span>until{' '}
                <bdi>{oneLine(job().name)}</bdi>
              </h1>
              <p class="label">
                {whole(props.jobs.length)} {props.jobs.length === 1 ? 'job' : 'jobs'}, {whole(on().length)} on
                <Show when={runsAWeek() !== undefined}>, {whole(runsAWeek())} runs in a week</Show>
              </p>
            </div>
          </>
        )}
      </Show>
      <ul class="crons-signs">
        <Show when={failing() > 0}>
          <li data-level="danger">
            <StateMark mark="stopped" label="" />
            {whole(failing())} failing
          </li>
        </Show>
        <Show when={missed() > 0}>
          <li
            data-level="warn"
            title="A runtime says nothing of a run that it lost: the plan is compared with what ran."
          >
            <StateMark mark="waiting" label="" />
            {whole(missed())} missed {missed() === 1 ? 'run' : 'runs'} in a week
          </li>
        </Show>
        <Show when={overlapping() > 0}>
          <li data-level="warn">
            <StateMark mark="waiting" label="" />
            {overlapping() === 1 ? '1 job overlaps itself' : `${whole(overlapping())} jobs overlap themselves`}
          </li>
        </Show>
        <Show when={month()}>
          {(words) => (
            <li>
              <b>{words()}</b> <span class="quiet">this month</span>
            </li>
          )}
        </Show>
      </ul>
      <div class="crons-verbs">
        <Segmented
          labelledBy="crons-title"
          options={tabs()}
          value={props.shown}
          onChoose={(value) => props.onShow(value as Shown)}
        />
        <button
          class="button"
          type="button"
          disabled={!props.crons.mayAct()}
          title={props.crons.whyNot()}
          onClick={props.onNew}
        >
          <Plus size={14} aria-hidden="true" /> New job
        </button>
      </div>
    </section>
  )
}

/** `19 min`, `1 h 19`, `2 d 4 h`. */
function countdown(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  if (minutes < 60) return `${Math.max(1, minutes)} min`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
  return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`
}
