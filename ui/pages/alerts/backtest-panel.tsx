import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js'
import type { RuleDraft } from '../../../src/alerts/rule.ts'
import { unitOf, valueWords } from '../../../src/alerts/rule-words.ts'
import { duration, relativeTime, whole } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import { severityMarks, severityNames, whenWords } from './alert-words.ts'
import { ValueChart } from './value-chart.tsx'

/** The server is asked once somebody has stopped typing. */
const pauseMs = 350
const shown = 12
const dayMs = 86_400_000

/** What the rule that is edited would have done in the last thirty days. */
export function BacktestPanel(props: {
  rule: RuleDraft | undefined
  id: string | undefined
  saved: number | undefined
  timezone: string
  /** The first answer is there, or why there is none: what stands below keeps its place. */
  onTried(): void
}) {
  const [asked, setAsked] = createSignal(props.rule)
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(
      () => JSON.stringify(props.rule),
      () => {
        clearTimeout(timer)
        timer = setTimeout(() => setAsked(props.rule), pauseMs)
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  const query = createQuery({
    key: () => {
      const rule = asked()
      // Whether it is on, and how it is called, changes nothing of it.
      return rule && (['backtest', props.id ?? '', { ...rule, name: null, isOn: true }] as const)
    },
    fetcher: ([, id, rule], signal) =>
      ask(
        api.alerts.backtest.get({
          query: { rule: JSON.stringify({ ...rule, ...(id !== '' && { id }) }) as never },
          fetch: { signal },
        }),
      ),
  })
  const data = () => query.data()
  createEffect(() => (data() || query.problem() || !asked()) && props.onTried())
  const faults = () => [...(data()?.faults.wrong ?? []), ...(data()?.faults.odd ?? [])]
  const level = () => {
    const when = asked()?.when
    return when?.kind === 'level' ? when : undefined
  }
  const sub = () => {
    const since = data()?.since
    if (since === undefined || since === null) return ''
    const days = (Date.now() - since) / dayMs
    return days < 29 ? `kept for ${days < 1 ? duration(Date.now() - since) : `${Math.floor(days)} days`} only` : ''
  }
  return (
    <Panel class="backtest" title="Against the last 30 days" sub={sub()} end={data()?.chart?.subject ?? ''}>
      <div aria-busy={query.isAsking() && data() === undefined}>
        <Show when={query.problem()}>
          {(problem) => <RetryNotice onRetry={() => void query.refetch()}>{problem().message}</RetryNotice>}
        </Show>
        <Show when={faults().length > 0}>
          <ul class="faults" role="alert">
            <For each={faults()}>
              {(words) => (
                <li>
                  <StateMark mark="waiting" label="" />
                  {words}
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={data()?.chart}>
          {(chart) => (
            <ValueChart
              at={chart().at}
              values={chart().values}
              unit={asked() ? unitOf(asked()!.when) : null}
              limit={level()?.value ?? null}
              limitWords={level() ? `${level()!.side} ${valueWords(level()!.value, unitOf(asked()!.when))}` : ''}
              severeLimit={level()?.severeValue ?? null}
              spans={(data()?.firings ?? [])
                .filter(({ subject }) => subject === chart().subject)
                .map(({ at, endedAt, severity }) => ({
                  from: at,
                  to: endedAt ?? Date.now(),
                  isSevere: severity === 'severe',
                }))}
              timezone={props.timezone}
              now={now()}
              sentence={`${chart().subject} over thirty days; the rule would have fired ${data()?.count ?? 0} times.`}
            />
          )}
        </Show>
        <Show when={data()}>
          {(tried) => (
            <>
              <p class="backtest-count">
                <b class="hero">{whole(tried().count)}</b>{' '}
                <span>
                  {tried().count === 1 ? 'alert' : 'alerts'} in 30 days.
                  <Show when={props.saved !== undefined}> The saved rule raised {whole(props.saved)}.</Show>
                  <Show when={tried().about}> {tried().about}</Show>
                </span>
              </p>
              <Show when={tried().firings.length > 0}>
                <table class="firings">
                  <thead>
                    <tr>
                      <th>Would have fired</th>
                      <th>Lasted</th>
                      <th class="right">Worst</th>
                      <th>Where</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={tried().firings.toReversed().slice(0, shown)}>
                      {(firing) => (
                        <tr>
                          <td>
                            <StateMark mark={severityMarks[firing.severity]} label={severityNames[firing.severity]} />{' '}
                            <span title={relativeTime(firing.at, now(), props.timezone)}>
                              {whenWords(firing.at, now(), props.timezone)}
                            </span>
                          </td>
                          <td class="quiet">
                            {firing.endedAt === null ? 'still open' : duration(firing.endedAt - firing.at)}
                          </td>
                          <td class="right">{firing.peak === null ? '–' : valueWords(firing.peak, tried().unit)}</td>
                          <td class="quiet cut">{firing.subject}</td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
                <Show when={tried().count > shown}>
                  <p class="empty">{whole(tried().count - shown)} more before these.</p>
                </Show>
              </Show>
            </>
          )}
        </Show>
      </div>
    </Panel>
  )
}
