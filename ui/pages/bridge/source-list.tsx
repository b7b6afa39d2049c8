import { For, Show } from 'solid-js'
import type { Finding, SourceReport } from '../../../src/live/source.ts'
import { lamps, runtimes } from '../../parts/runtime.ts'
import { type Mark, StateMark } from '../../parts/state-mark.tsx'
import { Words } from '../../parts/words.tsx'

/** What is read, and what is wrong with it in the doctor's words. */
export function SourceList(props: { sources: SourceReport[] }) {
  return (
    <ul class="rows stores">
      <For each={props.sources}>
        {(source) => (
          <li>
            <StateMark mark={lamps[source.state].mark} label={lamps[source.state].word} />
            <div>
              <b>{runtimes[source.runtime].name}</b> <span class="quiet">{source.detail}</span>
            </div>
            <For each={source.findings}>{(finding) => <FindingRow finding={finding} />}</For>
          </li>
        )}
      </For>
    </ul>
  )
}

const levels: Record<Finding['level'], { mark: Mark; word: string }> = {
  error: { mark: 'stopped', word: 'wrong' },
  warn: { mark: 'waiting', word: 'look at this' },
  info: { mark: 'unknown', word: 'note' },
}

function FindingRow(props: { finding: Finding }) {
  const level = () => levels[props.finding.level]
  return (
    <>
      <StateMark mark={level().mark} label={level().word} />
      <div class="finding">
        <p>
          <Words text={props.finding.message} />
        </p>
        <Show when={props.finding.mend}>
          {(mend) => (
            <p class="quiet">
              <Words text={mend()} />
            </p>
          )}
        </Show>
      </div>
    </>
  )
}
