import { A } from '@solidjs/router'
import X from 'lucide-solid/icons/x'
import { Show } from 'solid-js'
import { clock } from '../../../../src/lib/format.ts'
import type { OfficeMember } from '../../../../src/office/member.ts'
import { preferences, setPreference } from '../../../platform/appearance.ts'
import { bindKeys } from '../../../platform/keyboard.ts'
import { createLog } from './create-log.ts'

/** The last thing that happened, in one quiet line at the foot of the office; it leads to the session. */
export function OfficeLog(props: { members: readonly OfficeMember[]; timezone: string }) {
  const isShown = () => preferences().officeLog !== 'hidden'
  const last = createLog(() => props.members, isShown)
  const toggle = () => setPreference('officeLog', isShown() ? 'hidden' : 'shown')
  bindKeys([{ keys: 'L', words: 'The log line on or off', group: 'This page', run: toggle }])
  return (
    <Show when={isShown()}>
      <div class="office-log" data-theme="night">
        <div role="log" aria-live="polite" aria-label="What happens in the office">
          <Show when={last()} keyed fallback={<p class="quiet">What happens is told here.</p>}>
            {(line) => (
              <p data-severe={line.severity >= 7 ? '' : undefined}>
                <time aria-hidden="true">{clock(line.at, props.timezone)}</time>
                <Show when={line.sessionId} fallback={<Words who={line.who} words={line.words} />}>
                  {(id) => (
                    <A href={`/sessions/${encodeURIComponent(id())}`}>
                      <Words who={line.who} words={line.words} />
                    </A>
                  )}
                </Show>
              </p>
            )}
          </Show>
        </div>
        <button type="button" aria-label="Hide the log line" title="L brings it back" onClick={toggle}>
          <X size={12} aria-hidden="true" />
        </button>
      </div>
    </Show>
  )
}

const Words = (props: { who: string; words: string }) => (
  <span>
    <b>
      <bdi>{props.who}</bdi>
    </b>{' '}
    <bdi>{props.words}</bdi>
  </span>
)
