import { createSignal, For, Show } from 'solid-js'
import type { SourceReport } from '../../../src/facts/source.ts'
import { CodeText } from '../../components/code-text.tsx'
import { Panel } from '../../components/panel.tsx'
import { nameOf, sourceStatusLabels } from '../../components/runtime-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { Problem } from '../../data/problem.ts'

/** What is shown on a machine without agents: which sources were searched, and a button that starts the demo. */
export function Onboarding(props: { sources: SourceReport[] }) {
  const [starting, setStarting] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()

  /** Restarts the server as the demo. The page connects to it again by itself. */
  async function startDemo() {
    setStarting(true)
    try {
      await ask(api.demo.post())
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
      setStarting(false)
    }
  }

  return (
    <div class="nothing">
      <div>
        <h1>No agents were found on this machine</h1>
        <p>Wheelhouse reads local files only, and nothing leaves this computer.</p>
        <p>
          To see it with a crew at work, start the demo. It is made up, lives in a temporary folder and touches nothing
          of yours.
        </p>
        <p>
          <button class="button" data-kind="primary" type="button" disabled={starting()} onClick={startDemo}>
            {starting() ? 'Starting the demo' : 'Start the demo'}
          </button>
        </p>
        <Show when={problem()}>{(text) => <p role="alert">{text()}</p>}</Show>
      </div>
      <Panel title="What was looked for">
        <ul class="rows searched">
          <For each={props.sources}>
            {(source) => (
              <li>
                <StateMark mark={sourceStatusLabels[source.state].mark} label={sourceStatusLabels[source.state].word} />
                <b>{nameOf(source)}</b>
                <span class="quiet">{source.detail}</span>
                <For each={source.findings}>
                  {(finding) => (
                    <Show when={finding.fix}>
                      {(fix) => (
                        <p>
                          <CodeText text={fix()} />
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
