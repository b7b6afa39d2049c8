import { For, Show } from 'solid-js'
import type { SourceReport } from '../../../src/live/source.ts'
import { Panel } from '../../parts/panel.tsx'
import { lamps, runtimes } from '../../parts/runtime.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { Words } from '../../parts/words.tsx'

/** A machine without agents: what was looked for, and how to see what one would see. */
export function NothingFound(props: { sources: SourceReport[] }) {
  return (
    <div class="nothing">
      <div>
        <h1>No agents were found on this machine</h1>
        <p>Wheelhouse reads local files only, and nothing leaves this computer.</p>
        <p>
          To see it with a crew at work, start the demo. It is made up, lives in a temporary folder and touches nothing
          of yours.
        </p>
        <pre>wheelhouse --demo</pre>
      </div>
      <Panel title="What was looked for">
        <ul class="rows looked">
          <For each={props.sources}>
            {(source) => (
              <li>
                <StateMark mark={lamps[source.state].mark} label={lamps[source.state].word} />
                <b>{runtimes[source.runtime].name}</b>
                <span class="quiet">{source.detail}</span>
                <For each={source.findings}>
                  {(finding) => (
                    <Show when={finding.mend}>
                      {(mend) => (
                        <p>
                          <Words text={mend()} />
                        </p>
                      )}
                    </Show>
                  )}
                </For>
              </li>
            )}
          </For>
        </ul>
      </Panel>
    </div>
  )
}
