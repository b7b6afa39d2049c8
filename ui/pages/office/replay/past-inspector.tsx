import { A } from '@solidjs/router'
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import { runtimeName } from '../../../../src/facts/runtimes.ts'
import { cost, duration } from '../../../../src/lib/format.ts'
import { oneLine } from '../../../../src/lib/plain-text.ts'
import type { OfficeMember } from '../../../../src/office/member.ts'
import { markOf } from '../../../../src/sessions/severity.ts'
import { CostText } from '../../../components/cost-text.tsx'
import { doingWords } from '../../../components/doing-words.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { Portrait } from '../../../office/portrait.tsx'
import { capital, Relative } from '../member-inspector.tsx'
import { preciseClock } from './replay-words.ts'

/** How somebody was at a moment of the past, as far as that is kept. Nothing can be done there. */
export function PastInspector(props: {
  member: OfficeMember
  others: readonly OfficeMember[]
  at: number
  timezone: string
  onChoose(id: string): void
  onClose(): void
}) {
  const member = () => props.member
  const relatives = () =>
    props.others.filter(({ id, parentId }) => parentId === member().id || id === member().parentId)
  return (
    <aside class="panel inspector" aria-label={member().name} data-past>
      <header>
        <Portrait seed={member().look} kind={member().kind === 'subagent' ? 'robot' : 'agent'} size={80} />
        <div class="who">
          <h2 class="cut" title={member().name}>
            <bdi>{member().name}</bdi>
          </h2>
          <p class="row state" data-mark={markOf(member().state)}>
            <StateMark mark={markOf(member().state)} label="" />
            <span>
              {capital(doingWords(member().state, member().activity))}
              <Show when={member().since !== null}>, {duration(Math.max(0, props.at - member().since!))}</Show>
            </span>
          </p>
          <p class="quiet numbers">at {preciseClock(props.at, props.timezone)}</p>
          <p class="quiet cut">{runtimeName(member().runtime)}</p>
        </div>
        <button class="icon-button" type="button" aria-label="Close" onClick={() => props.onClose()}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <dl class="inspector-numbers">
        <div>
          <dt>That day, by then</dt>
          <dd>
            <CostText words={cost(member().costTodayUsd, member().costTodayIsLowerBound)} />
          </dd>
        </div>
      </dl>
      <div class="inspector-body">
        <Show when={member().reason}>{(reason) => <p class="inspector-reason">{oneLine(reason())}</p>}</Show>
        <Show when={relatives().length > 0}>
          <section>
            <h3>Works with</h3>
            <ul class="relatives">
              <For each={relatives()}>
                {(relative) => (
                  <li>
                    <Relative member={relative} onChoose={props.onChoose} />
                  </li>
                )}
              </For>
            </ul>
          </section>
        </Show>
        <p class="quiet">
          This is past: nothing can be said or done here. What was said then is in the session; the tool in hand and the
          context are not kept.
        </p>
      </div>
      <Show when={member().sessionId}>
        {(id) => (
          <footer>
            <A class="button" href={`/sessions/${encodeURIComponent(id())}`}>
              Open session
            </A>
          </footer>
        )}
      </Show>
    </aside>
  )
}
