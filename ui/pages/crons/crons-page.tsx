import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { CronRow } from '../../../src/crons/cron.ts'
import { isFailing } from '../../components/cron-job-labels.ts'
import { Notice } from '../../components/notice.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { bindKeys } from '../../platform/keyboard.ts'
import { decodeParam } from '../../platform/url.ts'
import { createCrons } from './create-crons.ts'
import { CronsHead, type Shown, shownNames } from './crons-head.tsx'
import { JobPanel } from './job-panel.tsx'
import { JobTable } from './job-table.tsx'
import { hasMissed } from './job-words.ts'
import { NewJob } from './new-job.tsx'
import { WeekPanel } from './week-panel.tsx'

/** The address of a job that is being added. */
const newId = 'new'

/** Will tonight's jobs run? */
export default function CronsPage() {
  const params = useParams<{ id?: string }>()
  const [search, setSearch] = useSearchParams<{ show?: string; from?: string; run?: string }>()
  const navigate = useNavigate()
  const param = createMemo(() => (params.id === undefined ? undefined : decodeParam(params.id)))
  const isNew = () => param() === newId
  const crons = createCrons(() => (isNew() ? search.from : param()))
  const shown = (): Shown => shownNames.find(([value]) => value === search.show)?.[0] ?? 'all'
  const own = createMemo(() => (crons.jobs.data()?.items ?? []).filter(({ system }) => !system))
  const system = createMemo(() => (crons.jobs.data()?.items ?? []).filter(({ system }) => system))
  const isOverdue = (job: CronRow) => job.enabled && crons.deadlineOf(job.id)?.isPast === true
  const rows = createMemo(() => {
    const kept: Record<Shown, (job: CronRow) => boolean> = {
      all: () => true,
      failing: (job) => job.enabled && (isFailing(job) || isOverdue(job)),
      missed: hasMissed,
      'built-in': () => true,
    }
    const urgency = (job: CronRow) =>
      !job.enabled ? 0 : isFailing(job) || isOverdue(job) ? 3 : hasMissed(job) || job.overlaps.length > 0 ? 2 : 1
    return (shown() === 'built-in' ? system() : own()).filter(kept[shown()]).toSorted((a, b) => urgency(b) - urgency(a))
  })
  const open = (id: string | undefined) =>
    navigate(id === undefined ? withShow('/crons') : withShow(`/crons/${encodeURIComponent(id)}`))
  const withShow = (path: string) => (search.show ? `${path}?show=${encodeURIComponent(search.show)}` : path)

  function step(by: number) {
    const at = rows().findIndex(({ id }) => id === param())
    const next = rows()[Math.min(Math.max(at + by, 0), rows().length - 1)]
    if (next) open(next.id)
  }
  bindKeys([
    { keys: 'J', words: 'Next job', group: 'This page', run: () => step(1) },
    { keys: 'K', words: 'Previous job', group: 'This page', run: () => step(-1) },
    { keys: 'N', words: 'New job', group: 'This page', run: () => crons.mayAct() && open(newId) },
  ])

  return (
    <Switch fallback={<Loading />}>
      <Match when={crons.isReady()}>
        <div class="crons-page" data-open={param() === undefined ? undefined : ''}>
          <CronsHead
            crons={crons}
            jobs={own()}
            system={system().length}
            shown={shown()}
            onShow={(value) => setSearch({ show: value === 'all' ? undefined : value }, { replace: true })}
            onNew={() => open(newId)}
          />
          <Show when={crons.gatewayTrouble()}>
            {(words) => (
              <p class="crons-trouble" aria-live="polite">
                <StateMark mark="waiting" label="" />
                {words()}
              </p>
            )}
          </Show>
          <Show when={crons.jobs.problem()}>
            {(problem) => (
              <RetryNotice onRetry={crons.jobs.refetch}>The list may be out of date. {problem().message}</RetryNotice>
            )}
          </Show>
          <div class="crons-main">
            <JobTable
              crons={crons}
              jobs={rows()}
              shown={shown()}
              selected={isNew() ? undefined : param()}
              onOpen={open}
            />
            <WeekPanel crons={crons} selected={isNew() ? undefined : param()} onOpen={open} />
          </div>
          <Switch>
            <Match when={isNew()}>
              <NewJob crons={crons} from={search.from} onClose={() => open(undefined)} onAdded={(id) => open(id)} />
            </Match>
            <Match when={param()}>
              {(id) => (
                <JobPanel
                  id={id()}
                  crons={crons}
                  wantsRun={search.run !== undefined}
                  onClose={() => open(undefined)}
                  onDuplicate={() => navigate(`/crons/${newId}?from=${encodeURIComponent(id())}`)}
                />
              )}
            </Match>
          </Switch>
        </div>
      </Match>
      <Match when={crons.jobs.problem()}>
        {(problem) => (
          <Notice title="The jobs cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={crons.jobs.refetch}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

/** The outline of the page while it loads, so that nothing moves when it has. */
function Loading() {
  return (
    <div class="crons-page loading" aria-busy="true">
      <h1 class="hidden">Crons, loading</h1>
      <div class="panel crons-head" aria-hidden="true" />
      <div class="crons-main">
        <div class="panel" aria-hidden="true">
          <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
        </div>
      </div>
    </div>
  )
}
