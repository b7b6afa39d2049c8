import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Incident } from '../../../src/alerts/incident.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'
import { aboutWords, markOf, peakWords, severityNames, standingWords, whenWords } from './alert-words.ts'
import type { Alerts } from './create-alerts.ts'

/** One incident in a list: how much it matters, what was broken, how it stands, and what can be done. */
export function IncidentRow(props: { incident: Incident; alerts: Alerts; timezone: string; isNew: boolean }) {
  const isOpen = () => props.incident.endedAt === null
  const isTaken = () => props.incident.acknowledgedAt !== null
  return (
    <li class="incident-row" data-severity={props.incident.severity} data-open={isOpen() ? '' : undefined}>
      <StateMark mark={markOf(props.incident)} label={isOpen() ? severityNames[props.incident.severity] : 'Over'} />
      <span class="incident-what">
        <A href={`/alerts/incidents/${props.incident.id}`} data-incident={props.incident.id}>
          <b>{props.incident.title}</b>
        </A>
        <Show when={props.isNew}>
          <span class="new-tag">new</span>
        </Show>
        <span class="quiet cut" title={aboutWords(props.incident)}>
          {aboutWords(props.incident)}
        </span>
      </span>
      <span class="incident-stands quiet cut">
        {[peakWords(props.incident), standingWords(props.incident, now())].filter(Boolean).join(', ')}
      </span>
      <span class="incident-acts">
        <Show when={isOpen() && props.alerts.mayAct()}>
          <Show when={!isTaken()}>
            <button class="button" type="button" onClick={() => void props.alerts.acknowledge(props.incident)}>
              Acknowledge
            </button>
            <Show
              when={props.incident.snoozedUntil === null}
              fallback={
                <button class="button" type="button" onClick={() => void props.alerts.wake(props.incident)}>
                  Bring back
                </button>
              }
            >
              <button class="button" type="button" onClick={() => void props.alerts.snooze(props.incident)}>
                Snooze 1 h
              </button>
            </Show>
          </Show>
        </Show>
      </span>
      <time class="incident-when quiet">{whenWords(props.incident.openedAt, now(), props.timezone)}</time>
    </li>
  )
}
