import { useSearchParams } from '@solidjs/router'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { contact } from '../../data/contact.ts'
import { useOverview } from '../../data/overview-context.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { now } from '../../platform/now.ts'
import { ActRow } from './act-row.tsx'
import { byDay, dayName, nameOf } from './act-words.ts'
import { type Address, addressOf, isNarrowed, paramsOf } from './address.ts'
import { AuditBar } from './audit-bar.tsx'
import { type Acts, createActs } from './create-acts.ts'

/** Who did what through this Wheelhouse, and how did it end? The address says which acts are listed. */
export default function AuditPage() {
  const [params, setParams] = useSearchParams()
  const address = createMemo(() => addressOf(params))
  const acts = createActs(address)
  const go = (change: Partial<Address>, replace = false) =>
    setParams(paramsOf({ ...address(), ...change }), { replace, scroll: false })

  let table: HTMLElement | undefined
  function step(by: number) {
    const rows = [...(table?.querySelectorAll<HTMLElement>('[data-act]') ?? [])]
    const at = rows.indexOf(document.activeElement as HTMLElement)
    rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus()
  }
  const here = 'This page' as const
  bindKeys([
    { keys: 'J', words: 'Next act', group: here, run: () => step(1) },
    { keys: 'K', words: 'Previous act', group: here, run: () => step(-1) },
  ])

  return (
    <Switch fallback={<Loading />}>
      <Match when={acts.isReady()}>
        <div class="audit-page">
          <h1 class="hidden">Audit</h1>
          <AuditBar address={address()} facets={acts.facets()} onChange={go} />
          <Panel
            class="acts"
            title="Acts"
            sub={subOf(acts, address())}
            end={
              <span class="live-tag" data-lost={contact().state === 'lost' ? '' : undefined}>
                {contact().state === 'lost' ? 'no contact' : 'live'}
              </span>
            }
          >
            <Show when={acts.problem()}>
              {(problem) => <RetryNotice onRetry={acts.refetch}>{problem().message}</RetryNotice>}
            </Show>
            <Show
              when={acts.items().length > 0}
              fallback={
                <Show when={!acts.isLooking()} fallback={<p class="empty">Looking through older acts.</p>}>
                  <Nothing isNarrowed={isNarrowed(address())} onClear={() => setParams(paramsOf(addressOf({})))} />
                </Show>
              }
            >
              <ActTable
                ref={(element) => {
                  table = element
                }}
                acts={acts}
                address={address()}
                onChange={go}
              />
            </Show>
          </Panel>
        </div>
      </Match>
      <Match when={acts.problem()}>
        {(problem) => (
          <Notice title="The audit cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={acts.refetch}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

function subOf(acts: Acts, { who }: Address) {
  const count = acts.items().length
  const words = `${whole(count)}${acts.hasMore() ? '+' : ''} ${count === 1 ? 'act' : 'acts'}`
  if (count === 0) return ''
  return who === undefined ? `${words}, the newest first` : `${words} of ${nameOf({ who })}`
}

function ActTable(props: {
  ref: (element: HTMLElement) => void
  acts: Acts
  address: Address
  onChange(change: Partial<Address>, replace?: boolean): void
}) {
  const { overview } = useOverview()
  const timezone = () => overview()?.timezone || 'UTC'
  const today = createMemo(() => dayOf(now(), timezone()))
  const days = createMemo(() => byDay(props.acts.items(), timezone()))
  return (
    <>
      <table ref={props.ref}>
        <thead>
          <tr>
            <th class="c-time">When</th>
            <th class="c-outcome">Outcome</th>
            <th class="c-what">What</th>
            <th class="c-target">On what</th>
            <th class="c-who">Who</th>
            <th class="c-credential">Credential</th>
            <th class="c-took right">Took</th>
          </tr>
        </thead>
        <For each={[...days().keys()]}>
          {(day) => (
            <tbody>
              <tr class="act-day">
                <th colspan="7" scope="rowgroup">
                  {dayName(day, today())}
                </th>
              </tr>
              <For each={days().get(day)}>
                {(act) => {
                  const isOpen = () => props.address.act === act.id
                  return (
                    <ActRow
                      act={act}
                      timezone={timezone()}
                      startedAt={overview()?.health.startedAt ?? 0}
                      isOpen={isOpen()}
                      onToggle={() => props.onChange({ act: isOpen() ? undefined : act.id }, true)}
                      onWho={(who) => props.onChange({ who })}
                      lines={isOpen() ? props.acts.lines.data()?.items : undefined}
                      problem={isOpen() ? props.acts.lines.problem() : undefined}
                    />
                  )
                }}
              </For>
            </tbody>
          )}
        </For>
      </table>
      <Show when={props.acts.hasMore()}>
        <footer class="acts-foot">
          <button class="button" type="button" disabled={props.acts.isLooking()} onClick={() => props.acts.more()}>
            Show older acts
          </button>
        </footer>
      </Show>
    </>
  )
}

const Nothing = (props: { isNarrowed: boolean; onClear(): void }) => (
  <div class="empty">
    <Show when={props.isNarrowed} fallback="Nothing has been done yet. Each act through this Wheelhouse stands here.">
      <p>No act fits all of this.</p>
      <button class="button" type="button" onClick={() => props.onClear()}>
        Show all acts
      </button>
    </Show>
  </div>
)

/** The outline of the page while it loads, so that nothing moves when it has. */
const Loading = () => (
  <div class="audit-page" aria-busy="true">
    <h1 class="hidden">Audit, loading</h1>
    <div class="panel audit-bar" aria-hidden="true">
      <span class="skeleton" />
    </div>
    <div class="panel acts" aria-hidden="true">
      <For each={[1, 2, 3, 4, 5, 6, 7, 8]}>{() => <span class="skeleton" />}</For>
    </div>
  </div>
)
