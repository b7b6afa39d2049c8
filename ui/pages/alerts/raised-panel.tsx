import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import { markOf, severityNames, standingWords, whenWords, worstWords } from './alert-words.ts'
import type { Alerts } from './create-alerts.ts'

const shown = 10

/** What a rule has raised, the latest first. */
export function RaisedPanel(props: { id: string; alerts: Alerts; timezone: string }) {
  const query = createQuery({
    key: () => ['raised', props.id] as const,
    fetcher: ([, rule], signal) => ask(api.incidents.get({ query: { rule, limit: shown }, fetch: { signal } })),
    changes: props.alerts.version,
  })
  const items = () => query.data()?.items ?? []
  return (
    <Panel
      title="What it raised"
      end={
        <Show when={query.data()?.nextCursor}>
          <A href={`/alerts?rule=${props.id}&days=all`}>All of them</A>
        </Show>
      }
    >
      <Show when={items().length > 0} fallback={<p class="empty">It has raised nothing yet.</p>}>
        <ul class="noisy raised">
          <For each={items()}>
            {(incident) => (
              <li>
                <StateMark
                  mark={markOf(incident)}
                  label={incident.endedAt === null ? severityNames[incident.severity] : 'Over'}
                />
                <A href={`/alerts/incidents/${incident.id}`}>
                  {whenWords(incident.openedAt, now(), props.timezone)}, {incident.subject.name}
                </A>
                <span class="quiet">{standingWords(incident, now())}</span>
                <b>{worstWords(incident)}</b>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}
