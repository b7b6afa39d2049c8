import { createMemo, For, Show } from 'solid-js'
import type { CronJob } from '../../../src/crons/cron.ts'
import { relativeTime } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { failureOf } from '../../../src/sessions/failure.ts'
import { errorOfJob } from '../../components/cron-job-labels.ts'
import { CronTimeline } from '../../components/cron-timeline.tsx'
import { Panel } from '../../components/panel.tsx'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { createMedia } from '../../platform/media.ts'
import { now } from '../../platform/now.ts'
import { CronList } from './cron-list.tsx'
import { QueryState } from './query-state.tsx'

const reachMs = 6 * 3_600_000
/** The timeline moves on with time, so it is fetched this often, and this much further ahead than it shows. */
const fetchEveryMs = 5 * 60_000
/** Changes that come together cause one request. */
const delayMs = 1_500

/** The jobs of the last and the next six hours as a timeline; a list where there is no room for one. */
export function CronPanel(props: { overview: Overview }) {
  const isPhone = createMedia('(max-width: 720px)')
  return (
    <Panel title="Crons" class="crons" sub={<NextJob jobs={props.overview.crons} />}>
      <Show
        when={props.overview.crons.length > 0}
        fallback={<p class="empty">No scheduled jobs. They appear here once a runtime has one.</p>}
      >
        <Show when={!isPhone()} fallback={<CronList jobs={props.overview.crons} />}>
          <Timeline jobs={props.overview.crons} />
        </Show>
      </Show>
    </Panel>
  )
}

function Timeline(props: { jobs: CronJob[] }) {
  const timeline = createQuery({
    key: () => ['crons/timeline'],
    fetcher: (_key, signal) =>
      ask(api.crons.timeline.get({ query: { back: reachMs, ahead: reachMs + 2 * fetchEveryMs }, fetch: { signal } })),
    changes: createMemo(() => Math.floor(now() / fetchEveryMs)),
    delayMs,
  })
  useOverview().subscribe({
    onEvent({ kind }) {
      if (kind === 'cron.ran' || kind === 'cron.changed') timeline.changed()
    },
    onGap: timeline.changed,
  })

  const whyFailed = (id: string) => {
    const job = props.jobs.find((one) => one.id === id)
    const error = job === undefined ? null : errorOfJob(job)
    return error === null ? null : failureOf(error).words
  }
  const own = () => timeline.data()?.lanes.filter(({ system }) => !system) ?? []
  const systemCount = () => props.jobs.filter(({ system }) => system).length
  return (
    <QueryState
      data={timeline.data()}
      at={timeline.at()}
      problem={timeline.problem()?.message}
      what="The timeline"
      onRetry={timeline.refetch}
      skeleton={<For each={[1, 2, 3, 4]}>{() => <span class="skeleton" />}</For>}
    >
      {() => (
        <Show
          when={own().length > 0}
          fallback={
            <p class="empty">All {systemCount()} jobs are the runtime's own. Yours appear here once you add one.</p>
          }
        >
          <CronTimeline lanes={own()} backMs={reachMs} aheadMs={reachMs} whyFailed={whyFailed} />
        </Show>
      )}
    </QueryState>
  )
}

function NextJob(props: { jobs: CronJob[] }) {
  const next = createMemo(() => nextJobOf(props.jobs, now()))
  return (
    <Show when={next()}>
      {(job) => (
        <>
          next: <bdi>{job().name}</bdi> {relativeTime(job().nextAt, now())}
        </>
      )}
    </Show>
  )
}

/** The next job that was set up by a person. */
export const nextJobOf = (jobs: CronJob[], at: number) =>
  jobs
    .filter((job) => job.enabled && !job.system && (job.nextAt ?? 0) > at)
    .reduce<CronJob | undefined>(
      (soonest, job) => (soonest && soonest.nextAt! <= job.nextAt! ? soonest : job),
      undefined,
    )
