import { Show } from 'solid-js'
import { StateMark } from './state-mark.tsx'
import { Words } from './words.tsx'

/** What went wrong, where it went wrong, said aloud once. */
export function ProblemNote(props: { text: string | undefined }) {
  return (
    <Show when={props.text}>
      {(text) => (
        <p class="problem" role="alert">
          <StateMark mark="stopped" label="" />
          <span>
            <Words text={text()} />
          </span>
        </p>
      )}
    </Show>
  )
}
