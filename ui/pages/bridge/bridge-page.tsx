import { For, Match, Show, Suspense, Switch } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { Notice } from '../../components/notice.tsx'
import { contact } from '../../data/contact.ts'
import { lazyPart } from '../../data/load-part.ts'
import { useOverview } from '../../data/overview-context.ts'
import { Portrait } from '../../office/portrait.tsx'
import { preferences } from '../../platform/appearance.ts'
import { ActivityLog } from './activity-log.tsx'
import { AttentionList, type RenderAvatar } from './attention-list.tsx'
import { CostToday } from './cost-today.tsx'
import { CronPanel } from './cron-panel.tsx'
import { Machine } from './machine.tsx'
import { SessionTable } from './session-table.tsx'

const OfficeView = lazyPart(async () => ({ default: (await import('../../office/office.ts')).OfficeView }))

/** Shown where no agent was found, which most people see once. */
const Onboarding = lazyPart(async () => ({ default: (await import('./onboarding.tsx')).Onboarding }))

/** Is all well, and if not, what needs me? */
export default function BridgePage() {
  const { overview, problem, reload } = useOverview()
  return (
    <Switch fallback={<Loading />}>
      <Match when={overview()}>{(known) => <Bridge overview={known()} />}</Match>
      <Match when={problem()}>
        {(problem) => (
          <Notice title="The Bridge cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={reload}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

function Bridge(props: { overview: Overview }) {
  const nothingFound = () =>
    props.overview.sources.length > 0 &&
    props.overview.sources.every((source) => source.state === 'absent') &&
    props.overview.sessions.total === 0
  return (
    <Show
      when={!nothingFound()}
      fallback={
        <>
          <Office overview={props.overview} />
          <Suspense>
            <Onboarding sources={props.overview.sources} />
          </Suspense>
        </>
      }
    >
      <h1 class="hidden">Bridge</h1>
      <div class="bridge">
        <IndexProgress overview={props.overview} />
        <Office overview={props.overview} />
        <div class="bridge-panels">
          <AttentionList overview={props.overview} renderAvatar={renderAvatar} />
          <CostToday overview={props.overview} />
          <Machine overview={props.overview} />
          <SessionTable overview={props.overview} />
          <CronPanel overview={props.overview} />
        </div>
        <ActivityLog lines={props.overview.log} />
      </div>
    </Show>
  )
}

/** The office, unless it was hidden. */
function Office(props: { overview: Overview }) {
  return (
    <Show when={preferences().office !== 'hidden'}>
      <Suspense fallback={<div class="office" />}>
        <OfficeView
          agents={props.overview.agents}
          timezone={props.overview.timezone}
          stale={contact().state === 'lost'}
        />
      </Suspense>
    </Show>
  )
}

const renderAvatar: RenderAvatar = (seed, name) => <Portrait seed={seed} size={32} label={name} />

function IndexProgress(props: { overview: Overview }) {
  const indexed = () => props.overview.health.indexed
  const share = () => (indexed().bytes > 0 ? indexed().bytesDone / indexed().bytes : 0)
  return (
    <Show when={!indexed().done}>
      <section class="reading panel" aria-label="Reading history">
        <span>
          Reading history: {whole(indexed().filesDone)} of {whole(indexed().files)} files
        </span>
        <div
          class="bar"
          role="progressbar"
          aria-label="Reading history"
          aria-valuenow={Math.round(share() * 100)}
          aria-valuemin="0"
          aria-valuemax="100"
        >
          <span style={{ transform: `scaleX(${share()})` }} />
        </div>
        <span class="quiet">Sums grow until it is done</span>
      </section>
    </Show>
  )
}

/** The outline of the page while it loads, so that nothing moves when it has. */
function Loading() {
  return (
    <div class="bridge loading" aria-busy="true">
      <h1 class="hidden">Bridge, loading</h1>
      <Show when={preferences().office !== 'hidden'}>
        <div class="office" />
      </Show>
      <div class="bridge-panels">
        <For each={['attention', 'cost', 'machine', 'sessions', 'crons']}>
          {(area) => (
            <div class={`panel ${area}`} aria-hidden="true">
              <For each={[1, 2, 3, 4]}>{() => <span class="skeleton" />}</For>
            </div>
          )}
        </For>
      </div>
    </div>
  )
}
