import { For, Show } from 'solid-js'
import { shortAge } from '../../../src/lib/format.ts'
import { costLabelOf, type Session } from '../../../src/sessions/session.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { ContextMeter } from '../../components/context-meter.tsx'
import { RawError } from '../../components/raw-error.tsx'
import { errorOf, reasonOf, titleOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'

/** What an agent did last. */
export function LatestSessions(props: { sessions: Session[] }) {
  return (
    <Show when={props.sessions.length > 0} fallback={<p class="empty">No session of it has been seen yet.</p>}>
      <ul class="rows latest-list">
        <For each={props.sessions}>
          {(session) => (
            <li>
              <StateMark mark={markOf(session.state)} label={stateLabel(session.state)} />
              <span class="row">
                <a
                  class="cut"
                  href={`/sessions/${encodeURIComponent(session.id)}`}
                  title={`${titleOf(session)}: ${reasonOf(session)}`}
                >
                  <bdi>{titleOf(session)}</bdi>
                </a>
                <Show when={errorOf(session)}>{(error) => <RawError raw={error()} />}</Show>
              </span>
              <span class="cut model quiet" title={session.model ?? ''}>
                {session.model ?? '–'}
              </span>
              <ContextMeter percent={session.contextPercent} />
              <span class="right">{costLabelOf(session)}</span>
              <span class="right quiet">{shortAge(session.lastAt, now())}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
