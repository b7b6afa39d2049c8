import { A } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import type { Incident } from '../../../src/alerts/incident.ts'
import { valueWords } from '../../../src/alerts/rule-words.ts'
import { nameOfMeasure } from '../../../src/health/kept-measures.ts'
import { joinList } from '../../../src/lib/comma-list.ts'
import { clock, duration } from '../../../src/lib/format.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { copyText } from '../../platform/clipboard.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { now } from '../../platform/now.ts'
import {
  hrefOfSubject,
  markOf,
  peakWords,
  severityNames,
  spanWordsOf,
  standingWords,
  stepWords,
  whenWords,
  worstWords,
} from './alert-words.ts'
import type { Alerts } from './create-alerts.ts'
import { ValueChart } from './value-chart.tsx'

const minuteMs = 60_000
/** What lasts longer is drawn in coarser steps. */
const longMs = 6 * 60 * minuteMs
/** What the machine and the agents did meanwhile. */
const besides = ['cpu.percent', 'memory.percent', 'tokens.perMinute']

/** One incident: what happened, the measure around it, what it was about, and the same before. */
export function IncidentView(props: { alerts: Alerts; id: string }) {
  const { overview } = useOverview()
  const timezone = () => overview()?.timezone || 'UTC'
  const query = createQuery({
    key: () => ['incident', props.id] as const,
    fetcher: ([, id], signal) => ask(api.incidents({ id }).get({ fetch: { signal } })),
    changes: props.alerts.version,
    throttleMs: 500,
    keepPrevious: false,
  })
  const incident = () => query.data()?.incident
  const [isDrawn, setDrawn] = createSignal(false)
  const onOpen = (run: (incident: Incident) => unknown) => () => {
    const one = incident()
    if (one && one.endedAt === null && props.alerts.mayAct()) run(one)
  }
  const here = 'This page' as const
  bindKeys([
    { keys: 'A', words: 'Acknowledge', group: here, run: onOpen((one) => void props.alerts.acknowledge(one)) },
    { keys: 'Z', words: 'Snooze for an hour', group: here, run: onOpen((one) => void props.alerts.snooze(one)) },
  ])

  return (
    <Switch
      fallback={
        <div class="incident-page" aria-busy="true">
          <h1 class="hidden">Incident, loading</h1>
        </div>
      }
    >
      <Match when={props.alerts.isReady() && query.data()}>
        {(data) => (
          <div class="incident-page">
            <Head incident={data().incident} alerts={props.alerts} timezone={timezone()} />
            <ProblemNote text={props.alerts.problem()} />
            <div class="incident-columns">
              <Panel
                title="What happened"
                sub="by the rule and by people"
                end={<A href={logsAround(data().incident)}>Open in Logs</A>}
              >
                <ol class="incident-steps">
                  <For each={data().steps}>
                    {(step) => (
                      <li data-kind={step.kind}>
                        <time>{clock(step.at, timezone())}</time>
                        <StateMark mark={markOfStep(step.kind, data().incident)} label="" />
                        <span>
                          {stepWords(step, data().incident)}
                          <Show when={step.kind === 'opened' && step.text}>
                            <span class="quiet">{step.text}</span>
                          </Show>
                        </span>
                        <span class="quiet">{step.by ?? 'rule'}</span>
                      </li>
                    )}
                  </For>
                </ol>
                <Show when={data().related.length > 0}>
                  <h3 class="label">At the same time, or about the same</h3>
                  <ul class="noisy">
                    <For each={data().related}>
                      {(other) => (
                        <li>
                          <A href={`/alerts/incidents/${other.id}`}>{other.title}</A>
                          <span class="quiet">{whenWords(other.openedAt, now(), timezone())}</span>
                        </li>
                      )}
                    </For>
                  </ul>
                </Show>
              </Panel>
              <Evidence incident={data().incident} timezone={timezone()} onDrawn={() => setDrawn(true)} />
              <Show when={isDrawn()}>
                <div class="incident-aside">
                  <About incident={data().incident} />
                  <Panel title="Like this before" sub={data().before.length > 0 ? '' : 'the first time'}>
                    <Show
                      when={data().before.length > 0}
                      fallback={<p class="empty">This rule has not fired over this before.</p>}
                    >
                      <ul class="noisy">
                        <For each={data().before}>
                          {(other) => (
                            <li>
                              <A href={`/alerts/incidents/${other.id}`}>
                                {whenWords(other.openedAt, now(), timezone())}
                              </A>
                              <span class="quiet">{standingWords(other, now())}</span>
                              <b>{worstWords(other)}</b>
                            </li>
                          )}
                        </For>
                      </ul>
                    </Show>
                  </Panel>
                  <Notes incident={data().incident} alerts={props.alerts} />
                </div>
              </Show>
            </div>
          </div>
        )}
      </Match>
      <Match when={query.problem()}>
        {(problem) => (
          <Notice title="This incident cannot be shown" text={problem().message}>
            <a class="button" href="/alerts">
              All incidents
            </a>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

function Head(props: { incident: Incident; alerts: Alerts; timezone: string }) {
  const isOpen = () => props.incident.endedAt === null
  const lasted = () => (props.incident.endedAt ?? now()) - props.incident.startedAt
  const neededMs = () =>
    props.incident.acknowledgedAt === null ? null : props.incident.acknowledgedAt - props.incident.openedAt
  async function copy() {
    toast({ text: (await copyText(location.href)) ? 'Link copied' : `The link is: ${location.href}` })
  }
  return (
    <section class="panel incident-head" data-severity={props.incident.severity} data-open={isOpen() ? '' : undefined}>
      <div>
        <h1>
          <StateMark mark={markOf(props.incident)} label={isOpen() ? severityNames[props.incident.severity] : 'Over'} />
          {props.incident.title}
          <span class="tag">{standingWords(props.incident, now())}</span>
        </h1>
        <p class="quiet">
          {[
            props.incident.subject.name,
            spanWordsOf(props.incident, now(), props.timezone),
            ...(props.incident.title === props.incident.sentence ? [] : [props.incident.sentence]),
            ...(props.incident.text === null ? [] : [props.incident.text]),
          ].join(', ')}
        </p>
      </div>
      <dl class="facts">
        <Fact name={isOpen() ? 'Lasts' : 'Lasted'} value={duration(Math.max(0, lasted()))} />
        <Show when={worstWords(props.incident)}>
          {(words) => (
            <Fact
              name={props.incident.side === 'below' || props.incident.unit === 'days' ? 'Least' : 'Peak'}
              value={words()}
            />
          )}
        </Show>
        <Show when={neededMs() !== null}>
          <Fact name="Acknowledged after" value={duration(Math.max(0, neededMs()!))} />
        </Show>
        <Fact name="Began" value={props.incident.times === 1 ? 'once' : `${props.incident.times} times`} />
      </dl>
      <div class="incident-buttons">
        <Show when={isOpen() && props.alerts.mayAct()}>
          <Show when={props.incident.acknowledgedAt === null}>
            <button
              class="button"
              data-kind="primary"
              type="button"
              onClick={() => void props.alerts.acknowledge(props.incident)}
            >
              Acknowledge
            </button>
            <button
              class="button"
              type="button"
              onClick={() =>
                void (props.incident.snoozedUntil === null
                  ? props.alerts.snooze(props.incident)
                  : props.alerts.wake(props.incident))
              }
            >
              {props.incident.snoozedUntil === null ? 'Snooze 1 h' : 'Bring back'}
            </button>
          </Show>
          <Show when={!props.incident.isMuted}>
            <button
              class="button"
              type="button"
              title={`Nobody is told of “${props.incident.sentence}” for an hour, whatever it is about`}
              onClick={() => void props.alerts.mute({ ruleId: props.incident.ruleId, subject: null })}
            >
              Mute this rule 1 h
            </button>
            <button
              class="button"
              type="button"
              title={`Nobody is told of ${props.incident.subject.name} for an hour, by whichever rule`}
              onClick={() => void props.alerts.mute({ ruleId: null, subject: props.incident.subject.id })}
            >
              Mute this subject 1 h
            </button>
          </Show>
        </Show>
        <button class="button" type="button" onClick={() => void copy()}>
          Copy link
        </button>
      </div>
    </section>
  )
}

const Fact = (props: { name: string; value: string }) => (
  <div>
    <dt>{props.name}</dt>
    <dd>{props.value}</dd>
  </div>
)

/** The measure around it, or where it is of none, what the machine and the agents did meanwhile. */
function Evidence(props: { incident: Incident; timezone: string; onDrawn(): void }) {
  const around = createMemo(() => {
    const { startedAt, endedAt } = props.incident
    const end = endedAt ?? Math.floor(now() / minuteMs) * minuteMs
    const pad = Math.max(15 * minuteMs, (end - startedAt) / 2)
    return {
      since: Math.floor((startedAt - pad) / minuteMs) * minuteMs,
      until: Math.ceil((end + (endedAt === null ? 0 : pad)) / minuteMs) * minuteMs,
    }
  })
  const ids = () => {
    const { measure } = props.incident
    return measure === null ? besides : [measure, ...besides.filter((id) => id !== measure)]
  }
  const query = createQuery({
    key: () => ['evidence', ids(), around().since, around().until] as const,
    fetcher: ([, ids, since, until], signal) =>
      ask(
        api.health.series.get({
          query: { measure: ids.map((id) => joinList([id])), since, until, points: until - since > longMs ? 90 : 240 },
          fetch: { signal },
        }),
      ),
  })
  // What stands below it on a phone keeps its place.
  createEffect(() => (query.data() || query.problem()) && props.onDrawn())
  const spans = () => [
    {
      from: props.incident.startedAt,
      to: props.incident.endedAt ?? around().until,
      isSevere: props.incident.severity === 'severe',
    },
  ]
  const sub = () => `${duration(around().until - around().since)} around it`
  return (
    <Panel title="Evidence" sub={sub()} end="all times on the same axis">
      <Show when={query.problem()}>
        {(problem) => <RetryNotice onRetry={() => void query.refetch()}>{problem().message}</RetryNotice>}
      </Show>
      <Show when={query.data()} fallback={<div class="value-chart" aria-busy={query.problem() === undefined} />}>
        {(data) => (
          <For each={data().measures}>
            {(series) => (
              <div class="evidence">
                <h3 class="label">{nameOfMeasure(series.id)}</h3>
                <ValueChart
                  at={data().at}
                  values={
                    props.incident.side === 'below' && series.id === props.incident.measure ? series.min : series.max
                  }
                  unit={series.unit}
                  limit={series.id === props.incident.measure ? props.incident.limit : null}
                  limitWords={
                    props.incident.limit === null
                      ? ''
                      : `${props.incident.side} ${valueWords(props.incident.limit, series.unit)}`
                  }
                  spans={spans()}
                  timezone={props.timezone}
                  now={now()}
                  sentence={`${nameOfMeasure(series.id)} around the incident. ${peakWords(props.incident)}`}
                />
              </div>
            )}
          </For>
        )}
      </Show>
    </Panel>
  )
}

function About(props: { incident: Incident }) {
  const link = () => hrefOfSubject(props.incident)
  return (
    <Panel title="What it is about">
      <ul class="noisy">
        <li>
          <b class="cut">{props.incident.subject.name}</b>
          <Show when={link()}>{(link) => <A href={link().href}>{link().words}</A>}</Show>
        </li>
        <li>
          <span class="cut">{props.incident.sentence}</span>
          <A href={`/alerts/rules?rule=${props.incident.ruleId}`}>Open the rule</A>
        </li>
      </ul>
    </Panel>
  )
}

function Notes(props: { incident: Incident; alerts: Alerts }) {
  const [text, setText] = createSignal('')
  async function add() {
    if (text().trim() === '') return
    await props.alerts.note(props.incident, text())
    if (props.alerts.problem() === undefined) setText('')
  }
  return (
    <Show when={props.alerts.mayAct()}>
      <Panel title="Add a note" sub="it stands among what happened">
        <form
          class="note-form"
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <textarea
            class="field"
            aria-label="A note for others"
            placeholder="What it was, and what keeps it away"
            rows={3}
            maxLength={2_000}
            value={text()}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void add()
            }}
          />
          <button class="button" type="submit">
            Add
          </button>
        </form>
      </Panel>
    </Show>
  )
}

const logsAround = ({ startedAt, endedAt }: Incident) => {
  const from = startedAt - 5 * minuteMs
  return `/logs?range=all&from=${from}&to=${(endedAt ?? Date.now()) + 5 * minuteMs}`
}

function markOfStep(kind: string, { severity }: Incident) {
  switch (kind) {
    case 'opened':
    case 'reopened':
      return severity === 'info' ? 'thinking' : 'waiting'
    case 'escalated':
      return 'stopped'
    case 'closed':
    case 'acknowledged':
      return 'healthy'
    case 'note':
      return 'thinking'
    default:
      return 'idle'
  }
}
