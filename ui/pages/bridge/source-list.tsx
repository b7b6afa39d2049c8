import { For, Show } from 'solid-js'
import type { SourceReport } from '../../../src/live/source.ts'
import { lampOf, runtimeNames } from '../../frame.tsx'
import { StateMark } from '../../parts/state-mark.tsx'

/** What is read, and what is wrong with it in the doctor's words. */
export function SourceList(props: { sources: SourceReport[] }) {
  return (
    <ul class="rows sources">
      <For each={props.sources}>
        {(source) => (
          <li>
            <StateMark mark={lampOf(source).mark} label={lampOf(source).word} />
            <span>{runtimeNames[source.runtime]}</span>
            <span class="detail quiet">{source.detail}</span>
            <Show when={source.findings.length > 0}>
              <ul class="findings">
                <For each={source.findings}>
                  {(finding) => (
                    <li>
                      <span data-level={finding.level}>{finding.message}</span> {finding.mend}
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}
