import { A, useNavigate, useSearchParams } from '@solidjs/router'
import { createMemo, createUniqueId, For, Match, onCleanup, Show, Switch } from 'solid-js'
import type { Incident } from '../../../src/alerts/incident.ts'
import { type Severity, severities } from '../../../src/alerts/rule.ts'
import { nameOfRule } from '../../../src/alerts/rule-words.ts'
import { whole } from '../../../src/lib/format.ts'
import { Finder } from '../../components/finder.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { now } from '../../platform/now.ts'
import { storage } from '../../platform/storage.ts'
import { type Address, addressOf, isNarrowed, paramsOf, spans } from './address.ts'
import { lastWords, severityNames } from './alert-words.ts'
import { AlertsHead } from './alerts-head.tsx'
import { type Alerts, createHistory, createRules } from './create-alerts.ts'
import { IncidentRow } from './incident-row.tsx'
import { MutePanel } from './mute-panel.tsx'

const seenKey = 'wheelhouse.alertsSeenAt'
const spanNames = { 1: '24 h', 7: '7 d', 30: '30 d', all: 'All' }
const weight: Record<Severity, number> = { severe: 0, warn: 1, info: 2 }

/** What is open now, and what was before. */
export function IncidentList(props: { alerts: Alerts }) {
  const { overview } = useOverview()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const address = createMemo(() => addressOf(params))
  const history = createHistory(address, props.alerts.version)
  const rules = createRules(props.alerts)
  const timezone = () => overview()?.timezone || 'UTC'
  const go = (change: Partial<Address>, replace = false) =>
    setParams(paramsOf({ ...address(), ...change }), { replace, scroll: false })

  // What was raised since this page was last left in this browser is new.
  const seenAt = Number(storage.read(seenKey) ?? Number.POSITIVE_INFINITY)
  const isNew = ({ openedAt }: Incident) => openedAt > seenAt
  onCleanup(() => storage.write(seenKey, String(Date.now())))

  const fits = (incident: Incident) => {
    const { q, severity, rule } = address()
    const words = q.trim().toLowerCase()
    return (
      (severity === undefined || incident.severity === severity) &&
      (rule === undefined || incident.ruleId === rule) &&
      (words === '' || JSON.stringify(incident).toLowerCase().includes(words))
    )
  }
  const open = createMemo(() =>
    props.alerts
      .open()
      .filter(fits)
      .toSorted((a, b) => weight[a.severity] - weight[b.severity] || b.openedAt - a.openedAt),
  )
  // What has begun again is open, also where it still stands on an older page.
  const over = createMemo(() => {
    const ids = new Set(props.alerts.open().map(({ id }) => id))
    return history.items().filter(({ id }) => !ids.has(id))
  })
  const unread = () => [...open(), ...over()].filter(isNew).length
  const noisy = createMemo(() =>
    rules
      .all()
      .filter(({ fired }) => fired > 0)
      .toSorted((a, b) => b.fired - a.fired)
      .slice(0, 8),
  )

  let list!: HTMLDivElement
  const rows = () => [...list.querySelectorAll<HTMLElement>('[data-incident]')]
  function step(by: number) {
    const all = rows()
    const at = all.indexOf(document.activeElement as HTMLElement)
    all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus()
  }
  const onFocused = (run: (incident: Incident) => unknown) => () => {
    const id = Number((document.activeElement as HTMLElement | null)?.dataset.incident)
    const incident = open().find((one) => one.id === id)
    if (incident && props.alerts.mayAct()) run(incident)
  }
  const here = 'This page' as const
  bindKeys([
    { keys: 'J', words: 'Next incident', group: here, run: () => step(1) },
    { keys: 'K', words: 'Previous incident', group: here, run: () => step(-1) },
    { keys: 'A', words: 'Acknowledge', group: here, run: onFocused((one) => void props.alerts.acknowledge(one)) },
    { keys: 'Z', words: 'Snooze for an hour', group: here, run: onFocused((one) => void props.alerts.snooze(one)) },
    { keys: 'E', words: 'Rules', group: here, run: () => navigate('/alerts/rules') },
  ])
  const [showLabel, severityLabel, daysLabel] = [createUniqueId(), createUniqueId(), createUniqueId()]
  const row = (incident: Incident) => (
    <IncidentRow incident={incident} alerts={props.alerts} timezone={timezone()} isNew={isNew(incident)} />
  )

  return (
    <Switch fallback={<Loading />}>
      <Match when={props.alerts.isReady() && history.isReady() && (rules.isReady() || rules.query.problem())}>
        <div class="alerts-page" ref={list}>
          <section class="panel alerts-bar" aria-label="Filter">
            <h1 class="hidden">Alerts</h1>
            <AlertsHead at="list" open={props.alerts.open().length} />
            <Finder
              q={address().q}
              words="Find an incident"
              label="Find by what or where"
              onChange={(q) => go({ q }, true)}
            />
            <span class="hidden" id={showLabel}>
              Which incidents
            </span>
            <Segmented
              labelledBy={showLabel}
              options={[
                { value: 'all', name: 'All' },
                { value: 'open', name: `Open ${whole(props.alerts.open().length)}` },
                { value: 'history', name: 'History' },
              ]}
              value={address().show}
              onChoose={(value) => go({ show: value as Address['show'] })}
            />
            <span class="hidden" id={severityLabel}>
              How much it matters
            </span>
            <Segmented
              labelledBy={severityLabel}
              options={[
                { value: '', name: 'Any' },
                ...severities.toReversed().map((value) => ({ value, name: severityNames[value] })),
              ]}
              value={address().severity ?? ''}
              onChoose={(value) => go({ severity: severities.find((one) => one === value) })}
            />
            <Show when={address().rule}>
              {(id) => (
                <button class="chip" type="button" onClick={() => go({ rule: undefined })}>
                  {nameOfRuleId(id())} ×<span class="hidden"> remove this filter</span>
                </button>
              )}
            </Show>
          </section>
          <div class="alerts-columns">
            <div class="alerts-main">
              <ProblemNote text={props.alerts.problem()} />
              <Show when={address().show !== 'history'}>
                <Panel
                  title="Open"
                  sub={unread() > 0 ? `${whole(unread())} new since you last looked` : ''}
                  end={props.alerts.whyNot() ? 'view only' : ''}
                >
                  <Show
                    when={open().length > 0}
                    fallback={
                      <NothingOpen
                        isNarrowed={isNarrowed(address())}
                        rules={rules.all().filter(({ rule }) => rule.isOn).length}
                      />
                    }
                  >
                    <ul class="incidents" aria-label="Open incidents">
                      <For each={open()}>{row}</For>
                    </ul>
                  </Show>
                </Panel>
              </Show>
              <Show when={address().show !== 'open'}>
                <Panel
                  title="History"
                  sub={
                    over().length > 0 ? `${whole(over().length)}${history.hasMore() ? '+' : ''}, the newest first` : ''
                  }
                  end={
                    <>
                      <span class="hidden" id={daysLabel}>
                        How far back
                      </span>
                      <Segmented
                        labelledBy={daysLabel}
                        options={spans.map((value) => ({ value, name: spanNames[value] }))}
                        value={address().days}
                        onChoose={(value) => go({ days: spans.find((one) => one === value) ?? '30' })}
                      />
                    </>
                  }
                >
                  <Show when={history.problem()}>
                    {(problem) => <RetryNotice onRetry={history.refetch}>{problem().message}</RetryNotice>}
                  </Show>
                  <Show
                    when={over().length > 0}
                    fallback={
                      <p class="empty">
                        {isNarrowed(address())
                          ? 'Nothing that is over fits all of this.'
                          : 'Nothing has been over in this time. What was broken and is as it should be again stands here.'}
                      </p>
                    }
                  >
                    <ul class="incidents" aria-label="Incidents that are over">
                      <For each={over()}>{row}</For>
                    </ul>
                  </Show>
                  <Show when={history.hasMore()}>
                    <footer class="incidents-foot">
                      <button class="button" type="button" disabled={history.isLooking()} onClick={history.more}>
                        Show older incidents
                      </button>
                    </footer>
                  </Show>
                </Panel>
              </Show>
            </div>
            <div class="alerts-aside">
              <Panel title="Fires most" sub="in 30 days">
                <Show when={noisy().length > 0} fallback={<p class="empty">No rule has fired in thirty days.</p>}>
                  <ul class="noisy">
                    <For each={noisy()}>
                      {({ rule, fired, lastAt }) => (
                        <li>
                          <A href={`/alerts?rule=${rule.id}`}>{nameOfRule(rule)}</A>
                          <span class="quiet">{lastWords(lastAt, now())}</span>
                          <b>{whole(fired)}</b>
                        </li>
                      )}
                    </For>
                  </ul>
                </Show>
              </Panel>
              <MutePanel alerts={props.alerts} rules={rules} timezone={timezone()} />
            </div>
          </div>
        </div>
      </Match>
      <Match when={props.alerts.query.problem() ?? history.problem()}>
        {(problem) => (
          <Notice title="Alerts cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={() => void props.alerts.query.refetch()}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )

  function nameOfRuleId(id: string) {
    const row = rules.all().find(({ rule }) => rule.id === id)
    return row ? nameOfRule(row.rule) : 'One rule'
  }
}

const NothingOpen = (props: { isNarrowed: boolean; rules: number }) => (
  <p class="empty">
    <Show
      when={props.isNarrowed}
      fallback={
        <>
          Nothing is open. {whole(props.rules)} rules are on and look at every reading.{' '}
          <A href="/alerts/rules">See the rules</A>
        </>
      }
    >
      Nothing that is open fits all of this.
    </Show>
  </p>
)

/** The outline of the page while it loads, so that nothing moves when it has. */
const Loading = () => (
  <div class="alerts-page" aria-busy="true">
    <h1 class="hidden">Alerts, loading</h1>
    <div class="panel alerts-bar" aria-hidden="true">
      <span class="skeleton" />
    </div>
    <div class="panel alerts-loading" aria-hidden="true">
      <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
    </div>
  </div>
)
