import { Show } from 'solid-js'
import { CodeText } from './code-text.tsx'
import { StateMark } from './state-mark.tsx'

/** Why an act failed, beside what was tried. Assistive technology reads it out. */
export function ProblemNote(props: { text: string | undefined }) {
  return (
    <Show when={props.text}>
      {(text) => (
        <p class="problem" role="alert">
          <StateMark mark="stopped" label="" />
          <span>
            <CodeText text={text()} />
          </span>
        </p>
      )}
    </Show>
  )
}
