import { createMemo, For, Show } from 'solid-js'
import { percent } from '../../../src/lib/format.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { titleOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'

/** The five fullest context windows. Sessions that are asleep or finished are left out, because they fill no further. */
export function OpenContexts(props: { sessions: Session[] }) {
  const open = createMemo(() =>
    props.sessions
      .filter(({ state, contextPercent }) => contextPercent !== null && state !== 'asleep' && state !== 'finished')
      .toSorted((a, b) => b.contextPercent! - a.contextPercent!)
      .slice(0, 5),
  )
  const markAt = (percent: number) => (percent >= 90 ? 'stopped' : percent >= 80 ? 'waiting' : 'healthy')
  return (
    <Show when={open().length > 0} fallback={<p class="empty">No session of it is open now.</p>}>
      <ul class="rows context-list">
        <For each={open()}>
          {(session) => (
            <li>
              <StateMark mark={markAt(session.contextPercent!)} label="" />
              <a class="cut" href={`/sessions/${encodeURIComponent(session.id)}`} title={titleOf(session)}>
                <bdi>{titleOf(session)}</bdi>
              </a>
              <span class="right" data-level={markAt(session.contextPercent!)}>
                {percent(session.contextPercent)}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
