import { For, Show } from 'solid-js'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { Cost } from '../../components/cost-text.tsx'
import type { AgentInFull } from './create-agent.ts'

/** The sessions that cost the most. */
export function Dearest(props: { sessions: AgentInFull['dearest'] }) {
  const most = () => props.sessions[0]?.usd ?? 1
  return (
    <Show when={props.sessions.length > 0} fallback={<p class="empty">No costs in the last 30 days.</p>}>
      <ul class="rows bars-list">
        <For each={props.sessions}>
          {(session) => (
            <li>
              <a
                class="cut"
                href={`/sessions/${encodeURIComponent(session.sessionId)}`}
                title={oneLine(session.title ?? '')}
              >
                <bdi>{oneLine(session.title ?? '') || 'Untitled'}</bdi>
              </a>
              <span class="share" aria-hidden="true">
                <span style={{ transform: `scaleX(${session.usd / most()})` }} />
              </span>
              <span class="right">
                <Cost usd={session.usd} isLowerBound={session.isLowerBound} />
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
