import { For, Show } from 'solid-js'
import { takePartEffects } from '../../src/approvals/approval-words.ts'
import { runtimeName } from '../../src/facts/runtimes.ts'
import { ago } from '../../src/lib/format.ts'
import { oneLine, plainText } from '../../src/lib/plain-text.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { StateMark } from '../components/state-mark.tsx'
import type { Approvals } from '../data/stores/approvals.ts'
import { now } from '../platform/now.ts'
import { onlyShown } from './approval-words.ts'

/** Each runtime whose requests can be answered from here, what that changes, and the switch. */
export function TakingPart(props: { approvals: Approvals }) {
  return (
    <>
      <ProblemNote text={props.approvals.switchProblem()} />
      <ul class="rows findings taking-part">
        <For each={props.approvals.takingPart()}>
          {({ runtime, isOn, at, by, limits }) => (
            <li>
              <StateMark mark={isOn ? 'healthy' : 'idle'} label="" />
              <div>
                <b>{runtimeName(runtime)}</b>{' '}
                <span class="quiet">
                  {!isOn ? 'answered where it asks' : onlyShown.has(runtime) ? 'shown here' : 'answered from here'}
                  {at !== null && by !== null ? `, ${oneLine(by)} ${ago(at, now())}` : ''}
                </span>
                <p>{takePartEffects[runtime]}</p>
                <Limits of={limits} />
              </div>
              <Show when={props.approvals.isAdmin()} fallback={<span class="quiet">An admin can change this</span>}>
                <button
                  class="button"
                  type="button"
                  aria-label={`${isOn ? 'Stop taking part' : 'Take part'}: ${runtimeName(runtime)}`}
                  onClick={() => void props.approvals.switchTo(runtime, !isOn)}
                >
                  {isOn ? 'Stop' : 'Take part…'}
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </>
  )
}

/** What a runtime is too old for. */
export function Limits(props: { of: string[] }) {
  return (
    <Show when={props.of.length > 0}>
      <ul class="limits" aria-label="What this version cannot do">
        <For each={props.of}>{(words) => <li>{plainText(words)}</li>}</For>
      </ul>
    </Show>
  )
}
