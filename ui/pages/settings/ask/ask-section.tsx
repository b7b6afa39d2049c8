import { For, Show } from 'solid-js'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { Section } from '../section.tsx'
import { createModelChoice } from './create-model-choice.ts'
import { ModelForm } from './model-form.tsx'

/** Which model answers questions about one's own data, what it may be told, and what that may cost. */
export default function AskSection() {
  const data = createModelChoice()
  const model = () => data.settings.data()?.model
  const facts = () => {
    const chosen = model()
    if (!chosen) return []
    return [
      `${chosen.model} at ${URL.parse(chosen.url)?.host ?? chosen.url}`,
      chosen.readsWords
        ? 'May read names, sums and times, and search the words of transcripts.'
        : 'May read names, sums and times; no words of transcripts.',
      `At most ${chosen.dayQuestions} questions a day${chosen.dayUsd === null ? '' : ` and $${chosen.dayUsd}`}.`,
    ]
  }
  return (
    <Section
      title="Ask"
      sub="a model answers questions about your own data"
      end={
        <Show when={data.mayChange() && model() && !data.settings.data()?.isMadeUp}>
          <button class="button" type="button" onClick={() => data.turn(!model()!.isOn)}>
            {model()!.isOn ? 'Switch off' : 'Switch on'}
          </button>
        </Show>
      }
    >
      <ProblemNote text={data.problem() ?? data.settings.problem()?.message} />
      <Show when={data.isKnown() && !data.mayChange()}>
        <p class="remark">An admin chooses the model. Sign in with the link that wheelhouse open prints.</p>
      </Show>
      <Show when={data.settings.data()?.isMadeUp}>
        <p class="remark">In the demo a script answers three questions. Nothing leaves this machine.</p>
      </Show>
      <Show when={data.settings.data() && !data.settings.data()?.isMadeUp}>
        <Show when={model()}>
          {(chosen) => (
            <ul class="rows findings">
              <li>
                <StateMark mark={chosen().isOn ? 'healthy' : 'unknown'} label="" />
                <div>
                  <b>{chosen().isOn ? 'Ask is on' : 'Ask is off'}</b>
                  <For each={facts()}>{(fact) => <p>{fact}</p>}</For>
                </div>
              </li>
            </ul>
          )}
        </Show>
        <ModelForm model={model() ?? undefined} hasKey={data.settings.data()!.hasKey} onSaved={data.saved} />
      </Show>
    </Section>
  )
}
